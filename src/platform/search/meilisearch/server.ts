import { Meilisearch } from 'meilisearch';
import { versionAnswer } from './answers.js';
import { asSearchError, codeOf, MeilisearchOutOfReach, MeilisearchSetupError } from './errors.js';

/** How to reach a Meilisearch server. */
export interface MeilisearchAddress {
  readonly url: string;
  /** A key that can only search. Absent for a server without keys. */
  readonly searchKey?: string | undefined;
  /** A key that can write, build and swap indexes, but not manage keys. Absent for a server without keys. */
  readonly indexKey?: string | undefined;
}

/** A server as the engine uses it: each purpose has a key with just enough rights. */
export interface MeilisearchServer {
  readonly searching: Meilisearch;
  readonly writing: Meilisearch;
}

/** The first version with the ranking rules that the hub sets. */
const LEAST_VERSION = [1, 36] as const;
const WRITE_TIMEOUT_MS = 30_000;
/**
 * Meilisearch sends a compressed response in two pieces and waits until the first is acknowledged, which takes the other side
 * 40 ms: 45 ms for a page of 20, compared with 1.4 ms uncompressed (1.50.0, Linux).
 */
const UNCOMPRESSED = { 'accept-encoding': 'identity' };

/** Prepares the clients. Nothing is sent yet. */
export function meilisearchServer({ url, searchKey, indexKey }: MeilisearchAddress): MeilisearchServer {
  const client = (apiKey?: string) =>
    new Meilisearch({
      host: url,
      timeout: WRITE_TIMEOUT_MS,
      requestInit: { headers: UNCOMPRESSED },
      ...(apiKey === undefined ? {} : { apiKey }),
    });
  return { searching: client(searchKey), writing: client(indexKey) };
}

/**
 * Makes sure that the server responds, is new enough, accepts both keys, and that neither key can manage keys.
 * @throws MeilisearchSetupError saying in one line what to change; MeilisearchOutOfReach if the server may come back by itself.
 */
export async function checkServer({ searching, writing }: MeilisearchServer, index: string): Promise<void> {
  const { pkgVersion } = await asked('MEILISEARCH_INDEX_KEY', async () =>
    versionAnswer.parse(await writing.getVersion()),
  );
  const [major = 0, minor = 0] = pkgVersion.split('.').map(Number);
  if (major !== LEAST_VERSION[0] || minor < LEAST_VERSION[1]) {
    throw new MeilisearchSetupError(
      `Meilisearch at MEILISEARCH_URL is version ${pkgVersion}, but the hub needs ${LEAST_VERSION.join('.')} or a later ${LEAST_VERSION[0]}.x.`,
    );
  }
  await asked('MEILISEARCH_SEARCH_KEY', async () => {
    try {
      await searching.index(index).search('', { limit: 0 });
    } catch (error) {
      if (codeOf(error) !== 'index_not_found') throw error; // the index has not been built yet
    }
  });
  await refuseMasterKey('MEILISEARCH_SEARCH_KEY', searching);
  await refuseMasterKey('MEILISEARCH_INDEX_KEY', writing);
}

async function asked<T>(setting: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { kind, message } = asSearchError(cause, 'meilisearch', 'Search cannot start');
    if (message.includes('refuses the key'))
      throw new MeilisearchSetupError(`${setting} is wrong or has too few rights: ${message}`, { cause });
    const Problem =
      kind === 'unavailable' || kind === 'timeout' ? MeilisearchOutOfReach : MeilisearchSetupError;
    throw new Problem(`${message} See MEILISEARCH_URL.`, { cause });
  }
}

/** A key that can read keys can do everything. Such a key must not be in a hub's environment. */
async function refuseMasterKey(setting: string, client: Meilisearch): Promise<void> {
  const canReadKeys = await client.getKeys({ limit: 1 }).then(
    () => true,
    () => false, // not allowed, or the server has no keys
  );
  if (canReadKeys) {
    throw new MeilisearchSetupError(
      `${setting} can manage keys, like the master key. Create a separate key for the hub (see docs/operator.md).`,
    );
  }
}
