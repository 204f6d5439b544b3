import { Arg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { NotFound, UserProblem } from '../../platform/errors.js';
import { encodeId } from '../../platform/graphql/global-id.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { codeText, parseArguments } from '../../platform/parse.js';
import type { District, LocalAuthority, PlanningArea } from './area.entity.js';
import type { Atlas } from './atlas.js';
import { placeReference, pointInput } from './place.rules.js';
import type { Place, PlaceReference, PlaceService } from './place.service.js';
import { DistrictType, LocalAuthorityType, PlaceType, PlanningAreaType } from './place.type.js';

/** Exactly one way to name a place. */
inputFrom(pointInput, 'PointInput');
const PlaceReferenceInput = inputFrom(placeReference, 'PlaceReference');

/** Places and areas. */
@Resolver(() => PlaceType)
export class PlaceResolver {
  constructor(
    private readonly places: PlaceService,
    private readonly atlas: Atlas,
  ) {}

  @Query(() => PlaceType, { nullable: true, description: 'A place; null when it is not known.' })
  async place(
    @Arg('by', () => PlaceReferenceInput, { description: 'Which place: exactly one key.' })
    by: PlaceReference,
  ): Promise<Place | null> {
    const reference = parseArguments(placeReference, by, ['by']);
    try {
      return await this.places.resolve(reference, ['by']);
    } catch (error) {
      const unknown =
        error instanceof UserProblem && error.problems.every(({ code }) => code.startsWith('UNKNOWN_'));
      if (unknown || error instanceof NotFound) return null;
      throw error;
    }
  }

  @FieldResolver(() => DistrictType, { nullable: true, description: 'District it lies in.' })
  district(@Root() place: Place): District | null {
    return this.atlas.districts.get(place.districtCode ?? '') ?? null;
  }

  @FieldResolver(() => LocalAuthorityType, { nullable: true, description: 'Local authority it lies in.' })
  localAuthority(@Root() place: Place): LocalAuthority | null {
    return this.atlas.localAuthorities.get(place.localAuthorityCode ?? '') ?? null;
  }

  @FieldResolver(() => PlanningAreaType, { nullable: true, description: 'Planning area it lies in.' })
  planningArea(@Root() place: Place): PlanningArea | null {
    return this.atlas.planningAreas.get(place.planningAreaId ?? '') ?? null;
  }
}

const onlyIn = z.strictObject({ localAuthority: codeText().optional() });

/** Districts. */
@Resolver(() => DistrictType)
export class DistrictResolver {
  constructor(private readonly atlas: Atlas) {}

  @Query(() => [DistrictType], { description: 'Districts, by name.' })
  districts(
    @Arg('localAuthority', () => String, { nullable: true, description: 'Only those of a local authority.' })
    localAuthority?: string,
  ): readonly District[] {
    parseArguments(onlyIn, { localAuthority }, []);
    const all = [...this.atlas.districts.values()];
    return localAuthority ? all.filter((district) => district.localAuthorityCode === localAuthority) : all;
  }

  @FieldResolver(() => LocalAuthorityType, {
    nullable: true,
    description: 'Its local authority for education.',
  })
  localAuthority(@Root() district: District): LocalAuthority | null {
    return this.atlas.localAuthorities.get(district.localAuthorityCode ?? '') ?? null;
  }
}

/** Planning areas. */
@Resolver(() => PlanningAreaType)
export class PlanningAreaResolver {
  constructor(private readonly atlas: Atlas) {}

  @Query(() => [PlanningAreaType], { description: 'Planning areas, by name.' })
  planningAreas(
    @Arg('localAuthority', () => String, { nullable: true, description: 'Only those of a local authority.' })
    localAuthority?: string,
  ): readonly PlanningArea[] {
    parseArguments(onlyIn, { localAuthority }, []);
    const all = [...this.atlas.planningAreas.values()];
    return localAuthority ? all.filter((area) => area.localAuthorityCode === localAuthority) : all;
  }

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() area: PlanningArea): string {
    return encodeId('pla', area.id);
  }

  @FieldResolver(() => LocalAuthorityType, { description: 'The local authority whose geography it is.' })
  localAuthority(@Root() area: PlanningArea): LocalAuthority {
    return this.atlas.localAuthorities.get(area.localAuthorityCode)!;
  }

  @FieldResolver(() => [DistrictType], { description: 'The districts it touches, by code.' })
  districts(@Root() area: PlanningArea): District[] {
    const codes = this.atlas.districtsOfPlanningArea(area.id);
    return codes.flatMap((code) => this.atlas.districts.get(code) ?? []);
  }
}
