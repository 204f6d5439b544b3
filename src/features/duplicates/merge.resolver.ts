import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import { decodeId } from '../../platform/graphql/global-id.js';
import { payload } from '../../platform/graphql/mutation.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import type { RequestContext } from '../identity/request-context.js';
import { Requires } from '../identity/requires.type.js';
import type { Provider } from '../provider/provider.entity.js';
import { ProviderType } from '../provider/provider.type.js';
import type { RegisterEntry } from '../register/list/register.service.js';
import { RegisterEntryType } from '../register/list/register.type.js';
import { MergePayload, SplitPayload, TakeableEnum } from './duplicates.type.js';
import { alsoRule } from './merge.rules.js';
import type { MergeService } from './merge.service.js';
import type { MergeLinksService } from './merge-links.service.js';
import type { SplitService } from './split.service.js';

const AlsoInput = inputFrom(alsoRule, 'ProviderSplitParts');
const WHY = { description: 'Why, 3 to 500 characters: those concerned will read it.' };

/** Merges entries of one provider, and splits them again. */
@Resolver()
export class MergeResolver {
  constructor(
    private readonly merges: MergeService,
    private readonly splits: SplitService,
  ) {}

  @Requires('register.decide')
  @Mutation(() => MergePayload, {
    description:
      'Moves all that one entry has to another one and withdraws it; its id and numbers answer with the other one from then on.',
  })
  async providerMerge(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('from', () => ID, { description: 'The entry that goes.' }) from: string,
    @Arg('fromVersion', () => Int, { description: 'The version of it that you read.' }) fromVersion: number,
    @Arg('into', () => ID, { description: 'The entry that stays.' }) into: string,
    @Arg('intoVersion', () => Int, { description: 'The version of it that you read.' }) intoVersion: number,
    @Arg('reason', () => String, WHY) reason: string,
    @Arg('take', () => [TakeableEnum], {
      defaultValue: [],
      description:
        'What the entry that stays takes over from the one that goes; numbers only where it has none itself.',
    })
    take: string[],
  ) {
    const { done, ...told } = await payload('done', asking, (actor) =>
      this.merges.merge(actor, {
        from: { field: 'from', id: decodeId('prv', from), version: fromVersion },
        into: { field: 'into', id: decodeId('prv', into), version: intoVersion },
        reason,
        take,
      }),
    );
    const { provider = null, other = null, moved = null, left = null } = done ?? {};
    return { provider, merged: other, moved, left, ...told };
  }

  @Requires('register.decide')
  @Mutation(() => SplitPayload, {
    description:
      'Undoes a merge: the entry is again what it was, and what moved goes back. What is new since stays where it is, unless you name it.',
  })
  async providerSplit(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The entry that was merged.' }) id: string,
    @Arg('version', () => Int, { description: 'The version of it that you read.' }) version: number,
    @Arg('reason', () => String, WHY) reason: string,
    @Arg('also', () => AlsoInput, { nullable: true, description: 'What is new since and goes back too.' })
    also?: z.input<typeof alsoRule> | null,
  ) {
    const entry = { field: 'id', id: decodeId('prv', id), version };
    const { done, ...told } = await payload('done', asking, (actor) =>
      this.splits.split(actor, entry, reason, also ?? {}),
    );
    const { provider = null, other = null, moved = null } = done ?? {};
    return { provider, restored: other, moved, ...told };
  }
}

/** What was merged into what, of an entry of the register. */
@Resolver(() => RegisterEntryType)
export class EntryMergesResolver {
  constructor(private readonly links: MergeLinksService) {}

  @Requires('register.read')
  @FieldResolver(() => ProviderType, {
    nullable: true,
    description:
      'The entry that this provider was merged into; null for others, and where you may not see it.',
  })
  mergedInto(
    @Root() { kind, id, isMerged }: RegisterEntry,
    @Ctx() { actor }: RequestContext,
  ): Promise<Provider | null> | null {
    return kind === 'PROVIDER' && isMerged ? this.links.mergedInto(actor, id) : null;
  }

  @Requires('register.read')
  @FieldResolver(() => [ProviderType], {
    description:
      'Entries that were merged into this provider and can be split from it: those that you may see.',
  })
  mergedEntries(
    @Root() { kind, id }: RegisterEntry,
    @Ctx() { actor }: RequestContext,
  ): Promise<Provider[]> | Provider[] {
    return kind === 'PROVIDER' ? this.links.mergedEntries(actor, id) : [];
  }
}
