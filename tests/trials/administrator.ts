import { createHub } from '../../src/app.js';
import { operator } from '../../src/features/identity/actor.js';
import { identityFeature } from '../../src/features/identity/identity.feature.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { createLog } from '../../src/platform/log.js';

/** A hub's response; null if it cannot be read. */
export interface Answer<T = Record<string, unknown>> {
  readonly data?: T | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Makes a key in a hub's database with which everything may be done. */
export async function administratorKey(url: string): Promise<string> {
  const hub = await createHub({ url, log: createLog('silent') });
  try {
    const { clients } = hub.of(identityFeature);
    const client = await clients.create(operator, { name: 'Trial', role: 'ADMINISTRATOR' });
    return (await clients.issueKey(operator, { client: encodeId('cli', client.id) })).key;
  } finally {
    await hub.close();
  }
}

/** Asks the hub at an address with a key. */
export async function askWith<T>(
  key: string,
  address: string,
  query: string,
  variables?: object,
): Promise<Answer<T> | null> {
  try {
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer<T>;
  } catch {
    return null;
  }
}
