import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import type { z } from 'zod';
import { isStorable } from '../../../platform/characters.js';
import { type Clock, isInstant, londonDay } from '../../../platform/clock.js';
import { refuse } from '../../../platform/errors.js';
import { PageArguments } from '../../../platform/graphql/connection.js';
import { decodeId } from '../../../platform/graphql/global-id.js';
import { type Page, readPage, slicePage } from '../../../platform/graphql/page.js';
import { parseArguments } from '../../../platform/parse.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.type.js';
import type { Atlas } from '../../place/atlas.js';
import type { Vocabulary } from '../../vocabulary/vocabulary.service.js';
import type { ListedEntry, RegisterCriteria, RegisterService } from './register.service.js';
import { RegisterEntryConnection } from './register.type.js';
import { type RegisterSort, registerFilter } from './register-filter.rules.js';
import { RegisterFilter, RegisterSortEnum } from './register-filter.type.js';

type Given = z.output<typeof registerFilter>;

const position = ({ sortKey, id }: ListedEntry) => [sortKey, id] as const;

/** The register as a list: in all its states, narrowed and in order. */
@Resolver()
export class RegisterListResolver {
  constructor(
    private readonly entries: RegisterService,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly clock: Clock,
  ) {}

  @Requires('register.read', 'entry.read')
  @Query(() => RegisterEntryConnection, { description: 'Entries in any state within your reach.' })
  async register(
    @Ctx() { actor }: RequestContext,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => RegisterFilter, { nullable: true, description: 'Which entries.' })
    filter?: object | null,
    @Arg('sort', () => RegisterSortEnum, {
      nullable: true,
      description: 'In which order; by name unless said.',
    })
    sort?: RegisterSort | null,
  ): Promise<Page<ListedEntry>> {
    const { own, added } = this.entries.divideFilter(actor, filter ?? {});
    const criteria = this.criteriaOf(parseArguments(registerFilter, own, ['filter']));
    if (criteria === null) return slicePage([], page, position);
    const wanted = { ...criteria, added };
    const order = sort ?? 'NAME_ASC';
    return readPage(
      page,
      position,
      (after, limit) => this.entries.page(actor, wanted, order, after, limit),
      () => this.entries.count(actor, wanted),
      order.startsWith('NAME') ? isStorable : isInstant,
    );
  }

  /** Null: an id that names nothing, so that nothing is found. @throws UserProblem for codes that are not known. */
  private criteriaOf(given: Given): RegisterCriteria | null {
    const now = this.clock.now();
    const today = londonDay(now);
    refuse(this.problems(given, today));
    const providerId = given.provider === undefined ? undefined : decodeId('prv', given.provider);
    const planningAreaId = given.planningArea === undefined ? undefined : decodeId('pla', given.planningArea);
    if (providerId === null || planningAreaId === null) return null;
    return defined({
      on: { today, now: new Date(now) },
      kinds: given.kind,
      states: given.state,
      localAuthorityCode: given.localAuthority,
      providerId,
      text: given.text,
      districts: given.district,
      planningAreaId,
      settingTypes: given.settingType,
      registrations: given.registration,
      tiers: given.tier,
      needs: given.need,
      hasOpenRequest: given.hasOpenRequest,
      listingBases: given.listingBasis,
      hasDecision: given.hasDecision,
      freshness: given.vacancyFreshness,
      updatedSince: given.updatedSince,
      isDemonstration: given.isDemonstration,
      externalReferences: given.externalReference,
      urns: given.urn,
    });
  }

  private problems(given: Given, today: string) {
    const codes = [
      ['SETTING_TYPE', 'settingType', given.settingType],
      ['REGISTRATION', 'registration', given.registration],
      ['TIER', 'tier', given.tier],
      ['NEED', 'need', given.need],
    ] as const;
    const { localAuthority, district = [] } = given;
    return [
      ...(localAuthority === undefined
        ? []
        : this.atlas.localAuthorityProblems(localAuthority, ['filter', 'localAuthority'])),
      ...district.flatMap((code) => this.atlas.districtProblems(code, ['filter', 'district'])),
      ...codes.flatMap(([list, field, values = []]) =>
        this.vocabulary.problems(list, values, ['filter', field], today),
      ),
    ];
  }
}

/** Without what is undefined, which is not the same as absent. */
function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
