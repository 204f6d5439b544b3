import {
  Arg,
  Args,
  type ClassType,
  Ctx,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { z } from 'zod';
import { codeFilter, isChosen } from '../../platform/choice.js';
import { refuse } from '../../platform/errors.js';
import '../../platform/graphql/choice-inputs.js';
import { PageArguments } from '../../platform/graphql/connection.js';
import { decodeId, encodeId } from '../../platform/graphql/global-id.js';
import { payload } from '../../platform/graphql/mutation.js';
import { type Page, readPage } from '../../platform/graphql/page.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { parseArguments } from '../../platform/parse.js';
import type { RequestContext } from '../identity/request-context.js';
import { Requires } from '../identity/requires.graph.js';
import type { LocalAuthority } from '../place/area.entity.js';
import type { Atlas } from '../place/atlas.js';
import { LocalAuthorityType } from '../place/place.type.js';
import { type Asked, providerPayloads } from '../register/keeping/entry-payloads.type.js';
import type { Candidate, CandidateService } from './candidate.service.js';
import type { Dismissal } from './dismissal.entity.js';
import {
  CandidateType,
  DismissalType,
  DismissPayload,
  PairConnection,
  PairType,
  ReinstatePayload,
} from './duplicates.type.js';
import type { Pair, PairService } from './pair.service.js';

const duplicateFilter = z
  .strictObject({
    localAuthority: codeFilter
      .optional()
      .describe(
        'Codes of local authorities. At least one entry of the pair must be in the register of one of them.',
      ),
    dismissed: z
      .boolean()
      .optional()
      .describe('If true, only pairs that were set aside. Otherwise only pairs that were not.'),
  })
  .describe('Conditions on pairs. All of them must be met.');
const DuplicateFilter = inputFrom(duplicateFilter, 'DuplicateFilter');

/** Whether a text is a score as cursors hold it. */
const isScore = (value: string) => /^\d{1,4}$/.test(value);
const named = (field: string, id: string) => ({ field, id: decodeId('prv', id) });
const PAIR_REASON = { description: 'The reason, 3 to 500 characters. The change log keeps it.' };

/** Reads possible duplicates and sets pairs aside. */
@Resolver(() => PairType)
export class DuplicatesResolver {
  constructor(
    private readonly candidates: CandidateService,
    private readonly pairs: PairService,
    private readonly atlas: Atlas,
  ) {}

  @Requires('register.read')
  @Query(() => [CandidateType], {
    nullable: true,
    description:
      'Possible duplicates of a provider, best first, at most 20. Null if there is no such provider in your register. This also needs the permission place.exact, because addresses are compared.',
  })
  async duplicateCandidates(
    @Ctx() { actor }: RequestContext,
    @Arg('provider', () => ID, { description: 'The id of the provider, which can be in any state.' })
    provider: string,
  ): Promise<Candidate[] | null> {
    const id = decodeId('prv', provider);
    return id === null ? null : this.candidates.of(actor, id);
  }

  @Requires('register.read')
  @Query(() => PairConnection, {
    description:
      'Pairs of entries that may be duplicates, best first. At least one entry of each pair is in your register. This also needs the permission place.exact, because addresses are compared.',
  })
  async duplicates(
    @Ctx() { actor }: RequestContext,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => DuplicateFilter, {
      nullable: true,
      description: 'Which pairs to return. Leave it out to get all pairs that were not set aside.',
    })
    filter?: z.input<typeof duplicateFilter>,
  ): Promise<Page<Pair>> {
    const { localAuthority, dismissed } = parseArguments(duplicateFilter, filter ?? {}, ['filter']);
    refuse(this.atlas.localAuthorityChoiceProblems(localAuthority, ['filter', 'localAuthority']));
    const all = [...this.atlas.localAuthorities.keys()];
    const codes = localAuthority && all.filter((code) => isChosen(localAuthority, code));
    const list = this.pairs.list(actor, { localAuthorities: codes, isDismissed: dismissed });
    return readPage(page, ({ key }) => key, list.page, list.count, isScore);
  }

  @Requires('register.decide')
  @Mutation(() => DismissPayload, {
    description:
      'Sets a pair aside as not duplicates, for your local authority. Use `duplicateReinstate` to bring it back.',
  })
  duplicateDismiss(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('one', () => ID, { description: 'The id of one provider.' }) one: string,
    @Arg('other', () => ID, { description: 'The id of the other provider.' }) other: string,
    @Arg('reason', () => String, PAIR_REASON) reason: string,
  ) {
    return payload('dismissals', asking, (actor) =>
      this.pairs.dismiss(actor, named('one', one), named('other', other), reason),
    );
  }

  @Requires('register.decide')
  @Mutation(() => ReinstatePayload, {
    description: 'Brings back a pair that was set aside for your local authority.',
  })
  duplicateReinstate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('one', () => ID, { description: 'The id of one provider.' }) one: string,
    @Arg('other', () => ID, { description: 'The id of the other provider.' }) other: string,
    @Arg('reason', () => String, PAIR_REASON) reason: string,
  ) {
    return payload('dismissals', asking, (actor) =>
      this.pairs.reinstate(actor, named('one', one), named('other', other), reason),
    );
  }

  @FieldResolver(() => ID, {
    description: 'The global id of the pair. The same two entries always have the same id.',
  })
  id(@Root() { id }: Pair): string {
    return encodeId('dup', id);
  }
}

/** Adds the local authority to a pair that was set aside. */
@Resolver(() => DismissalType)
export class DismissalResolver {
  constructor(private readonly atlas: Atlas) {}

  @FieldResolver(() => LocalAuthorityType, {
    description: 'The local authority that the pair was set aside for.',
  })
  localAuthority(@Root() { localAuthorityCode }: Dismissal): LocalAuthority {
    return this.atlas.localAuthorities.get(localAuthorityCode)!;
  }
}

/** Adds possible duplicates to the result of a mutation of one provider. */
function candidatesOf(answer: ClassType) {
  @Resolver(() => answer)
  class EnteredCandidates {
    constructor(private readonly candidates: CandidateService) {}

    @Requires('register.read')
    @FieldResolver(() => [CandidateType], {
      nullable: true,
      description:
        'Possible duplicates of the entry that you sent, whether it was stored or not. They are the ones you may see, best first, at most 20. Empty without the permission place.exact, because addresses are compared. Null if the hub cannot look for them at the moment.',
    })
    duplicateCandidates(@Root() entered: Asked, @Ctx() { actor }: RequestContext): Promise<Candidate[]> {
      return this.candidates.ofEntered(actor, entered);
    }
  }
  return EnteredCandidates;
}
export const CreatedCandidates = candidatesOf(providerPayloads.Create);
export const UpdatedCandidates = candidatesOf(providerPayloads.Update);
export const UpsertedCandidates = candidatesOf(providerPayloads.UpsertResult);
