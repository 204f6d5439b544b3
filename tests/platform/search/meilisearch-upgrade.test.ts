import { postgresCheckpoints } from '../../../src/platform/search/checkpoint.repository.js';
import { openMeilisearchEngine } from '../../../src/platform/search/meilisearch/meilisearch-engine.js';
import { meilisearchServer } from '../../../src/platform/search/meilisearch/server.js';
import type { SearchEngine } from '../../../src/platform/search/port.js';
import { aDocument, contractSchema, inBatches } from '../../contract/contract-schema.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { type Stub, startStub } from './meilisearch-stub.js';

let database: TestDatabase;
let stub: Stub;
let index: string;
let serial = 0;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  stub = await startStub();
  index = `upgrade_${serial++}`;
});
afterEach(() => stub.close());

/** An engine as another process would have it, of this release or of one whose documents have another form. */
const open = (release: 'old' | 'new'): Promise<SearchEngine> =>
  openMeilisearchEngine(release === 'new' ? contractSchema : { ...contractSchema, numbers: ['fee'] }, {
    server: meilisearchServer({ url: stub.url, searchKey: 'search-key', indexKey: 'index-key' }),
    index,
    checkpoints: postgresCheckpoints(database.pool, index),
    patience: { timeoutMs: 10_000, intervalMs: 1 },
  });

/** Ids of the documents that were sent to an index. */
function sentTo(name: string): string[] {
  const documents = stub.asked.filter(
    ({ method, path }) => method === 'POST' && path.startsWith(`/indexes/${name}/documents?`),
  );
  return documents.flatMap(({ body }) => (body as { id: string }[]).map(({ id }) => id));
}

describe('a rebuild by a new release', () => {
  it('brings what an old one has written meanwhile, which did not go into what is being built', async () => {
    const [older, newer] = [await open('old'), await open('new')];
    await older.rebuild(inBatches([aDocument('a'), aDocument('b')]));
    stub.asked.length = 0;
    await newer.rebuild(
      (async function* () {
        await older.apply({ upserts: [aDocument('b', { title: 'later' })], deletes: ['gone'] }, 4);
        yield [aDocument('a'), aDocument('b', { title: 'later' })];
      })(),
      3,
    );
    expect(sentTo(`${index}_2`)).toEqual(['a', 'b']);
  });

  it('brings nothing that a hub of the same release has written meanwhile: that is newer', async () => {
    const [one, other] = [await open('new'), await open('new')];
    await one.rebuild(
      (async function* () {
        await other.apply({ upserts: [aDocument('b', { title: 'later' })], deletes: [] }, 4);
        yield [aDocument('a'), aDocument('b', { title: 'earlier' })];
      })(),
      3,
    );
    expect(sentTo(`${index}_1`)).toEqual(['b', 'a']);
  });
});

describe('how far an index has come', () => {
  it('is not as far as a hub of another release has followed', async () => {
    const newer = await open('new');
    expect(await newer.reflects?.()).toBeNull();
    await newer.rebuild(inBatches([aDocument('a')]), 7);
    const older = await open('old');
    await older.apply({ upserts: [aDocument('a')], deletes: [] }, 9);
    expect(await newer.reflects?.()).toBe(7);
    expect(await older.reflects?.()).toBeNull();
    await newer.apply({ upserts: [aDocument('a')], deletes: [] }, 8);
    expect(await newer.reflects?.()).toBe(8);
  });
});

describe('what has ended', () => {
  /** From which instant a hub that starts now would close openings; undefined: from none. */
  async function closedBy(engine: SearchEngine, until: number): Promise<number | undefined> {
    let from: number | undefined;
    await engine.closing?.(async (known) => {
      from = known;
      return until;
    });
    return from;
  }

  it('is closed by a start from where the last one left off, not from the beginning of time', async () => {
    const first = await open('new');
    expect(await closedBy(first, 1_000)).toBeUndefined(); // nothing to write to
    await first.rebuild(inBatches([aDocument('a')]), 1, 2_000);
    expect(await closedBy(first, 3_000)).toBe(2_000);
    expect(await closedBy(await open('new'), 4_000)).toBe(3_000);
  });

  it('is closed again from the beginning of a rebuild, and from anywhere that is not known', async () => {
    const first = await open('new');
    await first.rebuild(inBatches([aDocument('a')]), 1, 2_000);
    expect(await closedBy(first, 9_000)).toBe(2_000);
    await first.rebuild(inBatches([aDocument('a')]), 1, 5_000);
    expect(await closedBy(first, 9_000)).toBe(5_000);
    // A release that does not know of it has put another generation in its place.
    await database.pool.query(
      'update search_engine_state set generation = generation + 1 where index_name = $1',
      [index],
    );
    expect(await closedBy(first, 9_000)).toBe(Number.NEGATIVE_INFINITY);
  });
});
