import type { Hub } from '../../src/app.js';
import { duplicatesFeature } from '../../src/features/duplicates/duplicates.feature.js';
import { identityFeature } from '../../src/features/identity/identity.feature.js';
import { offeringFeature } from '../../src/features/offering/offering.feature.js';
import { providerFeature } from '../../src/features/provider/provider.feature.js';
import { qualityFeature } from '../../src/features/quality/quality.feature.js';
import { registerFeature } from '../../src/features/register/register.feature.js';
import { searchFeature } from '../../src/features/search/search.feature.js';
import { suggestFeature } from '../../src/features/suggest/suggest.feature.js';
import { vacancyFeature } from '../../src/features/vacancy/vacancy.feature.js';

/** The services of a hub that tests call themselves, under short names. */
export function servicesOf({ of }: Pick<Hub, 'of'>) {
  const { providers } = of(providerFeature);
  const { offerings } = of(offeringFeature);
  const { vacancies } = of(vacancyFeature);
  const { search, engine, failover } = of(searchFeature);
  const { suggest } = of(suggestFeature);
  const { clients, keySignIn, people } = of(identityFeature);
  return {
    providers,
    offerings,
    vacancies,
    search,
    engine,
    failover,
    suggest,
    clients,
    keySignIn,
    people,
    register: of(registerFeature),
    quality: of(qualityFeature),
    duplicates: of(duplicatesFeature),
  };
}

export type Services = ReturnType<typeof servicesOf>;
