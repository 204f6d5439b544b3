import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import { decodeId } from '../../platform/graphql/global-id.js';
import { payload } from '../../platform/graphql/mutation.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import type { RequestContext } from '../identity/request-context.js';
import { Requires } from '../identity/requires.graph.js';
import type { Provider } from '../provider/provider.entity.js';
import { ProviderType } from '../provider/provider.type.js';
import type { RegisterEntry } from '../register/list/entry-list.service.js';
import { RegisterEntryType } from '../register/list/register-entry.type.js';
import { MergePayload, SplitPayload, TakeableEnum } from './duplicates.type.js';
import { alsoRule } from './merge.rules.js';
import type { MergeService } from './merge.service.js';
import type { MergeLinksService } from './merge-links.service.js';
import type { SplitService } from './split.service.js';

const AlsoInput = inputFrom(alsoRule, 'ProviderSplitParts');
const WHY = { description: 'The reason, 3 to 500 characters. The people concerned will read it.' };

/** Merges entries for the same provider, and splits them again. */
@Resolver()
export class MergeResolver {
  constructor(
    private readonly merges: MergeService,
    private readonly splits: SplitService,
  ) {}

  @Requires('register.decide')
  @Mutation(() => MergePayload, {
    description:
      'Merges one entry into another: moves its records to the other entry and withdraws it. From then on its id and numbers lead to the other entry.',
  })
  async providerMerge(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('from', () => ID, { description: 'The id of the entry to merge.' }) from: string,
    @Arg('fromVersion', () => Int, { description: 'The version of that entry that you read.' })
    fromVersion: number,
    @Arg('into', () => ID, { description: 'The id of the remaining entry.' }) into: string,
    @Arg('intoVersion', () => Int, { description: 'The version of that entry that you read.' })
    intoVersion: number,
    @Arg('reason', () => String, WHY) reason: string,
    @Arg('take', () => [TakeableEnum], {
      defaultValue: [],
      description:
        'The fields that the remaining entry takes over from the merged one. It takes over a number only if it has none itself.',
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
      'Undoes a merge: restores the merged entry and moves its records back. Records that are newer than the merge stay where they are, unless you name them in `also`.',
  })
  async providerSplit(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the entry that was merged.' }) id: string,
    @Arg('version', () => Int, { description: 'The version of that entry that you read.' }) version: number,
    @Arg('reason', () => String, WHY) reason: string,
    @Arg('also', () => AlsoInput, {
      nullable: true,
      description: 'Records that are newer than the merge and should move to the restored entry too.',
    })
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

/** Adds the merges to an entry of the register. */
@Resolver(() => RegisterEntryType)
export class EntryMergesResolver {
  constructor(private readonly links: MergeLinksService) {}

  @Requires('register.read')
  @FieldResolver(() => ProviderType, {
    nullable: true,
    description:
      'The entry that this provider was merged into. Null if it was not merged, or if you cannot see that entry.',
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
      'The entries that were merged into this provider and can be split from it. Entries that you cannot see are left out.',
  })
  mergedEntries(
    @Root() { kind, id }: RegisterEntry,
    @Ctx() { actor }: RequestContext,
  ): Promise<Provider[]> | Provider[] {
    return kind === 'PROVIDER' ? this.links.mergedEntries(actor, id) : [];
  }
}
