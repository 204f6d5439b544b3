import { inspect } from 'node:util';
import { openMeilisearchEngine } from '../../../src/platform/search/meilisearch/meilisearch-engine.js';
import { checkServer, meilisearchServer } from '../../../src/platform/search/meilisearch/server.js';
import { type SearchEngine, SearchError } from '../../../src/platform/search/port.js';
import { aDocument, aQuery, contractSchema, inBatches } from '../../contract/contract-schema.js';
import { memoryCheckpoints } from '../../contract/memory-checkpoints.js';
import { type Asked, apiError, failedTask, type Reply, type Stub, startStub } from './meilisearch-stub.js';

const HTML: Reply = { status: 502, body: '<html><body>Bad gateway</body></html>' };

let stub: Stub;
let engine: SearchEngine;

beforeEach(async () => {
  stub = await startStub();
  engine = await openMeilisearchEngine(contractSchema, {
    server: meilisearchServer({ url: stub.url, searchKey: 'search-key', indexKey: 'index-key' }),
    index: 'offerings',
    checkpoints: memoryCheckpoints(),
    searchTimeoutMs: 150,
    patience: { timeoutMs: 300, intervalMs: 1 },
  });
  await engine.rebuild(inBatches([aDocument('a')]));
});
afterEach(() => stub.close());

async function failure(work: Promise<unknown>): Promise<SearchError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SearchError);
  return error as SearchError;
}
const search = (signal?: AbortSignal) =>
  failure(Promise.resolve(engine.search(aQuery(signal ? { signal } : {}))));
const on = (path: string, reply: Reply) => {
  stub.answer = (asked) => (asked.path.includes(path) ? reply : undefined);
};

describe('a search on a server that does not respond properly', () => {
  it.each<[string, Reply, string]>([
    ['a proxy’s page of HTML', HTML, 'unavailable'],
    ['a page of HTML that says all is well', { status: 200, body: '<html></html>' }, 'unavailable'],
    ['JSON of another kind', { status: 200, body: { status: 'available' } }, 'unavailable'],
    ['hits without ids', { status: 200, body: { results: [{ hits: [{ id: 7 }] }] } }, 'unavailable'],
    ['fewer answers than queries', { status: 200, body: { results: [] } }, 'unavailable'],
    ['an internal error', apiError(500, 'internal', 'internal'), 'unavailable'],
    ['too many searches', apiError(503, 'too_many_search_requests', 'system'), 'unavailable'],
    ['a key that is refused', apiError(403, 'invalid_api_key', 'auth'), 'unavailable'],
    ['no key where one is needed', apiError(401, 'missing_authorization_header', 'auth'), 'unavailable'],
    ['an index that is gone', apiError(404, 'index_not_found'), 'not_ready'],
    ['a filter that is not understood', apiError(400, 'invalid_search_filter'), 'internal'],
    ['silence', null, 'timeout'],
  ])('%s', async (_, reply, kind) => {
    on('/multi-search', reply);
    const error = await search();
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(/^The search failed: .*\.$/);
    expect(inspect(error, { depth: 6 })).not.toMatch(/secret|search-key|index-key/);
  });

  it('is given up when the caller gives up', async () => {
    on('/multi-search', null);
    const caller = new AbortController();
    const answer = search(caller.signal);
    caller.abort();
    expect((await answer).message).toContain('the caller cancelled');
  });

  it('is unavailable when nobody listens', async () => {
    await stub.close();
    expect((await search()).kind).toBe('unavailable');
    stub = await startStub();
  });

  it('is no longer ready when its index is gone, and again when it is rebuilt', async () => {
    expect(engine.status().ready).toBe(true);
    on('/multi-search', apiError(404, 'index_not_found'));
    await search();
    expect(engine.status().ready).toBe(false);
    stub.answer = () => undefined;
    await engine.rebuild(inBatches([aDocument('a')]));
    expect(engine.status().ready).toBe(true);
  });

  it('sends each key for its own purpose only', async () => {
    stub.asked.length = 0;
    await engine.search(aQuery());
    await engine.apply({ upserts: [aDocument('b')], deletes: [] });
    const keys = (isSearch: boolean) =>
      new Set(
        stub.asked
          .filter(({ path }) => (path === '/multi-search') === isSearch)
          .map(({ authorization }) => authorization),
      );
    expect([...keys(true)]).toEqual(['Bearer search-key']);
    expect([...keys(false)]).toEqual(['Bearer index-key']);
  });
});

describe('requests', () => {
  it('ask for uncompressed responses: compressed ones come 40 ms later', async () => {
    stub.asked.length = 0;
    await engine.search(aQuery());
    expect(stub.asked[0]!.encoding).toBe('identity');
  });
});

