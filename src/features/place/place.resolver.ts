import { Arg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { NotFound, refuse, UserProblem } from '../../platform/errors.js';
import { encodeId } from '../../platform/graphql/global-id.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { codeText, parseArguments } from '../../platform/parse.js';
import type { District, LocalAuthority, PlanningArea } from './area.entity.js';
import type { Atlas } from './atlas.js';
import { placeReference, pointInput } from './place.rules.js';
import type { Place, PlaceReference, PlaceService } from './place.service.js';
import { DistrictType, LocalAuthorityType, PlaceType, PlanningAreaType } from './place.type.js';

inputFrom(pointInput, 'PointInput');
const PlaceReferenceInput = inputFrom(placeReference, 'PlaceReference');

/** Places and areas. */
@Resolver(() => PlaceType)
export class PlaceResolver {
  constructor(
    private readonly places: PlaceService,
    private readonly atlas: Atlas,
  ) {}

  @Query(() => PlaceType, {
    nullable: true,
    description:
      'Finds a place by postcode, name, school or position. Returns null if the place is not known.',
  })
  async place(
    @Arg('by', () => PlaceReferenceInput, { description: 'The place to find. Give exactly one key.' })
    by: PlaceReference,
  ): Promise<Place | null> {
    const reference = parseArguments(placeReference, by, ['by']);
    try {
      return await this.places.resolve(reference, ['by']);
    } catch (error) {
      const unknown =
        error instanceof UserProblem && error.problems.every(({ code }) => code === 'NOT_FOUND');
      if (unknown || error instanceof NotFound) return null;
      throw error;
    }
  }

  @FieldResolver(() => DistrictType, {
    nullable: true,
    description: 'The district that the place is in; null if it is not known.',
  })
  district(@Root() place: Place): District | null {
    return this.atlas.districts.get(place.districtCode ?? '') ?? null;
  }

  @FieldResolver(() => LocalAuthorityType, {
    nullable: true,
    description: 'The local authority that the place is in; null if it is not known.',
  })
  localAuthority(@Root() place: Place): LocalAuthority | null {
    return this.atlas.localAuthorities.get(place.localAuthorityCode ?? '') ?? null;
  }

  @FieldResolver(() => PlanningAreaType, {
    nullable: true,
    description: 'The planning area that the place is in; null if there is none, or if it is not known.',
  })
  planningArea(@Root() place: Place): PlanningArea | null {
    return this.atlas.planningAreas.get(place.planningAreaId ?? '') ?? null;
  }
}

const onlyIn = z.strictObject({ localAuthority: codeText().optional() });

/** @throws UserProblem if there is no such local authority. */
function checkOnlyIn(atlas: Atlas, given: string | undefined): void {
  const { localAuthority } = parseArguments(onlyIn, { localAuthority: given }, []);
  if (localAuthority !== undefined) refuse(atlas.localAuthorityProblems(localAuthority, ['localAuthority']));
}

/** Districts. */
@Resolver(() => DistrictType)
export class DistrictResolver {
  constructor(private readonly atlas: Atlas) {}

  @Query(() => [DistrictType], { description: 'Lists districts that have not ended, sorted by name.' })
  districts(
    @Arg('localAuthority', () => String, {
      nullable: true,
      description: 'The three-digit code of a local authority, such as 926, to list only its own.',
    })
    localAuthority?: string,
  ): readonly District[] {
    checkOnlyIn(this.atlas, localAuthority);
    const all = [...this.atlas.districts.values()].filter((district) => this.atlas.isCurrent(district));
    return localAuthority
      ? all.filter((district) => this.atlas.authorityOfDistrict(district)?.code === localAuthority)
      : all;
  }

  @FieldResolver(() => LocalAuthorityType, {
    nullable: true,
    description: 'The local authority with education duties in the district; null if it is not known.',
  })
  localAuthority(@Root() district: District): LocalAuthority | null {
    return this.atlas.authorityOfDistrict(district);
  }
}

/** Planning areas. */
@Resolver(() => PlanningAreaType)
export class PlanningAreaResolver {
  constructor(private readonly atlas: Atlas) {}

  @Query(() => [PlanningAreaType], { description: 'Lists planning areas, sorted by name.' })
  planningAreas(
    @Arg('localAuthority', () => String, {
      nullable: true,
      description: 'The three-digit code of a local authority, such as 926, to list only its own.',
    })
    localAuthority?: string,
  ): readonly PlanningArea[] {
    checkOnlyIn(this.atlas, localAuthority);
    const all = [...this.atlas.planningAreas.values()];
    return localAuthority ? all.filter((area) => area.localAuthorityCode === localAuthority) : all;
  }

  @FieldResolver(() => ID, { description: 'The id of the planning area. Do not read meaning into it.' })
  id(@Root() area: PlanningArea): string {
    return encodeId('pla', area.id);
  }

  @FieldResolver(() => LocalAuthorityType, {
    description: 'The local authority that the planning area belongs to.',
  })
  localAuthority(@Root() area: PlanningArea): LocalAuthority {
    return this.atlas.localAuthorities.get(area.localAuthorityCode)!;
  }

  @FieldResolver(() => [DistrictType], {
    description: 'The districts that the planning area is in, wholly or in part, sorted by code.',
  })
  districts(@Root() area: PlanningArea): District[] {
    const codes = this.atlas.districtsOfPlanningArea(area.id);
    return codes.flatMap((code) => this.atlas.districts.get(code) ?? []);
  }
}
