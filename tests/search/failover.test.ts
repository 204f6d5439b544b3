import type { Offering } from '../../src/features/offering/offering.entity.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import { searchSchema } from '../../src/features/search/documents.js';
import { ScriptedEngine } from '../platform/search/failover/scripted-engine.js';
import { anOffering, aProvider, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { until } from '../support/until.js';
import { found, type Question, refused, SEARCH } from './ask.js';

interface Meta {
  readonly engine: string;
  readonly generation: string;
  readonly appliedChange: number;
  readonly changesBehind: number;
  readonly lagMilliseconds: number;
  readonly degraded: readonly { readonly code: string; readonly sentence: string }[];
}

/** What a search says of its answer. */
async function metaOf(hub: TestHub, question = ''): Promise<Meta | null> {
  const { data, errors } = await hub.query<{ search: { meta: Meta | null } }>(
    `{ search(first: 2 ${question}) { meta {
      engine generation appliedChange changesBehind lagMilliseconds degraded { code sentence } } } }`,
  );
  expect(errors).toBeUndefined();
  return data.search.meta;
}

describe('a hub with the embedded engine alone', () => {
  it('says of an answer where it comes from, and that nothing is wrong with it', async () => {
    const hub = await startTestHub();
    expect(await metaOf(hub)).toEqual({
      engine: 'embedded',
      generation: hub.engine.status().generation,
      appliedChange: expect.any(Number),
      changesBehind: 0,
      lagMilliseconds: 0,
      degraded: [],
    });
    expect(await metaOf(hub, 'after: "nonsense"')).toBeNull();
    const ready = await fetch(`${hub.address}/health/ready`);
    expect(await ready.json()).toMatchObject({ status: 'ready', search: { engine: 'embedded' } });
    await hub.stop();
  });
});

describe('a hub with a primary engine', () => {
  let hub: TestHub;
  let primary: ScriptedEngine;
  let provider: Provider;
  let offering: Offering;

  beforeEach(async () => {
    primary = new ScriptedEngine('primary', searchSchema);
    const failover = { checkEveryMs: 600_000, timeoutMs: 2_000 };
    hub = await startTestHub(undefined, { primary: () => primary, failover });
    provider = await aProvider(hub);
    offering = await anOffering(hub, provider, { title: 'Woodcarving' });
    for (let i = 1; i < 5; i++) await anOffering(hub, provider, { title: `Woodcarving ${i}` });
    await back();
  });
  afterEach(() => hub.stop());

  const engine = async () => (await metaOf(hub))?.engine;

  /** Checks until the primary answers, and reflects what has been written. */
  async function back(): Promise<void> {
    const head = await hub.feed.head();
    const isBack = () =>
      hub.failover?.standing().engine === 'primary' && primary.status().appliedChange >= head;
    await until(
      () => `the primary is back: ${JSON.stringify(hub.failover?.standing())}`,
      async () => {
        if (isBack()) return true;
        hub.clock.pass(60_000);
        await hub.failover?.check();
        return false;
      },
    );
  }

  it('fills it by itself, and answers from it', async () => {
    expect(await metaOf(hub)).toMatchObject({
      engine: 'primary',
      generation: expect.stringMatching(/^primary\//),
      degraded: [],
    });
    expect((await found(hub, { text: 'woodcarving' })).totalCount).toBe(5);
  });

  it('answers from the embedded engine when it fails, says so, and in health too', async () => {
    primary.fault = 'unavailable';
    for (let i = 0; i < 3; i++) expect((await found(hub, { text: 'woodcarving' })).totalCount).toBe(5);
    expect(await metaOf(hub)).toMatchObject({
      engine: 'embedded',
      generation: expect.stringMatching(/^embedded\//),
      degraded: [
        { code: 'ENGINE_FAILOVER', sentence: expect.stringMatching(/^The main search engine .*\.$/) },
      ],
    });
    const ready = await fetch(`${hub.address}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ search: { engine: 'embedded', reason: 'unavailable' } });
  });

  it('finds on the primary, when it is back, what was written and deleted meanwhile', async () => {
    primary.fault = 'unavailable';
    primary.writeFault = 'unavailable';
    for (let i = 0; i < 3; i++) await engine();
    await anOffering(hub, provider, { title: 'Stonecutting' });
    await hub.offerings.update(offering.id, 1, { state: 'WITHDRAWN' });
    expect((await found(hub, { text: 'stonecutting' })).totalCount).toBe(1);
    primary.fault = null;
    primary.writeFault = null;
    await back();
    expect(await engine()).toBe('primary');
    expect((await found(hub, { text: 'stonecutting' })).totalCount).toBe(1);
    expect((await found(hub, { text: 'woodcarving' })).totalCount).toBe(4);
  });

  it('lets no vacancy that has gone stale count as open, when the primary cannot be updated', async () => {
    await aVacancy(hub, offering);
    const open: Question = { filter: { vacancy: { availableBy: '2027-12-01' } } };
    await hub.failover?.check();
    await until('the primary has the vacancy', async () => (await primary.search(openQuery)).total);
    expect((await found(hub, open)).totalCount).toBe(1);
    hub.clock.pass(29 * 86_400_000);
    primary.writeFault = 'internal';
    expect((await found(hub, open)).totalCount).toBe(0);
    expect((await primary.search(openQuery)).total).toBe(1);
  });

  it('never goes on with a page of one engine from the other', async () => {
    const page: Question = { text: 'woodcarving', first: 2 };
    const endCursor = async () => (await found(hub, page)).pageInfo.endCursor;
    const ofPrimary = await endCursor();
    // During this very request: the breaker has not opened, and the status still names the primary.
    primary.fault = 'internal';
    expect(await refused(hub, { ...page, after: ofPrimary })).toMatchObject({ code: 'INVALID_CURSOR' });
    primary.fault = null;
    expect((await found(hub, { ...page, after: ofPrimary })).hits).toHaveLength(2);

    primary.fault = 'internal';
    for (let i = 0; i < 3; i++) await engine();
    expect(await refused(hub, { ...page, after: ofPrimary })).toMatchObject({ code: 'INVALID_CURSOR' });
    const ofFallback = await endCursor();
    expect((await found(hub, { ...page, after: ofFallback })).hits).toHaveLength(2);
    primary.fault = null;
    await back();
    expect(await refused(hub, { ...page, after: ofFallback })).toMatchObject({ code: 'INVALID_CURSOR' });
  });

  it('says that search is not available when neither engine can answer, and never returns an empty result', async () => {
    await aVacancy(hub, offering);
    const { pool } = hub.database;
    primary.fault = 'unavailable';
    hub.clock.pass(29 * 86_400_000);
    await found(hub, { text: 'woodcarving' });
    hub.clock.pass(-29 * 86_400_000); // the embedded index has to read which vacancies are open again
    await pool.query('alter table vacancy rename to vacancy_gone');
    const { data, errors } = await hub.query(SEARCH, { text: 'woodcarving' });
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('Try again'),
        path: ['search'],
        extensions: { code: 'SEARCH_UNAVAILABLE' },
      },
    ]);
    await pool.query('alter table vacancy_gone rename to vacancy');
    expect((await found(hub, { text: 'woodcarving' })).totalCount).toBe(5);
  });

  it('logs each switch once, and no part of what was searched for', async () => {
    primary.fault = 'timeout';
    for (let i = 0; i < 5; i++) await found(hub, { text: 'woodcarving' });
    primary.fault = null;
    await back();
    const switches = hub.logged.map((line) => JSON.parse(line)).filter(({ from }) => from);
    // Before them, whatever was seen of the primary while it was filled for the first time.
    expect(switches.map(({ from, to, reason }) => [from, to, reason]).slice(-2)).toEqual([
      ['primary', 'embedded', 'timeout'],
      ['embedded', 'primary', undefined],
    ]);
    expect(hub.logged.join()).not.toContain('woodcarving');
  });
});

const openQuery = {
  words: [],
  concepts: [],
  conditions: [{ kind: 'opening', places: 1, byDay: 30_000 }],
  sort: { by: 'relevance' },
  page: { offset: 0, size: 1 },
} as const;
