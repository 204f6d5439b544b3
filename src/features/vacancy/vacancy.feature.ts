import { feature } from '../../platform/composition/feature.js';
import { offeringFeature } from '../offering/offering.feature.js';
import { placeFeature } from '../place/place.feature.js';
import { providerFeature } from '../provider/provider.feature.js';
import { vocabularyFeature } from '../vocabulary/vocabulary.feature.js';
import { Vacancy } from './vacancy.entity.js';
import { vacancyRepository } from './vacancy.repository.js';
import { OfferingVacancies, VacancyResolver } from './vacancy.resolver.js';
import { VacancyService } from './vacancy.service.js';
import { VacancyType } from './vacancy.type.js';

/** Open places: from when, and how far the statement can be relied on. */
export const vacancyFeature = feature({
  name: 'vacancy',
  needs: {
    vocabulary: vocabularyFeature,
    place: placeFeature,
    provider: providerFeature,
    offering: offeringFeature,
  },
  entities: [Vacancy],
  resolvers: [VacancyResolver, OfferingVacancies],
  types: [VacancyType],
  compose(
    { database: { source, reading }, clock },
    { vocabulary, place: { atlas }, provider: { providers }, offering: { offerings } },
  ) {
    const data = vacancyRepository(source, reading, clock);
    const vacancies = new VacancyService(data, vocabulary, clock);
    return {
      gives: { vacancies },
      caches: data.caches,
      nodes: [{ prefix: 'vac', typeName: 'Vacancy', entity: Vacancy, load: (id) => vacancies.get(id) }],
      resolvers: [
        new VacancyResolver(vacancies, offerings, providers, vocabulary, atlas, clock),
        new OfferingVacancies(vacancies),
      ],
    };
  },
});
