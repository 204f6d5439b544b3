import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { codeFilter, idFilter } from '../../platform/choice.js';
import type { Clock } from '../../platform/clock.js';
import { refuse } from '../../platform/errors.js';
import '../../platform/graphql/choice-inputs.js';
import { PageArguments } from '../../platform/graphql/connection.js';
import { encodeId, storedIds } from '../../platform/graphql/global-id.js';
import { type Page, readPage } from '../../platform/graphql/page.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { parseArguments } from '../../platform/parse.js';
import type { RequestContext } from '../identity/request-context.js';
import { Requires } from '../identity/requires.graph.js';
import { SchoolType } from '../place/place.type.js';
import type { School } from '../place/school.entity.js';
import type { SchoolService } from '../place/school.service.js';
import { urnChoiceProblems } from '../place/school-life.rules.js';
import type { HeldVacancy, Vacancy } from '../vacancy/vacancy.entity.js';
import type { VacancyService } from '../vacancy/vacancy.service.js';
import { VacancyType } from '../vacancy/vacancy.type.js';
import { type HoldState, holdStates, stateOf } from './hold.rules.js';
import type { HoldService } from './hold.service.js';
import { HoldStateName, PlaceHoldConnection, PlaceHoldType } from './hold.type.js';
import type { VacancyHold } from './vacancy-hold.entity.js';

const holdFilter = z
  .strictObject({
    offering: idFilter.optional().describe('Ids of offerings. The places must be of one of them.'),
    school: codeFilter.optional().describe('URNs of schools. The places must be held for one of them.'),
    state: z
      .array(z.enum(holdStates))
      .max(holdStates.length)
      .optional()
      .describe('What has become of the hold: one of these.'),
  })
  .describe('Conditions on holds. All of them must be met.');
const HoldFilter = inputFrom(holdFilter, 'PlaceHoldFilter');

const isUuid = (text: string) => z.uuid().safeParse(text).success;

/** Reads holds. */
@Resolver(() => PlaceHoldType)
export class PlaceHoldResolver {
  constructor(
    private readonly holds: HoldService,
    private readonly vacancies: VacancyService,
    private readonly schools: SchoolService,
    private readonly clock: Clock,
  ) {}

  @Requires('hold.place', 'register.read', 'entry.read')
  @Query(() => PlaceHoldConnection, {
    name: 'placeHolds',
    description: 'Holds for your schools, at your providers or in your local authorities, newest first.',
  })
  async page(
    @Ctx() { actor }: RequestContext,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => HoldFilter, {
      nullable: true,
      description: 'Which holds to return. Leave it out to get all of them.',
    })
    filter?: z.input<typeof holdFilter> | null,
  ): Promise<Page<VacancyHold>> {
    const { offering, school, state } = parseArguments(holdFilter, filter ?? {}, ['filter']);
    refuse(urnChoiceProblems(school, ['filter', 'school']));
    const criteria = {
      offering: storedIds('off', offering),
      school,
      state,
    };
    return readPage(
      page,
      ({ id }) => [id, id],
      (range) => this.holds.page(actor, criteria, range),
      () => this.holds.count(actor, criteria),
      isUuid,
    );
  }

  @FieldResolver(() => ID, {
    description: 'The hold’s global id. Do not take it apart: its form can change.',
  })
  id(@Root() { id }: VacancyHold): string {
    return encodeId('hld', id);
  }

  @FieldResolver(() => HoldStateName, { description: 'What has become of the hold by now.' })
  state(@Root() hold: VacancyHold): HoldState {
    return stateOf(hold, this.clock.now());
  }

  @FieldResolver(() => VacancyType, {
    nullable: true,
    description: 'The vacancy that the places are of. Null if it is no longer public.',
  })
  vacancy(@Root() { vacancyId }: VacancyHold): HeldVacancy | null | Promise<HeldVacancy | null> {
    return this.vacancies.get(vacancyId);
  }

  @FieldResolver(() => SchoolType, {
    nullable: true,
    description: 'The school that the places are held for. Null if the hub no longer has it.',
  })
  school(@Root() { schoolUrn }: VacancyHold): Promise<School | null> {
    return this.schools.get(schoolUrn);
  }

  @Requires('hold.place', 'register.read', 'entry.read')
  @FieldResolver(() => String, {
    nullable: true,
    description: 'What the school calls this hold. Null unless you act for that school and it gave one.',
  })
  reference(@Root() hold: VacancyHold, @Ctx() { actor }: RequestContext): Promise<string | null> | null {
    return this.holds.reference(actor, hold);
  }
}

/** The fields that holds add to vacancies. */
@Resolver(() => VacancyType)
export class VacancyHolds {
  constructor(private readonly service: HoldService) {}

  @Requires('hold.place', 'register.read', 'entry.read')
  @FieldResolver(() => [PlaceHoldType], {
    description:
      'The live holds on these places that you may see, those that end first first: of your schools, at your providers or in your local authorities.',
  })
  holds(@Root() { id }: Vacancy, @Ctx() { actor }: RequestContext): Promise<VacancyHold[]> {
    return this.service.live(actor, id);
  }
}
