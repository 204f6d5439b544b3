import { candidateRepository } from './features/duplicates/candidate.repository.js';
import { CandidateService } from './features/duplicates/candidate.service.js';
import { Dismissal } from './features/duplicates/dismissal.entity.js';
import {
  CreatedCandidates,
  DuplicatesResolver,
  UpdatedCandidates,
  UpsertedCandidates,
} from './features/duplicates/duplicates.resolver.js';
import { EntryMergesResolver, MergeResolver } from './features/duplicates/merge.resolver.js';
import { MergeService } from './features/duplicates/merge.service.js';
import { mergeLinksRepository } from './features/duplicates/merge-links.repository.js';
import { MergeLinksService } from './features/duplicates/merge-links.service.js';
import { pairRepository } from './features/duplicates/pair.repository.js';
import { PairService } from './features/duplicates/pair.service.js';
import { PairKeeper } from './features/duplicates/pair-keeper.js';
import { SplitService } from './features/duplicates/split.service.js';
import type { Atlas } from './features/place/atlas.js';
import type { ProviderService } from './features/provider/provider.service.js';
import { ProviderMerge } from './features/provider/provider-merge.entity.js';
import type { ListingService } from './features/register/listing.service.js';
import type { ChangeFeed } from './platform/database/changes/change-feed.js';
import type { Database } from './platform/database/data-source.js';
import type { RegisterWriter } from './platform/database/register-writer.js';
import { decodeId } from './platform/graphql/global-id.js';

/** Entities of duplicates and merges. */
export const duplicatesEntities = [ProviderMerge, Dismissal];

/** Resolver classes of duplicates. */
export const duplicatesResolvers = [
  DuplicatesResolver,
  CreatedCandidates,
  UpdatedCandidates,
  UpsertedCandidates,
  MergeResolver,
  EntryMergesResolver,
] as const;

/** Puts together what finds entries of the same provider, and merges and splits them. */
export function composeDuplicates(hub: {
  readonly database: Database;
  readonly writer: RegisterWriter;
  readonly atlas: Atlas;
  readonly providers: ProviderService;
  readonly listings: ListingService;
}) {
  const { database, writer, atlas, providers, listings } = hub;
  const { source, reading, following } = database;
  const candidates = new CandidateService(candidateRepository(source, reading));
  const pairs = new PairService(pairRepository(source, reading), writer);
  const keeper = new PairKeeper(pairRepository(source, following));
  return {
    candidates,
    pairs,
    /** The stored id behind a global id; of a provider that was merged, that of the one which stands for it. */
    decodeId(prefix: string, globalId: string): string | null {
      const id = decodeId(prefix, globalId);
      return id !== null && prefix === 'prv' ? providers.survivorOf(id) : id;
    },
    /** One hub keeps the list of pairs for all of them; no write waits for it. */
    follow: (feed: ChangeFeed) => feed.read(keeper, { persistent: true }),
    resolvers: [
      new DuplicatesResolver(candidates, pairs, atlas),
      new CreatedCandidates(candidates),
      new UpdatedCandidates(candidates),
      new UpsertedCandidates(candidates),
      new MergeResolver(new MergeService(writer, listings), new SplitService(writer, listings, decodeId)),
      new EntryMergesResolver(new MergeLinksService(mergeLinksRepository(source, reading))),
    ],
  };
}
