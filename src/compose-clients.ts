import type { DataSource } from 'typeorm';
import { type ApiClientRepository, apiClientRepository } from './features/identity/api-client.repository.js';
import { ApiClientService } from './features/identity/api-client.service.js';
import { Atlas } from './features/place/atlas.js';
import { PlaceRepository } from './features/place/place.repository.js';
import type { Clock } from './platform/clock.js';
import { ChangeFeed } from './platform/database/changes/change-feed.js';
import { type Database, poolOf } from './platform/database/data-source.js';
import { DatabaseClock } from './platform/database/database-clock.js';
import { RegisterWriter } from './platform/database/register-writer.js';
import { decodeId } from './platform/graphql/global-id.js';
import type { Log } from './platform/log.js';

/** Programs that sign in by keys: what is stored of them, and their use cases. */
export function composeClients({
  database: { source, reading },
  writer,
  atlas,
  clock,
}: {
  readonly database: Pick<Database, 'source' | 'reading'>;
  readonly writer: RegisterWriter;
  readonly atlas: Atlas;
  readonly clock: Clock;
}): { readonly clientData: ApiClientRepository; readonly clients: ApiClientService } {
  const clientData = apiClientRepository(source, reading);
  const references = {
    localAuthorityProblems: (code: string, path: string[]) => atlas.localAuthorityProblems(code, path),
    decodeId,
  };
  return { clientData, clients: new ApiClientService(clientData, writer, references, clock) };
}

/** The same for a command beside hubs that run: it keeps no copy of anything, so that nothing follows the change log here. */
export async function openClients(source: DataSource, url: string, log: Log): Promise<ApiClientService> {
  const pool = poolOf(source);
  const atlas = new Atlas(new PlaceRepository(source, pool));
  await atlas.reset();
  const writer = new RegisterWriter(source, new ChangeFeed(url, pool, log));
  const clock = await DatabaseClock.setBy(pool);
  return composeClients({ database: { source, reading: pool }, writer, atlas, clock }).clients;
}