describe('a write', () => {
  const apply = (...ids: string[]) =>
    engine.apply({ upserts: ids.map((id) => aDocument(id)), deletes: [] }, 5);
  /** Fails every task that was given a document with one of these ids. */
  const refuse = (...bad: string[]) => {
    let next = 100;
    const fails = new Set<string>();
    stub.answer = ({ method, path, body }: Asked) => {
      if (path.startsWith('/tasks/') && fails.has(path)) {
        return failedTask('invalid_document_geo_field', 'invalid_request');
      }
      if (method !== 'POST' || !path.includes('/documents')) return undefined;
      const taskUid = ++next;
      const holdsBad = (body as { id: string }[]).some(({ id }) => bad.includes(id));
      if (holdsBad) fails.add(`/tasks/${taskUid}`);
      return { status: 202, body: { taskUid, indexUid: 'x', status: 'enqueued', enqueuedAt: '', type: 'x' } };
    };
  };

  it('finds the poison of a batch by halves, names it without its contents, and does the rest', async () => {
    refuse('c', 'f');
    const { refused } = await apply(...'abcdefgh');
    expect(refused).toEqual(
      ['c', 'f'].map((id) => ({ id, reason: 'Meilisearch refuses it (invalid_document_geo_field)' })),
    );
    expect(engine.status().appliedChange).toBe(5);
  });

  it('does so in a rebuild too', async () => {
    refuse('b');
    const { refused } = await engine.rebuild(inBatches(['a', 'b', 'c'].map((id) => aDocument(id))));
    expect(refused.map(({ id }) => id)).toEqual(['b']);
    expect(engine.status().ready).toBe(true);
  });

  it.each<[string, Reply, string]>([
    ['a full disk', failedTask('no_space_left_on_device', 'system'), 'unavailable'],
    ['a fault of the server', failedTask('internal', 'internal'), 'unavailable'],
    [
      'a task that never ends',
      { status: 200, body: { uid: 1, status: 'processing', error: null } },
      'timeout',
    ],
    ['a page of HTML', HTML, 'unavailable'],
  ])('does not count as done after %s', async (_, reply, kind) => {
    on('/tasks/', reply);
    expect((await failure(apply('b'))).kind).toBe(kind);
    expect(engine.status().appliedChange).toBe(0);
  });

  it('goes to no index but the one that was built: a write would make one without settings', async () => {
    on('/indexes/offerings', { status: 200, body: { uid: 'offerings', createdAt: 'later' } });
    stub.asked.length = 0;
    expect((await failure(apply('b'))).kind).toBe('not_ready');
    expect(stub.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('that fails does not stop the next', async () => {
    on('/tasks/', HTML);
    await failure(apply('b'));
    stub.answer = () => undefined;
    await apply('b');
    expect(engine.status().appliedChange).toBe(5);
  });
});

describe('at the start', () => {
  const check = () =>
    checkServer(
      meilisearchServer({ url: stub.url, searchKey: 'search-key', indexKey: 'index-key' }),
      'offerings',
    );
  const problem = () =>
    check().then(
      () => '',
      (error: Error) => error.message,
    );

  it('is content with two keys that may do enough, even before there is an index', async () => {
    await check();
    on('/search', apiError(404, 'index_not_found'));
    await check();
  });

  it.each<[string, string, Reply, RegExp]>([
    [
      'a wrong index key',
      '/version',
      apiError(403, 'invalid_api_key', 'auth'),
      /^MEILISEARCH_INDEX_KEY is wrong/,
    ],
    [
      'a wrong search key',
      '/search',
      apiError(403, 'invalid_api_key', 'auth'),
      /^MEILISEARCH_SEARCH_KEY is wrong/,
    ],
    [
      'a key that can manage keys',
      '/keys',
      { status: 200, body: { results: [] } },
      /^MEILISEARCH_SEARCH_KEY can manage keys/,
    ],
    [
      'an old version',
      '/version',
      { status: 200, body: { pkgVersion: '1.35.9' } },
      /is version 1\.35\.9, but the hub needs 1\.36/,
    ],
    [
      'a next major version',
      '/version',
      { status: 200, body: { pkgVersion: '2.0.0' } },
      /is version 2\.0\.0, but the hub needs 1\.36/,
    ],
    [
      'something else that answers',
      '/version',
      HTML,
      /the response did not come from Meilisearch.*MEILISEARCH_URL/,
    ],
  ])('refuses %s in one line without the key', async (_, path, reply, line) => {
    on(path, reply);
    const message = await problem();
    expect(message).toMatch(line);
    expect(message).not.toMatch(/\n|search-key|index-key/);
  });

  it('refuses a server that is not there', async () => {
    await stub.close();
    expect(await problem()).toMatch(
      /^Search cannot start: Meilisearch cannot be reached.*MEILISEARCH_URL\.$/,
    );
    stub = await startStub();
  });
});
