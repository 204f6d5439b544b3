import type pg from 'pg';
import type { PersonNames } from './features/identity/person-names.service.js';
import { asOfRepository } from './features/memory/as-of.repository.js';
import { FieldReader } from './features/memory/field-reader.js';
import { historyRepository } from './features/memory/history.repository.js';
import {
  EntryAsOfResolver,
  FieldValueResolver,
  MemoryResolver,
  RecordAsOfConnectionResolver,
  RecordFieldResolver,
} from './features/memory/memory.resolver.js';
import { MemoryService } from './features/memory/memory.service.js';
import { RestoreResolver } from './features/memory/restore.resolver.js';
import { RestoreService } from './features/memory/restore.service.js';
import type { OfferingService } from './features/offering/offering.service.js';
import type { Atlas } from './features/place/atlas.js';
import type { ProviderService } from './features/provider/provider.service.js';
import type { Vocabulary } from './features/vocabulary/vocabulary.service.js';
import { encodeId } from './platform/graphql/global-id.js';

/** Resolvers of what the register remembers. */
export const memoryResolvers = [
  MemoryResolver,
  EntryAsOfResolver,
  RecordAsOfConnectionResolver,
  FieldValueResolver,
  RecordFieldResolver,
  RestoreResolver,
] as const;

/** The instances of these resolvers: history, entries as they were known, and restoring a version. */
export function composeMemory({
  pool,
  vocabulary,
  atlas,
  people,
  providers,
  offerings,
}: {
  readonly pool: pg.Pool;
  readonly vocabulary: Vocabulary;
  readonly atlas: Atlas;
  readonly people: PersonNames;
  readonly providers: ProviderService;
  readonly offerings: OfferingService;
}): object[] {
  const history = historyRepository(pool);
  const past = asOfRepository(pool);
  const reader = new FieldReader(vocabulary, atlas, encodeId, history.namesOf);
  return [
    new MemoryResolver(new MemoryService(history, past, reader, people)),
    new EntryAsOfResolver(),
    new RecordAsOfConnectionResolver(),
    new FieldValueResolver(reader),
    new RecordFieldResolver(reader),
    new RestoreResolver(new RestoreService(history, past, providers, offerings)),
  ];
}
