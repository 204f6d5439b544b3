import { Meilisearch } from 'meilisearch';
import { versionAnswer } from './answers.js';
import { asSearchError, codeOf, MeilisearchOutOfReach, MeilisearchSetupError } from './errors.js';

/** How to reach a Meilisearch server. */
export interface MeilisearchAddress {
  readonly url: string;
  /** May search and nothing else; left out for a server without keys. */
  readonly searchKey?: string | undefined;
  /** May write, build and swap indexes, but not manage keys; left out for a server without keys. */
  readonly indexKey?: string | undefined;
}

/** A server as the engine uses it: each purpose with the key that is just enough for it. */
export interface MeilisearchServer {
  readonly searching: Meilisearch;
  readonly writing: Meilisearch;
}

/** Ranking rules that the hub sets exist from this version on. */
const LEAST_VERSION = [1, 36] as const;
const WRITE_TIMEOUT_MS = 30_000;
/**
 * Meilisearch sends a compressed answer in two pieces and waits for the first to be acknowledged, which takes the other side
 * 40 ms: 45 ms for a page of 20, against 1.4 ms as it is (1.50.0, Linux).
 */
const UNCOMPRESSED = { 'accept-encoding': 'identity' };

/** Prepares the clients; nothing is sent yet. */
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
 * Makes sure that the server is there, is new enough, takes both keys, and that neither key can manage keys.
 * @throws MeilisearchSetupError saying in one line what to change; MeilisearchOutOfReach when it may come back by itself.
 */
export async function checkServer({ searching, writing }: MeilisearchServer, index: string): Promise<void> {
  const { pkgVersion } = await asked('MEILISEARCH_INDEX_KEY', async () =>
    versionAnswer.parse(await writing.getVersion()),
  );
  const [major = 0, minor = 0] = pkgVersion.split('.').map(Number);
  if (major !== LEAST_VERSION[0] || minor < LEAST_VERSION[1]) {
    throw new MeilisearchSetupError(
      `Meilisearch at MEILISEARCH_URL is version ${pkgVersion}; the hub needs ${LEAST_VERSION.join('.')} or a later ${LEAST_VERSION[0]}.x.`,
    );
  }
  await asked('MEILISEARCH_SEARCH_KEY', async () => {
    try {
      await searching.index(index).search('', { limit: 0 });
    } catch (error) {
      if (codeOf(error) !== 'index_not_found') throw error; // it is not built yet
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
      throw new MeilisearchSetupError(`${setting} is wrong or may do too little: ${message}`, { cause });
    const Problem =
      kind === 'unavailable' || kind === 'timeout' ? MeilisearchOutOfReach : MeilisearchSetupError;
    throw new Problem(`${message} See MEILISEARCH_URL.`, { cause });
  }
}

/** Who can read keys can do everything: such a key must not lie around in a hub's environment. */
async function refuseMasterKey(setting: string, client: Meilisearch): Promise<void> {
  const canReadKeys = await client.getKeys({ limit: 1 }).then(
    () => true,
    () => false, // not allowed, or there are no keys at all
  );
  if (canReadKeys) {
    throw new MeilisearchSetupError(
      `${setting} can manage keys, as the master key can. Give the hub a key of its own (see docs/operator.md).`,
    );
  }
}
