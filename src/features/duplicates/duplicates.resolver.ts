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
import { refuse } from '../../platform/errors.js';
import { PageArguments } from '../../platform/graphql/connection.js';
import { decodeId, encodeId } from '../../platform/graphql/global-id.js';
import { payload } from '../../platform/graphql/mutation.js';
import { type Page, readPage } from '../../platform/graphql/page.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { codeText, parseArguments } from '../../platform/parse.js';
import type { RequestContext } from '../identity/request-context.js';
import { Requires } from '../identity/requires.type.js';
import type { Atlas } from '../place/atlas.js';
import { type Asked, providerPayloads } from '../register/keeping/entry-payloads.type.js';
import type { Candidate, CandidateService } from './candidate.service.js';
import {
  CandidateType,
  DismissPayload,
  PairConnection,
  PairType,
  ReinstatePayload,
} from './duplicates.type.js';
import type { Pair, PairService } from './pair.service.js';

const duplicateFilter = z
  .strictObject({
    localAuthority: codeText(3)
      .optional()
      .describe('Code of a local authority: one entry at least is in its register.'),
    dismissed: z.boolean().optional().describe('True: those that were set aside, instead of the others.'),
  })
  .describe('Conditions that must all hold.');
const DuplicateFilter = inputFrom(duplicateFilter, 'DuplicateFilter');

/** A score, as it stands in a cursor. */
const isScore = (value: string) => /^\d{1,4}$/.test(value);
const named = (field: string, id: string) => ({ field, id: decodeId('prv', id) });
const PAIR_REASON = { description: 'Why, 3 to 500 characters; it is kept in the change log.' };

/** Entries that may be the same. */
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
      'Entries that may be the same as a provider, best first, 20 at most; null when there is no such provider in your register. Addresses are compared, so it needs the permission place.exact too.',
  })
  async duplicateCandidates(
    @Ctx() { actor }: RequestContext,
    @Arg('provider', () => ID, { description: 'The provider, in whatever state.' }) provider: string,
  ): Promise<Candidate[] | null> {
    const id = decodeId('prv', provider);
    return id === null ? null : this.candidates.of(actor, id);
  }

  @Requires('register.read')
  @Query(() => PairConnection, {
    description:
      'Pairs of entries that may be the same, of which one at least is in your register; best first. Addresses are compared, so it needs the permission place.exact too.',
  })
  async duplicates(
    @Ctx() { actor }: RequestContext,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => DuplicateFilter, { nullable: true, description: 'Which pairs.' })
    filter?: z.input<typeof duplicateFilter>,
  ): Promise<Page<Pair>> {
    const { localAuthority, dismissed } = parseArguments(duplicateFilter, filter ?? {}, ['filter']);
    if (localAuthority !== undefined) {
      refuse(this.atlas.localAuthorityProblems(localAuthority, ['filter', 'localAuthority']));
    }
    const list = this.pairs.list(actor, { localAuthority, isDismissed: dismissed });
    return readPage(page, ({ key }) => key, list.page, list.count, isScore);
  }

  @Requires('register.decide')
  @Mutation(() => DismissPayload, {
    description: 'Sets a pair aside for your local authority: it does not come back.',
  })
  duplicateDismiss(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('one', () => ID, { description: 'One provider.' }) one: string,
    @Arg('other', () => ID, { description: 'The other one.' }) other: string,
    @Arg('reason', () => String, PAIR_REASON) reason: string,
  ) {
    return payload('dismissals', asking, (actor) =>
      this.pairs.dismiss(actor, named('one', one), named('other', other), reason),
    );
  }

  @Requires('register.decide')
  @Mutation(() => ReinstatePayload, {
    description: 'Brings a pair back that was set aside for your local authority.',
  })
  duplicateReinstate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('one', () => ID, { description: 'One provider.' }) one: string,
    @Arg('other', () => ID, { description: 'The other one.' }) other: string,
    @Arg('reason', () => String, PAIR_REASON) reason: string,
  ) {
    return payload('dismissals', asking, (actor) =>
      this.pairs.reinstate(actor, named('one', one), named('other', other), reason),
    );
  }

  @FieldResolver(() => ID, { description: 'Stands for these two entries, always.' })
  id(@Root() { id }: Pair): string {
    return encodeId('dup', id);
  }
}

/** Adds to an answer about one provider which others may be the same. */
function candidatesOf(answer: ClassType) {
  @Resolver(() => answer)
  class EnteredCandidates {
    constructor(private readonly candidates: CandidateService) {}

    @Requires('register.read')
    @FieldResolver(() => [CandidateType], {
      nullable: true,
      description:
        'Entries that may be the same as the one that was sent, stored or not: those that you may see, best first, 20 at most. None without the permission place.exact, since addresses are compared. Null when they cannot be looked for just now.',
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
