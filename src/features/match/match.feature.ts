import { feature } from '../../platform/composition/feature.js';
import { decodeId } from '../../platform/graphql/global-id.js';
import { offeringFeature } from '../offering/offering.feature.js';
import { placeFeature } from '../place/place.feature.js';
import { providerFeature } from '../provider/provider.feature.js';
import { registerFeature } from '../register/register.feature.js';
import { searchFeature } from '../search/search.feature.js';
import { vacancyFeature } from '../vacancy/vacancy.feature.js';
import { vocabularyFeature } from '../vocabulary/vocabulary.feature.js';
import { codebookOf } from './code-bits.js';
import { ComparisonResolver, MatchedOfferingResolver, MatchResolver } from './match.resolver.js';
import { MatchService } from './match.service.js';
import { FactsMaker } from './match-facts.js';
import { MatchTable } from './match-table.js';
import { MatchTextResolver } from './match-text.resolver.js';
import { ProfileMaker } from './profile-from-text.js';
import { QuestionMaker } from './question-maker.js';
import { SearchedReader } from './sentence-reader.js';

/** Finds the offerings that best fit a profile of needs, and explains why. */
export const matchFeature = feature({
  name: 'match',
  needs: {
    vocabulary: vocabularyFeature,
    place: placeFeature,
    provider: providerFeature,
    offering: offeringFeature,
    vacancy: vacancyFeature,
    search: searchFeature,
    register: registerFeature,
  },
  resolvers: [MatchResolver, MatchedOfferingResolver, ComparisonResolver, MatchTextResolver],
  compose({ clock }, { vocabulary, place: { atlas }, provider, offering, vacancy, search, register }) {
    const codebook = codebookOf(vocabulary);
    const table = new MatchTable(new FactsMaker(codebook, atlas));
    search.followers.fill(table);
    const matches = new MatchService(
      table,
      new QuestionMaker(vocabulary, codebook, search.wheres, clock),
      { codebook, areaName: (token) => atlas.nameOf(token) },
      offering.offerings,
      provider.providers,
      vacancy.vacancies,
      decodeId,
    );
    const profiles = new ProfileMaker(new SearchedReader(search.reader), vocabulary, clock);
    return {
      gives: {},
      resolvers: [
        new MatchResolver(matches),
        new MatchedOfferingResolver(matches, provider.providers, vocabulary, register.decisions, atlas),
        new ComparisonResolver(matches, vocabulary),
        new MatchTextResolver(profiles),
      ],
    };
  },
});
