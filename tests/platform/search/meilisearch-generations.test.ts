import { postgresCheckpoints } from '../../../src/platform/search/checkpoint.repository.js';
import { openMeilisearchEngine } from '../../../src/platform/search/meilisearch/meilisearch-engine.js';
import {
  type MeilisearchServer,
  meilisearchServer,
} from '../../../src/platform/search/meilisearch/server.js';
import type { DocumentSource, SearchDocument, SearchEngine } from '../../../src/platform/search/port.js';
import { aDocument, aQuery, contractSchema, idsOf, inBatches } from '../../contract/contract-schema.js';
import { describeOnServer } from '../../contract/describe-on-server.js';
import { startMeilisearch, type TestServer } from '../../contract/meilisearch-server.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

describeOnServer('generations on a real server, kept in Postgres', () => {
  let server: TestServer;
  let clients: MeilisearchServer;
  let database: TestDatabase;
  let index: string;
  let count = 0;

  beforeAll(async () => {
    server = await startMeilisearch();
    clients = meilisearchServer({ url: server.url, searchKey: server.masterKey, indexKey: server.masterKey });
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database.drop();
    await server.stop();
  });
  beforeEach(() => {
    index = `generations_${process.pid}_${count++}`;
  });
  afterEach(async () => {
    for (const name of await indexes()) await clients.writing.deleteIndex(name).waitTask();
  });

  /** An engine as another process would have it: it shares nothing but the server and the database. */
  const open = (schema = contractSchema): Promise<SearchEngine> =>
    openMeilisearchEngine(schema, {
      server: clients,
      index,
      checkpoints: postgresCheckpoints(database.pool, index),
      searchTimeoutMs: 10_000,
      patience: { timeoutMs: 60_000, intervalMs: 5 },
    });
  const found = async (engine: SearchEngine) => idsOf(await engine.search(aQuery()));
  const indexes = async () => {
    const { results } = await clients.writing.getRawIndexes({ limit: 1000 });
    return results.map(({ uid }) => uid).filter((uid) => uid.startsWith(index));
  };
  const many = (n: number) =>
    Array.from({ length: n }, (_, i) => aDocument(`d${String(i).padStart(5, '0')}`));

  it('outlive the process that built them, and leave no other index behind', async () => {
    const first = await open();
    await first.rebuild(inBatches([aDocument('a'), aDocument('b')]), 7);
    await first.rebuild(inBatches([aDocument('b')]), 8);
    await first.close();
    const second = await open();
    expect(second.status()).toMatchObject({ ready: true, documents: 1, appliedChange: 8 });
    expect(second.status().generation).toBe(first.status().generation);
    expect(await found(second)).toEqual(['b']);
    expect(await indexes()).toEqual([index]);
  });

  it('are seen by other processes with the next search, under their name', async () => {
    const [one, other] = [await open(), await open()];
    await one.rebuild(inBatches([aDocument('a')]), 3);
    const answer = await other.search(aQuery());
    expect(idsOf(answer)).toEqual(['a']);
    expect(answer.provenance).toEqual({
      engine: 'meilisearch',
      generation: one.status().generation,
      appliedChange: 3,
    });
  });

  it('go on from where a rebuild was stopped, with the change that it began at', async () => {
    const documents = many(3_500);
    let read: string[] = [];
    const source = (failAfter: number): DocumentSource => {
      const from = async function* (first: number): AsyncGenerator<SearchDocument[]> {
        for (let i = first; i < documents.length; i += 500) {
          if (i >= failAfter) throw new Error('pulled the plug');
          const batch = documents.slice(i, i + 500);
          read.push(...batch.map(({ id }) => id));
          yield batch;
        }
      };
      return {
        [Symbol.asyncIterator]: () => from(0),
        continueAfter: (id) => from(documents.findIndex((document) => document.id === id) + 1),
      };
    };
    const stopped = await open();
    await expect(stopped.rebuild(source(3_000), 5)).rejects.toThrow('pulled the plug');
    expect(stopped.status().ready).toBe(false);
    read = [];
    const next = await open();
    // Written while nobody rebuilds: the source, read before or after, must not undo it.
    await next.apply({ upserts: [], deletes: ['d03400'] }, 6);
    await next.rebuild(source(Number.POSITIVE_INFINITY), 9);
    expect(read.length).toBeGreaterThan(0);
    expect(read.length).toBeLessThanOrEqual(2_500);
    expect(next.status()).toMatchObject({ ready: true, documents: 3_499, appliedChange: 6 });
    expect(await indexes()).toEqual([index]);
  });

  it('begin afresh when the source cannot go on, or the settings have changed since', async () => {
    const source = (documents: SearchDocument[], fail: boolean, resumable: boolean): DocumentSource => {
      const read = async function* () {
        yield documents;
        if (fail) throw new Error('pulled the plug');
      };
      return { [Symbol.asyncIterator]: read, ...(resumable && { continueAfter: read }) };
    };
    const engine = await open();
    await expect(engine.rebuild(source(many(1_000), true, true))).rejects.toThrow();
    await engine.rebuild(source([aDocument('a')], false, false));
    expect(await found(engine)).toEqual(['a']);
    await expect(engine.rebuild(source(many(1_000), true, true))).rejects.toThrow();
    const other = await open({ ...contractSchema, numbers: ['fee'] });
    await other.rebuild(source([aDocument('b')], false, true));
    expect(await found(other)).toEqual(['b']);
    expect(await indexes()).toEqual([index]);
  });

  it('take writes of another process while they are built, which the source does not undo', async () => {
    const [builder, follower] = [await open(), await open()];
    await builder.rebuild(inBatches([aDocument('a', { title: 'old' }), aDocument('gone')]));
    async function* source() {
      yield [aDocument('a', { title: 'old' })];
      await follower.apply(
        { upserts: [aDocument('a', { title: 'new' }), aDocument('b')], deletes: ['gone'] },
        4,
      );
      expect(await found(follower)).toEqual(['a', 'b']);
      yield [aDocument('gone'), ...many(1_200)];
      await follower.apply({ upserts: [], deletes: ['d00000'] }, 5);
    }
    await builder.rebuild(source(), 2);
    expect(idsOf(await follower.search(aQuery({ words: ['new'] })))).toEqual(['a']);
    expect(idsOf(await follower.search(aQuery({ words: ['old'] })))).toEqual([]);
    expect((await follower.search(aQuery())).total).toBe(2 + 1_199);
    expect(follower.status().appliedChange).toBe(5);
  });

  it('are built by one process at a time', async () => {
    const [one, other] = [await open(), await open()];
    await Promise.all([one.rebuild(inBatches([aDocument('a')])), other.rebuild(inBatches([aDocument('b')]))]);
    expect(await found(one)).toEqual(await found(other));
    expect(await indexes()).toEqual([index]);
  });

  it('are not used when the settings are others, until they are rebuilt', async () => {
    const engine = await open();
    await engine.rebuild(inBatches([aDocument('a')]));
    const newer = await open({ ...contractSchema, keywords: ['needs', 'stages'] });
    expect(newer.status().ready).toBe(false);
    await expect(newer.search(aQuery())).rejects.toMatchObject({ kind: 'not_ready' });
    expect(await found(engine)).toEqual(['a']);
    await newer.rebuild(inBatches([aDocument('b')]), 3);
    // The old release goes on for a while: it must not put documents of its own form into the new index.
    await engine.apply({ upserts: [aDocument('c')], deletes: ['b'] }, 4);
    expect(await found(newer)).toEqual(['b']);
    expect(newer.status().appliedChange).toBe(3);
  });

  it('are noticed to be gone, and are not created again by a write, without their settings', async () => {
    const engine = await open();
    await engine.rebuild(inBatches([aDocument('a')]));
    await clients.writing.deleteIndex(index).waitTask();
    await expect(engine.search(aQuery())).rejects.toMatchObject({ kind: 'not_ready' });
    expect(engine.status().ready).toBe(false);
    const write = engine.apply({ upserts: [aDocument('b')], deletes: [] });
    await expect(write).rejects.toMatchObject({ kind: 'not_ready' });
    expect(await indexes()).toEqual([]);
    expect((await open()).status().ready).toBe(false);
    await engine.rebuild(inBatches([aDocument('c')]));
    expect(engine.status().ready).toBe(true);
    expect(await found(engine)).toEqual(['c']);
  });
});
