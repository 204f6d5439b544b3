import { feature, poolFrom } from '../../platform/composition/feature.js';
import { encodeId } from '../../platform/graphql/global-id.js';
import { identityFeature } from '../identity/identity.feature.js';
import { offeringFeature } from '../offering/offering.feature.js';
import { placeFeature } from '../place/place.feature.js';
import { providerFeature } from '../provider/provider.feature.js';
import { vacancyFeature } from '../vacancy/vacancy.feature.js';
import { vocabularyFeature } from '../vocabulary/vocabulary.feature.js';
import { asOfRepository } from './as-of.repository.js';
import { auditCommands } from './audit-command.js';
import { FieldReader } from './field-reader.js';
import { historyRepository } from './history.repository.js';
import {
  EntryAsOfResolver,
  FieldValueResolver,
  MemoryResolver,
  RecordAsOfConnectionResolver,
  RecordFieldResolver,
} from './memory.resolver.js';
import { MemoryService } from './memory.service.js';
import { RestoreResolver } from './restore.resolver.js';
import { RestoreService } from './restore.service.js';

/** The memory of the register: history, entries as they were known, and restoring a version. */
export const memoryFeature = feature({
  name: 'memory',
  needs: {
    vocabulary: vocabularyFeature,
    place: placeFeature,
    identity: identityFeature,
    provider: providerFeature,
    offering: offeringFeature,
    vacancy: vacancyFeature,
  },
  resolvers: [
    MemoryResolver,
    EntryAsOfResolver,
    RecordAsOfConnectionResolver,
    FieldValueResolver,
    RecordFieldResolver,
    RestoreResolver,
  ],
  commands: (program, { openDatabase, out }) => auditCommands(program, poolFrom(openDatabase), out),
  compose({ database }, { vocabulary, place: { atlas }, identity, provider, offering }) {
    const history = historyRepository(database.reading);
    const past = asOfRepository(database.reading);
    const restores = new RestoreService(history, past, provider.providers, offering.offerings);
    const values = new FieldReader(vocabulary, atlas, encodeId, history.namesOf);
    return {
      gives: { values },
      resolvers: [
        new MemoryResolver(new MemoryService(history, past, values, identity.people), atlas),
        new EntryAsOfResolver(),
        new RecordAsOfConnectionResolver(),
        new FieldValueResolver(values),
        new RecordFieldResolver(values),
        new RestoreResolver(restores),
      ],
    };
  },
});
