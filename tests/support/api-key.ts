import { operator } from '../../src/features/identity/actor.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import type { TestHub } from './hub.js';

let serial = 0;

/** An API key of a new client, for hubs on which nobody is signed in for development. */
export async function anApiKey(
  hub: TestHub,
  client: Omit<Parameters<TestHub['clients']['create']>[1], 'name'> = { role: 'SCHOOL' },
): Promise<string> {
  const { id } = await hub.clients.create(operator, { name: `Client ${++serial}`, ...client });
  const { key } = await hub.clients.issueKey(operator, { client: encodeId('cli', id), days: 30 });
  return key;
}
