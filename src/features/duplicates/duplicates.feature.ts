import { feature } from '../../platform/composition/feature.js';
import { decodeId } from '../../platform/graphql/global-id.js';
import type { RequestContext } from '../identity/request-context.js';
import { placeFeature } from '../place/place.feature.js';
import { registerFeature } from '../register/register.feature.js';
import { candidateRepository } from './candidate.repository.js';
import { CandidateService } from './candidate.service.js';
import { Dismissal } from './dismissal.entity.js';
import {
  CreatedCandidates,
  DismissalResolver,
  DuplicatesResolver,
  UpdatedCandidates,
  UpsertedCandidates,
} from './duplicates.resolver.js';
import { EntryMergesResolver, MergeResolver } from './merge.resolver.js';
import { MergeService } from './merge.service.js';
import { mergeLinksRepository } from './merge-links.repository.js';
import { MergeLinksService } from './merge-links.service.js';
import { pairRepository } from './pair.repository.js';
import { Pair, PairService } from './pair.service.js';
import { PairKeeper } from './pair-keeper.js';
import { SplitService } from './split.service.js';

/** Finds entries for the same provider, and merges and splits them. */
export const duplicatesFeature = feature({
  name: 'duplicates',
  needs: { place: placeFeature, register: registerFeature },
  entities: [Dismissal],
  resolvers: [
    DuplicatesResolver,
    DismissalResolver,
    CreatedCandidates,
    UpdatedCandidates,
    UpsertedCandidates,
    MergeResolver,
    EntryMergesResolver,
  ],
  compose(
    { database: { source, reading, following }, writer },
    { place: { atlas }, register: { listings, nameForms } },
  ) {
    const candidates = new CandidateService(candidateRepository(source, reading));
    const pairs = new PairService(pairRepository(source, reading), writer);
    return {
      gives: { candidates, pairs },
      nodes: [
        {
          prefix: 'dup',
          typeName: 'DuplicatePair',
          entity: Pair,
          loadAll: (ids, { actor }: RequestContext) => pairs.byIds(actor, ids),
        },
      ],
      // One hub keeps the list of pairs for all hubs. No write waits for it. It compares the forms of names.
      readers: [
        {
          reader: new PairKeeper(pairRepository(source, following)),
          after: [nameForms],
          persistent: true,
        },
      ],
      resolvers: [
        new DuplicatesResolver(candidates, pairs, atlas),
        new DismissalResolver(atlas),
        new CreatedCandidates(candidates),
        new UpdatedCandidates(candidates),
        new UpsertedCandidates(candidates),
        new MergeResolver(new MergeService(writer, listings), new SplitService(writer, listings, decodeId)),
        new EntryMergesResolver(new MergeLinksService(mergeLinksRepository(source, reading))),
      ],
    };
  },
});
