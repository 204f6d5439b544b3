import { feature } from '../../platform/composition/feature.js';
import { duplicatesFeature } from '../duplicates/duplicates.feature.js';
import { identityFeature } from '../identity/identity.feature.js';
import type { RequestContext } from '../identity/request-context.js';
import { placeFeature } from '../place/place.feature.js';
import { qualityFeature } from '../quality/quality.feature.js';
import { importReadingRepository } from './import/import-reading.repository.js';
import { ImportResolver } from './import/import-reading.resolver.js';
import { ImportReadingService } from './import/import-reading.service.js';
import { ImportType } from './import/import-reading.type.js';
import { ImportRun } from './import/import-run.entity.js';
import { KnownSources } from './import/known-sources.js';

/** Imports of open data from files, and what they did. */
export const exchangeFeature = feature({
  name: 'exchange',
  needs: {
    place: placeFeature,
    identity: identityFeature,
    quality: qualityFeature,
    duplicates: duplicatesFeature,
  },
  entities: [ImportRun],
  resolvers: [ImportResolver],
  types: [ImportType],
  // A hub that serves never reads the importers and the libraries that they use.
  commands: async (program, console) =>
    (await import('./import/exchange-commands.js')).exchangeCommands(program, console),
  compose({ database: { source, reading }, clock }) {
    const imports = new ImportReadingService(importReadingRepository(source, reading), clock);
    return {
      gives: { sources: new KnownSources(imports) },
      resolvers: [new ImportResolver(imports)],
      nodes: [
        {
          prefix: 'imp',
          typeName: 'Import',
          entity: ImportRun,
          loadAll: (ids, { actor }: RequestContext) => imports.byIds(actor, ids),
        },
      ],
    };
  },
});
