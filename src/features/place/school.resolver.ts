import { Arg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { codeText, parseArguments } from '../../platform/parse.js';
import type { LocalAuthority } from './area.entity.js';
import type { Atlas } from './atlas.js';
import type { Place } from './place.service.js';
import { LocalAuthorityType, PlaceType, SchoolStatusName, SchoolType } from './place.type.js';
import type { School } from './school.entity.js';
import type { SchoolService } from './school.service.js';
import { type SchoolStatus, statusOf } from './school-life.rules.js';

const schoolReference = z
  .strictObject({ urn: codeText().describe('The unique reference number (URN), six digits.') })
  .describe('A school.');
const SchoolReference = inputFrom(schoolReference, 'SchoolReference');

/** Schools in GIAS. */
@Resolver(() => SchoolType)
export class SchoolResolver {
  constructor(
    private readonly schools: SchoolService,
    private readonly atlas: Atlas,
  ) {}

  @Query(() => SchoolType, {
    nullable: true,
    description:
      'A school in the GIAS register, with its address, to fill in the form for a new provider. Null if the hub does not have it.',
  })
  school(
    @Arg('by', () => SchoolReference, { description: 'The school to return.' })
    by: z.input<typeof schoolReference>,
  ): Promise<School | null> {
    return this.schools.get(parseArguments(schoolReference, by, ['by']).urn);
  }

  @FieldResolver(() => SchoolStatusName, {
    nullable: true,
    description: 'Whether the school is open. Null if GIAS has a status that the hub does not know.',
  })
  status(@Root() school: School): SchoolStatus | null {
    return statusOf(school);
  }

  @FieldResolver(() => LocalAuthorityType, {
    nullable: true,
    description: 'The local authority that the school belongs to; null if it is not known.',
  })
  localAuthority(@Root() school: School): LocalAuthority | null {
    return this.atlas.localAuthorities.get(school.localAuthorityCode ?? '') ?? null;
  }

  @FieldResolver(() => [SchoolType], {
    description:
      'The schools that came after a closed school and are not closed themselves, by URN, up to 20. Empty if the school is not closed, or if GIAS names none.',
  })
  successors(@Root() school: School): Promise<School[]> | School[] {
    return statusOf(school) === 'CLOSED' ? this.schools.successors(school.urn) : [];
  }
}

/** What to know about a place that is a school. */
@Resolver(() => PlaceType)
export class PlaceNoticeResolver {
  constructor(private readonly schools: SchoolService) {}

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'What someone should know who searches from here, in sentences to show: that the school has closed, which schools came after it, or that it is not open yet. Null if there is nothing to know.',
  })
  notice(@Root() { school }: Place): Promise<string | null> | null {
    return school && this.schools.notice(school);
  }
}
