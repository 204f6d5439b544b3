import { Atlas } from '../../src/features/place/atlas.js';
import { PlaceRepository } from '../../src/features/place/place.repository.js';
import { ConceptTable } from '../../src/features/search/concepts.js';
import { currentAnswers } from '../../src/features/search/current-answers.js';
import { DocumentMaker, searchSchema } from '../../src/features/search/documents.js';
import { Expiry } from '../../src/features/search/expiry.js';
import { searchRepository } from '../../src/features/search/search.repository.js';
import { SearchIndex } from '../../src/features/search/search-index.js';
import { epochDay } from '../../src/platform/clock.js';
import { poolOf } from '../../src/platform/database/data-source.js';
import type { DocumentSource } from '../../src/platform/search/port.js';
import { aQuery } from '../contract/contract-schema.js';
import { startStatementLog } from '../guards/statement-log.js';
import { ScriptedEngine } from '../platform/search/failover/scripted-engine.js';
import { aProvider } from '../support/builders.js';
import { aChange } from '../support/changes.js';
import { gate } from '../support/gate.js';
import { heldBySql } from '../support/holds.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { TEST_NOW } from '../support/test-clock.js';
import { found } from './ask.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());
beforeEach(async () => {
  hub.clock.pass(TEST_NOW - hub.clock.now());
  await hub.database.pool.query('delete from provider');
  await hub.feed.sync();
});

/** So many offerings, each with a place whose confirmation ends after so long. */
async function offeringsOpenFor(milliseconds: number, count = 1): Promise<void> {
  const { id } = await aProvider(hub);
  await hub.database.pool.query(
    `with offered as (
       insert into offering (id, provider_id, title, tier, primary_needs, min_year, max_year, delivery_modes, state)
       select gen_random_uuid(), $1, 'Offering ' || n, 'TIER_2', '{SEMH}', 7, 9, '{IN_PERSON}', 'LISTED'
         from generate_series(1, $2::int) n returning id)
     insert into vacancy (id, offering_id, state, places_available, unit, available_from, min_year, max_year, confirmed_at, expires_at)
     select gen_random_uuid(), id, 'CAPACITY', 2, 'FTE', '2026-12-01', 7, 9, $3::timestamptz, $4::timestamptz from offered`,
    [id, count, new Date(TEST_NOW), new Date(TEST_NOW + milliseconds)],
  );
  await hub.feed.sync();
}

/** An engine whose documents must be written again when something ends. Its rebuild waits before it shows what it has read. */
class WrittenEngine extends ScriptedEngine {
  readonly batches: number[] = [];
  readEverything: () => Promise<unknown> = async () => {};

  override apply(batch: Parameters<ScriptedEngine['apply']>[0], change?: number) {
    this.batches.push(batch.upserts.length + batch.deletes.length);
    return super.apply(batch, change);
  }

  override rebuild(source: DocumentSource, change?: number) {
    const wait = () => this.readEverything();
    const held = async function* () {
      yield* source;
      await wait();
    };
    return super.rebuild({ [Symbol.asyncIterator]: held }, change);
  }
}

/** An index that outlives processes: how far it is closed is kept with it. */
class LastingEngine extends WrittenEngine {
  closedBy = Number.NEGATIVE_INFINITY;

  async closing(work: (closedBy: number) => Promise<number>): Promise<void> {
    this.closedBy = await work(this.closedBy);
  }
}

