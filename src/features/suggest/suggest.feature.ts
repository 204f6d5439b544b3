import { feature } from '../../platform/composition/feature.js';
import { encodeId } from '../../platform/graphql/global-id.js';
import { placeFeature } from '../place/place.feature.js';
import { searchFeature } from '../search/search.feature.js';
import { vocabularyFeature } from '../vocabulary/vocabulary.feature.js';
import { suggestRepository } from './suggest.repository.js';
import { SuggestResolver } from './suggest.resolver.js';
import { SuggestService } from './suggest.service.js';
import { SuggestIndex } from './suggest-index.js';
import { SuggestibleMaker } from './suggestible.js';

/** Suggestions while people type. */
export const suggestFeature = feature({
  name: 'suggest',
  needs: { vocabulary: vocabularyFeature, place: placeFeature, search: searchFeature },
  resolvers: [SuggestResolver],
  compose({ database, clock }, { vocabulary, place: { atlas, places, gazetteer }, search }) {
    const maker = new SuggestibleMaker(vocabulary, atlas, encodeId);
    const index = new SuggestIndex(suggestRepository(database.following), maker, gazetteer);
    const suggest = new SuggestService(index, maker, places, clock);
    return {
      gives: { suggest },
      // A change of lists makes both indexes read everything. At the same time they would leave little of two cores for requests.
      readers: [{ reader: index, after: [search.index, gazetteer], afterCaches: true }],
      resolvers: [new SuggestResolver(suggest)],
    };
  },
});
