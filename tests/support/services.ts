import type { Hub } from '../../src/app.js';
import { duplicatesFeature } from '../../src/features/duplicates/duplicates.feature.js';
import { identityFeature } from '../../src/features/identity/identity.feature.js';
import { qualityFeature } from '../../src/features/quality/quality.feature.js';
import { registerFeature } from '../../src/features/register/register.feature.js';
import { searchFeature } from '../../src/features/search/search.feature.js';
import { suggestFeature } from '../../src/features/suggest/suggest.feature.js';
import { enteringServicesOf } from './entering.js';

/** The services of a hub that tests call themselves, under short names. */
export function servicesOf(hub: Pick<Hub, 'of' | 'writer'>) {
  const { of } = hub;
  const { search, engine, failover } = of(searchFeature);
  const { suggest } = of(suggestFeature);
  const { clients, keySignIn, people } = of(identityFeature);
  return {
    ...enteringServicesOf(hub),
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
