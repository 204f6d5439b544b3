import { feature } from '../../platform/composition/feature.js';
import { placeFeature } from '../place/place.feature.js';
import { providerFeature } from '../provider/provider.feature.js';
import { vocabularyFeature } from '../vocabulary/vocabulary.feature.js';
import { Offering } from './offering.entity.js';
import { offeringRepository } from './offering.repository.js';
import { OfferingResolver, PriceResolver, ProviderOfferings, SiteOfferings } from './offering.resolver.js';
import { OfferingService } from './offering.service.js';
import { OfferingType } from './offering.type.js';
import { OfferingSite } from './offering-site.entity.js';

/** What providers offer, and at which of their sites. */
export const offeringFeature = feature({
  name: 'offering',
  needs: { vocabulary: vocabularyFeature, place: placeFeature, provider: providerFeature },
  entities: [Offering, OfferingSite],
  resolvers: [OfferingResolver, PriceResolver, ProviderOfferings, SiteOfferings],
  types: [OfferingType],
  compose(
    { database: { source, reading }, writer, clock },
    { vocabulary, place: { atlas }, provider: { providers } },
  ) {
    const data = offeringRepository(source, reading);
    const offerings = new OfferingService(data, writer, vocabulary, atlas, clock);
    return {
      gives: { offerings },
      caches: data.caches,
      nodes: [{ prefix: 'off', typeName: 'Offering', entity: Offering, load: (id) => offerings.get(id) }],
      resolvers: [
        new OfferingResolver(offerings, providers, vocabulary, atlas, clock),
        new PriceResolver(vocabulary),
        new ProviderOfferings(offerings),
        new SiteOfferings(offerings),
      ],
    };
  },
});