/** An index of its own over the hub's register. */
async function startIndex(
  engine: WrittenEngine = new WrittenEngine('written', searchSchema),
  isBuilt = false,
) {
  const pool = poolOf(hub.source);
  const atlas = new Atlas(new PlaceRepository(hub.source, pool));
  await atlas.reset();
  const index = new SearchIndex({
    engine,
    repository: searchRepository(hub.source, pool, hub.clock),
    maker: new DocumentMaker(atlas, new ConceptTable([])),
    clock: hub.clock,
    log: { error() {} },
  });
  if (!isBuilt) await index.reset(0);
  const answers = currentAnswers(engine, index);
  const open = async () => {
    const opening = { kind: 'opening', places: 1, byDay: epochDay('2027-12-01') } as const;
    return (await answers.search(aQuery({ conditions: [opening] }))).total;
  };
  return { engine, index, open };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('a place that has ended never counts as open', () => {
  it('in a search while another search is already removing it', async () => {
    await offeringsOpenFor(MINUTE);
    const { open } = await startIndex();
    expect(await open()).toBe(1);
    hub.clock.pass(2 * MINUTE);
    const asked: Promise<number>[] = [];
    for (let i = 0; i < 8; i++) {
      asked.push(open());
      await nextTurn();
    }
    expect(await Promise.all(asked)).toEqual(Array(8).fill(0));
  });

  it('in a search while the index is rebuilt, nor after that', async () => {
    await offeringsOpenFor(MINUTE);
    const { engine, index, open } = await startIndex();
    expect(await open()).toBe(1);
    const [read, go] = [gate(), gate()];
    engine.readEverything = () => {
      read.open();
      return go.opened;
    };
    const rebuilt = index.rebuild();
    await read.opened;
    hub.clock.pass(2 * MINUTE);
    expect(await Promise.all([open(), open()])).toEqual([0, 0]);
    go.open();
    await rebuilt;
    expect(await Promise.all([open(), open()])).toEqual([0, 0]);
  });

  it('when it ended between the beginning of a rebuild and its end, and there was no search in between', async () => {
    await offeringsOpenFor(MINUTE);
    const { engine, index, open } = await startIndex();
    engine.readEverything = async () => hub.clock.pass(2 * MINUTE);
    await index.rebuild();
    expect(await open()).toBe(0);
  });

  it('when it ended while another one was taken out', async () => {
    await offeringsOpenFor(MINUTE);
    await offeringsOpenFor(2 * MINUTE);
    const { open } = await startIndex();
    expect(await open()).toBe(2);
    hub.clock.pass(MINUTE);
    const first = open();
    await nextTurn();
    hub.clock.pass(MINUTE);
    expect(await open()).toBe(0);
    expect(await first).toBe(0);
  });

  it('when taking it out has failed, until it has not', async () => {
    await offeringsOpenFor(MINUTE);
    const { engine, open } = await startIndex();
    hub.clock.pass(2 * MINUTE);
    engine.writeFault = 'unavailable';
    await expect(open()).rejects.toThrow('As the script says.');
    await expect(open()).rejects.toThrow('As the script says.');
    engine.writeFault = null;
    expect(await open()).toBe(0);
  });
});

describe('very many that end at once', () => {
  it('are taken out in steps', async () => {
    await offeringsOpenFor(MINUTE, 450);
    const { engine, open } = await startIndex();
    expect(await open()).toBe(450);
    engine.batches.length = 0;
    hub.clock.pass(MINUTE);
    expect(await open()).toBe(0);
    expect(engine.batches.length).toBeGreaterThan(1);
    expect(Math.max(...engine.batches)).toBeLessThanOrEqual(200);
  });

  it('are read from the register by no search that the embedded engine answers', async () => {
    await offeringsOpenFor(MINUTE, 20);
    const filter = { vacancy: { availableBy: '2027-12-01' } };
    await found(hub, { filter });
    hub.clock.pass(MINUTE);
    const log = startStatementLog();
    try {
      const sent = await log.during(async () => expect((await found(hub, { filter })).totalCount).toBe(0));
      expect(sent.filter((statement) => statement.startsWith('index '))).toEqual([]);
    } finally {
      log.stop();
    }
  });
});

describe('a start on an index that outlives the process', () => {
  it('takes out what has ended since the last one, and not all that ever has', async () => {
    await offeringsOpenFor(MINUTE, 30);
    await offeringsOpenFor(HOUR, 2);
    const engine = new LastingEngine('lasting', searchSchema);
    const first = await startIndex(engine);
    hub.clock.pass(2 * MINUTE);
    expect(await first.open()).toBe(2);
    engine.batches.length = 0;
    hub.clock.pass(HOUR);
    const second = await startIndex(engine, true);
    expect(await second.open()).toBe(0);
    expect(engine.batches).toEqual([2]);
    expect(await (await startIndex(engine, true)).open()).toBe(0);
    expect(engine.batches).toEqual([2]);
  });

  it('brings back what others have taken out while the clock was ahead', async () => {
    await offeringsOpenFor(MINUTE);
    const engine = new LastingEngine('lasting', searchSchema);
    const first = await startIndex(engine);
    hub.clock.pass(HOUR);
    expect(await first.open()).toBe(0);
    hub.clock.pass(-HOUR);
    expect(await (await startIndex(engine, true)).open()).toBe(1);
  });
});

describe('a clock that is set back', () => {
  const VACANCIES = '{ vacancies(filter: { open: true }, first: 100) { totalCount } }';

  it('brings back for searches what it brings back for everybody else', async () => {
    await offeringsOpenFor(MINUTE);
    await offeringsOpenFor(3 * HOUR);
    const places = async () => {
      const { data } = await hub.query<{ vacancies: { totalCount: number } }>(VACANCIES);
      const { totalCount, hits } = await found(hub, { filter: { vacancy: { availableBy: '2027-12-01' } } });
      expect(hits.every(({ nextVacancy }) => nextVacancy !== null)).toBe(true);
      return [totalCount, data.vacancies.totalCount];
    };
    expect(await places()).toEqual([2, 2]);
    hub.clock.pass(HOUR);
    expect(await places()).toEqual([1, 1]);
    hub.clock.pass(-HOUR);
    expect(await places()).toEqual([2, 2]);
    hub.clock.pass(HOUR);
    expect(await places()).toEqual([1, 1]);
  });

  it('does so too for what was written while it was ahead', async () => {
    await offeringsOpenFor(MINUTE);
    const { index, open } = await startIndex();
    hub.clock.pass(HOUR);
    await index.rebuild();
    expect(await open()).toBe(0);
    hub.clock.pass(-HOUR);
    expect(await open()).toBe(1);
  });
});

describe('places that are held', () => {
  const heldFor = async (milliseconds: number) => {
    const { rows } = await hub.database.pool.query<{ id: string; offeringId: string }>(
      'select id, offering_id as "offeringId" from vacancy',
    );
    for (const vacancy of rows) await heldBySql(hub, vacancy, 2, milliseconds);
  };

  it('come back when their hold ends, in an index whose documents are written again', async () => {
    await offeringsOpenFor(HOUR, 3);
    await heldFor(MINUTE);
    const { engine, index, open } = await startIndex();
    expect(await open()).toBe(0);
    engine.batches.length = 0;
    hub.clock.pass(MINUTE - 1);
    expect(await open()).toBe(0);
    expect(engine.batches).toEqual([]);
    hub.clock.pass(1);
    expect(await Promise.all([open(), open()])).toEqual([3, 3]);
    hub.clock.pass(HOUR);
    expect(await open()).toBe(0);
    hub.clock.pass(-HOUR);
    expect(await open()).toBe(3);
    await index.rebuild();
    expect(await open()).toBe(3);
  });

  it('come back in an index that outlives the process, whichever process looks', async () => {
    await offeringsOpenFor(HOUR, 2);
    await heldFor(MINUTE);
    const engine = new LastingEngine('lasting', searchSchema);
    const first = await startIndex(engine);
    expect(await first.open()).toBe(0);
    const second = await startIndex(engine, true);
    hub.clock.pass(MINUTE);
    expect(await second.open()).toBe(2);
    hub.clock.pass(-MINUTE);
    expect(await (await startIndex(engine, true)).open()).toBe(0);
  });

  it('come back when the hold was written by another process after the last search', async () => {
    await offeringsOpenFor(HOUR);
    const { index, open } = await startIndex();
    expect(await open()).toBe(1);
    await heldFor(MINUTE);
    const { rows } = await hub.database.pool.query<{ id: string; offeringId: string }>(
      'select id, offering_id as "offeringId" from vacancy_hold',
    );
    const [{ id, offeringId }] = rows as [{ id: string; offeringId: string }];
    await index.apply([aChange({ table: 'vacancy_hold', id, parentId: offeringId })]);
    expect(await open()).toBe(0);
    hub.clock.pass(MINUTE);
    expect(await open()).toBe(1);
  });

  it('are left out for now by an engine that is in the process, if the database cannot be reached', async () => {
    await offeringsOpenFor(HOUR);
    await heldFor(MINUTE);
    const pool = poolOf(hub.source);
    const repository = searchRepository(hub.source, pool, hub.clock);
    const asked: string[] = [];
    let isAway = false;
    const away = <A extends readonly unknown[], R>(read: (...given: A) => Promise<R>) => {
      return async (...given: A): Promise<R> => {
        asked.push('asked');
        if (isAway) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
        return read(...given);
      };
    };
    const rewritten: string[] = [];
    const expiry = new Expiry({
      engine: { closeOpenings: () => undefined },
      repository: {
        idsFreed: away(repository.idsFreed),
        nextFreed: away(repository.nextFreed),
        idsExpiring: away(repository.idsExpiring),
        nextExpiry: away(repository.nextExpiry),
      },
      clock: hub.clock,
      rewrite: async (ids) => void rewritten.push(...ids),
    });
    expiry.expect(hub.clock.now() + MINUTE);
    expiry.rebuilt(hub.clock.now());
    expect(expiry.upToDate()).toBeUndefined();
    isAway = true;
    hub.clock.pass(MINUTE);
    await expiry.upToDate();
    asked.length = 0;
    expect(expiry.upToDate()).toBeUndefined();
    expect(asked).toEqual([]);
    isAway = false;
    hub.clock.pass(1_000);
    await expiry.upToDate();
    expect(rewritten).toHaveLength(1);
    expect(expiry.upToDate()).toBeUndefined();
  });
});

describe('an offering that this release cannot read', () => {
  it('is left out and logged, and keeps no other from being found', async () => {
    await offeringsOpenFor(HOUR, 3);
    const pool = poolOf(hub.source);
    const atlas = new Atlas(new PlaceRepository(hub.source, pool));
    await atlas.reset();
    const maker = new DocumentMaker(atlas, new ConceptTable([]));
    const engine = new ScriptedEngine('second', searchSchema);
    const logged: object[] = [];
    let failing = '';
    const index = new SearchIndex({
      engine,
      repository: searchRepository(hub.source, pool, hub.clock),
      maker: {
        project: (indexed: Parameters<DocumentMaker['project']>[0], now: number) => {
          failing ||= indexed.offering.id;
          if (indexed.offering.id === failing) throw new Error('an unknown kind');
          return maker.project(indexed, now);
        },
      } as DocumentMaker,
      clock: hub.clock,
      log: { error: (fields) => void logged.push(fields) },
    });
    await index.reset(0);
    expect(engine.status().documents).toBe(2);
    expect(logged).toEqual([{ engine: 'second', document: failing, reason: 'an unknown kind' }]);
  });
});
