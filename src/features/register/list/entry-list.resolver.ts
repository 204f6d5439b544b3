import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import type { z } from 'zod';
import { type Clock, londonDay } from '../../../platform/clock.js';
import { refuse } from '../../../platform/errors.js';
import { PageArguments } from '../../../platform/graphql/connection.js';
import { storedIds } from '../../../platform/graphql/global-id.js';
import type { Page } from '../../../platform/graphql/page.js';
import { readSortedPage } from '../../../platform/graphql/sorted-page.js';
import { parseArguments } from '../../../platform/parse.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.graph.js';
import type { Atlas } from '../../place/atlas.js';
import type { Vocabulary } from '../../vocabulary/vocabulary.service.js';
import type { EntryListService, ListedEntry, RegisterCriteria } from './entry-list.service.js';
import { RegisterEntryConnection } from './register-entry.type.js';
import { type RegisterSort, registerFilter } from './register-filter.rules.js';
import { RegisterFilter, RegisterSortEnum } from './register-filter.type.js';

type Given = z.output<typeof registerFilter>;

/** Lists the register in all its states. */
@Resolver()
export class EntryListResolver {
  constructor(
    private readonly entries: EntryListService,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly clock: Clock,
  ) {}

  @Requires('register.read', 'entry.read')
  @Query(() => RegisterEntryConnection, {
    description:
      'Entries in any state: those of the registers that you read, or of the providers that you edit. They are in the order of their names unless you give `sort`.',
  })
  async register(
    @Ctx() { actor }: RequestContext,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => RegisterFilter, {
      nullable: true,
      description: 'Which entries to return. Leave it out to get all of them.',
    })
    filter?: object | null,
    @Arg('sort', () => RegisterSortEnum, {
      nullable: true,
      description:
        'The order of the list. The default is NAME_ASC. A cursor only works with the order it came from.',
    })
    sort?: RegisterSort | null,
  ): Promise<Page<ListedEntry>> {
    const { own, added } = this.entries.divideFilter(actor, filter ?? {});
    const criteria = this.criteriaOf(parseArguments(registerFilter, own, ['filter']));
    const wanted = { ...criteria, added };
    const order = sort ?? 'NAME_ASC';
    return readSortedPage(
      page,
      order,
      async (range) => {
        const found = await this.entries.page(actor, wanted, order, range);
        return found.map((node) => ({ node, id: node.id, sortKey: node.sortKey }));
      },
      () => this.entries.count(actor, wanted),
    );
  }

  /** @throws UserProblem if a code is not known. */
  private criteriaOf(given: Given): RegisterCriteria {
    const now = this.clock.now();
    const today = londonDay(now);
    refuse(this.problems(given, today));
    return defined({
      on: { today, now: new Date(now) },
      kinds: given.kind,
      states: given.state,
      localAuthority: given.localAuthority,
      provider: storedIds('prv', given.provider),
      text: given.text,
      district: given.district,
      planningArea: storedIds('pla', given.planningArea),
      settingType: given.settingType,
      registration: given.registration,
      tier: given.tier,
      needs: given.needs,
      hasOpenChangeRequest: given.hasOpenChangeRequest,
      listingBases: given.listingBasis,
      hasListingDecision: given.hasListingDecision,
      freshness: given.vacancyFreshness,
      updatedSince: given.updatedSince,
      position: given.position,
      isDemonstration: given.isDemonstration,
      externalReferences: given.externalReference,
      urns: given.urn,
      reviewReasons: given.reviewReason,
    });
  }

  private problems(given: Given, today: string) {
    const codes = [
      ['SETTING_TYPE', 'settingType', given.settingType],
      ['REGISTRATION', 'registration', given.registration],
      ['TIER', 'tier', given.tier],
      ['NEED', 'needs', given.needs],
    ] as const;
    return [
      ...this.atlas.localAuthorityChoiceProblems(given.localAuthority, ['filter', 'localAuthority']),
      ...this.atlas.districtChoiceProblems(given.district, ['filter', 'district']),
      ...codes.flatMap(([list, field, choice]) =>
        this.vocabulary.choiceProblems(list, choice, ['filter', field], today),
      ),
    ];
  }
}

/** Removes fields that are undefined, because a field with that value still counts as a condition. */
function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
