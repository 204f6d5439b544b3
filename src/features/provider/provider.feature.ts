import { feature, poolFrom } from '../../platform/composition/feature.js';
import { decodeId } from '../../platform/graphql/global-id.js';
import { identityFeature } from '../identity/identity.feature.js';
import { placeFeature } from '../place/place.feature.js';
import { vocabularyFeature } from '../vocabulary/vocabulary.feature.js';
import { Provider } from './provider.entity.js';
import { providerRepository } from './provider.repository.js';
import { ProviderResolver } from './provider.resolver.js';
import { ProviderService } from './provider.service.js';
import { ProviderType, SiteType } from './provider.type.js';
import { ProviderContact } from './provider-contact.entity.js';
import { ProviderMerge } from './provider-merge.entity.js';
import { registerCommands } from './register-command.js';
import { SchoolSettingTypeResolver } from './school-setting-type.resolver.js';
import { Site } from './site.entity.js';
import { SiteResolver } from './site.resolver.js';
import { SiteView } from './site-view.js';

/** Providers, their sites and contacts. */
export const providerFeature = feature({
  name: 'provider',
  needs: { vocabulary: vocabularyFeature, place: placeFeature, identity: identityFeature },
  entities: [Provider, ProviderContact, ProviderMerge, Site],
  resolvers: [ProviderResolver, SiteResolver, SchoolSettingTypeResolver],
  types: [ProviderType, SiteType],
  oneOf: ['ProviderReference'],
  commands: (program, { openDatabase, out }) => registerCommands(program, poolFrom(openDatabase), out),
  compose(
    { database: { source, reading }, writer, clock },
    { vocabulary, place: { atlas, schools }, identity },
  ) {
    const data = providerRepository(source, reading);
    const providers = new ProviderService(data, writer, vocabulary, clock);
    identity.survivors.fill((id) => providers.survivorOf(id));
    return {
      gives: {
        providers,
        /** The stored id in a global id. For a provider that was merged, the id of the one that it was merged into. */
        decodeId(prefix: string, globalId: string): string | null {
          const id = decodeId(prefix, globalId);
          return id !== null && prefix === 'prv' ? providers.survivorOf(id) : id;
        },
      },
      caches: data.caches,
      nodes: [
        { prefix: 'prv', typeName: 'Provider', entity: Provider, load: (id) => providers.get(id) },
        { prefix: 'sit', typeName: 'Site', entity: SiteView, load: (id) => providers.site(id) },
      ],
      resolvers: [
        new ProviderResolver(providers, vocabulary, atlas, clock, schools),
        new SchoolSettingTypeResolver(vocabulary, clock),
        new SiteResolver(providers, vocabulary, atlas),
      ],
    };
  },
});
