import { setTimeout as sleep } from 'node:timers/promises';
import { createEmbeddedEngine } from '../../../../src/platform/search/embedded/embedded-engine.js';
import { createFailoverEngine } from '../../../../src/platform/search/failover/failover-engine.js';
import { SearchError } from '../../../../src/platform/search/port.js';
import { aDocument, aQuery, contractSchema, idsOf, inBatches } from '../../../contract/contract-schema.js';
import { TEST_NOW, TestClock } from '../../../support/hub.js';
import { ScriptedEngine } from './scripted-engine.js';
import { documents, startTwoEngines, type TwoEngines } from './two-engines.js';

const FALLBACK = 'embedded ENGINE_FAILOVER';
const kindOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error instanceof SearchError ? error.kind : error),
  );
const asWritten = (ids: readonly string[]) => ({
  upserts: ids.map((id) => aDocument(id, { keywords: { needs: ['SEMH'] } })),
  deletes: [],
});

/** Fails so many searches in a row. */
async function fail({ primary, ask }: TwoEngines, times = 3): Promise<void> {
  primary.fault = 'unavailable';
  for (let i = 0; i < times; i++) await ask();
}

describe('a primary that fails', () => {
  it('answers while nothing is wrong, and says so', async () => {
    const { asked, failover } = await startTwoEngines();
    expect(await asked()).toBe('scripted');
    expect(failover.standing()).toEqual({ engine: 'scripted', since: new Date(TEST_NOW), reason: null });
  });

  it.each(['unavailable', 'timeout', 'internal', 'not_ready', 'bug'] as const)(
    'with %s: that very search is answered by the fallback',
    async (fault) => {
      const two = await startTwoEngines();
      two.primary.fault = fault;
      const answer = await two.ask('ASC');
      expect(answer.total).toBe(10);
      expect(answer.provenance).toMatchObject({ engine: 'embedded', degraded: ['ENGINE_FAILOVER'] });
    },
  );

  it('by being slow: the search is answered when its time is up', async () => {
    const two = await startTwoEngines({ timeoutMs: 20 });
    two.primary.delayMs = 10_000;
    expect(await two.asked()).toBe(FALLBACK);
  });

  it('three times in a row is asked no more', async () => {
    const two = await startTwoEngines();
    const before = two.primary.asked;
    await fail(two, 5);
    expect(two.primary.asked - before).toBe(3);
    expect(two.failover.standing()).toMatchObject({ engine: 'embedded', reason: 'unavailable' });
  });

  it('now and then, with answers between, goes on being asked', async () => {
    const two = await startTwoEngines();
    for (let i = 0; i < 4; i++) {
      await fail(two, 2);
      two.primary.fault = null;
      expect(await two.asked()).toBe('scripted');
    }
  });

  it('is not blamed for a query that no engine takes', async () => {
    const two = await startTwoEngines();
    for (let i = 0; i < 5; i++) {
      const wrong = aQuery({ page: { offset: 0, size: 5_000 } });
      expect(await kindOf(Promise.resolve(two.failover.search(wrong)))).toBe('invalid_query');
    }
    expect(await two.asked()).toBe('scripted');
  });

  it('to take a query that the fallback takes: the fallback answers, and the next check finds out', async () => {
    const two = await startTwoEngines();
    two.primary.fault = 'invalid_query';
    expect(await two.asked('MLD')).toBe(FALLBACK);
    await two.failover.check();
    expect(two.failover.standing().reason).toBe('invalid_query');
  });

  it('is not blamed for a search that was given up', async () => {
    const two = await startTwoEngines();
    two.primary.delayMs = 50;
    for (let i = 0; i < 5; i++) {
      const asked = two.failover.search(aQuery({ signal: AbortSignal.timeout(5) }));
      expect(await kindOf(Promise.resolve(asked))).toBe('timeout');
    }
    two.primary.delayMs = 0;
    expect(await two.asked()).toBe('scripted');
  });
});

describe('an index that is not what it was', () => {
  it('never answers with nothing after it was emptied', async () => {
    const two = await startTwoEngines();
    await two.primary.empty();
    expect((await two.ask('SEMH')).total).toBe(10);
    expect(await two.asked('SEMH')).toBe(FALLBACK);
  });

  it('never answers with nothing after it was emptied and has a few documents again', async () => {
    const two = await startTwoEngines();
    await two.primary.empty(...documents.slice(0, 2));
    expect((await two.ask('MLD')).total).toBe(10);
  });

  it('may answer that there is nothing when there is nothing', async () => {
    const two = await startTwoEngines();
    expect(await two.asked('UNKNOWN')).toBe('scripted');
    await two.primary.empty();
    await two.fallback.apply({ upserts: [], deletes: documents.map(({ id }) => id) }, 2);
    expect(await two.asked()).toBe('scripted');
  });

  it.each([
    ['was deleted', 'not_ready', (two: TwoEngines) => two.primary.deleteIndex()],
    ['lost a document', 'different', (two: TwoEngines) => two.primary.empty(...documents.slice(1))],
    [
      'has another document in the place of one',
      'different',
      (two: TwoEngines) =>
        two.primary.empty(...documents.slice(1), aDocument('d00x', { keywords: { needs: ['SEMH'] } })),
    ],
    [
      'does not follow the register',
      'behind',
      (two: TwoEngines) => two.fallback.apply(asWritten(['new']), 2),
    ],
    ['is too slow for a check', 'timeout', (two: TwoEngines) => void (two.primary.delayMs = 10_000)],
  ] as const)('because it %s is found out by a check', async (_, reason, change) => {
    const two = await startTwoEngines();
    await change(two);
    await two.failover.check();
    expect(two.failover.standing()).toMatchObject({ engine: 'embedded', reason });
    expect(await two.asked()).toBe(FALLBACK);
  });

  it('is filled anew when it is missing or different, and not at every check', async () => {
    const two = await startTwoEngines();
    two.primary.writeFault = 'internal';
    two.primary.deleteIndex();
    await two.failover.check();
    await two.failover.check();
    expect(two.repairs()).toBe(1);
    await two.checks(3);
    expect(two.repairs()).toBe(3); // after one minute, and after two more
    two.primary.writeFault = null;
    await two.checks(4); // four minutes
    expect(two.repairs()).toBe(4);
    await two.checks(3);
    expect(await two.asked()).toBe('scripted');
  });

  it('is left alone when it is only slow, down or behind', async () => {
    const two = await startTwoEngines();
    await fail(two);
    await two.checks(3);
    two.primary.fault = null;
    await two.fallback.apply(asWritten(['new']), 2);
    await two.checks(3);
    expect(two.repairs()).toBe(0);
  });
});

describe('the return', () => {
  it('takes three passed checks in a row and a minute since the last failure', async () => {
    const two = await startTwoEngines();
    await fail(two);
    two.primary.fault = null;
    for (let i = 0; i < 5; i++) await two.failover.check();
    expect(await two.asked()).toBe(FALLBACK);
    two.clock.pass(59_999);
    await two.failover.check();
    expect(await two.asked()).toBe(FALLBACK);
    two.clock.pass(1);
    await two.failover.check();
    expect(await two.asked()).toBe('scripted');
  });

  it('begins again when a check fails', async () => {
    const two = await startTwoEngines();
    await fail(two);
    for (const fault of [null, null, 'internal', null, null] as const) {
      two.primary.fault = fault;
      await two.checks(1);
      expect(await two.asked()).toBe(FALLBACK);
    }
    await two.checks(1);
    expect(await two.asked()).toBe('scripted');
  });

  it('waits until the primary reflects every change that an answer has reflected', async () => {
    const two = await startTwoEngines();
    await fail(two);
    two.primary.fault = null;
    await two.fallback.apply(asWritten(['new']), 7);
    expect((await two.ask()).provenance.appliedChange).toBe(7);
    await two.checks(4);
    expect(await two.asked()).toBe(FALLBACK);
    await two.primary.apply(asWritten(['new']), 7);
    await two.checks(3);
    expect(await two.asked()).toBe('scripted');
  });

  it('does not wait for those who write all the time', async () => {
    const two = await startTwoEngines({ patienceMs: 1_000 });
    await fail(two);
    two.primary.fault = null;
    let change = 1;
    let writing = true;
    const write = async () => {
      while (writing) {
        change++;
        const [batch, at] = [asWritten([`w${change % 40}`]), change];
        await two.fallback.apply(batch, at);
        await sleep(2);
        await two.primary.apply(batch, at);
      }
    };
    const done = write();
    await two.checks(3);
    writing = false;
    await done;
    expect(two.failover.standing()).toMatchObject({ engine: 'scripted', reason: null });
    expect(change).toBeGreaterThan(5);
  });

  it('is logged once each way, with the kind of failure and nothing of a search', async () => {
    const two = await startTwoEngines();
    await fail(two, 5);
    await two.checks(2);
    two.primary.fault = null;
    await two.checks(4);
    expect(two.logged).toEqual([
      { facts: { from: 'embedded', to: 'scripted' }, message: 'search: the primary answers' },
      {
        facts: { from: 'scripted', to: 'embedded', reason: 'unavailable' },
        message: 'search: the fallback answers',
      },
      { facts: { from: 'embedded', to: 'scripted' }, message: 'search: the primary answers' },
    ]);
  });
});

describe('answers', () => {
  it('say that they are stale when an earlier one knew more', async () => {
    const two = await startTwoEngines();
    await two.primary.apply(asWritten(['new']), 5);
    expect(await two.asked()).toBe('scripted');
    two.primary.fault = 'unavailable';
    expect(await two.asked()).toBe('embedded ENGINE_FAILOVER STALE');
    await two.fallback.apply(asWritten(['new']), 5);
    expect(await two.asked()).toBe(FALLBACK);
  });

  it('of the two engines never share a generation, and the status has that of the one that answers', async () => {
    const two = await startTwoEngines();
    const seen = new Set<string>();
    for (const fault of [null, 'unavailable'] as const) {
      two.primary.fault = fault;
      for (let i = 0; i < 3; i++) await two.ask();
      const { generation } = (await two.ask()).provenance;
      expect(two.failover.status().generation).toBe(generation);
      seen.add(generation);
    }
    expect(seen.size).toBe(2);
  });

  it('need two engines that can be told apart', () => {
    const engine = createEmbeddedEngine(contractSchema);
    const options = { primary: engine, fallback: engine, keywords: [], repair: async () => {} };
    const log = { info: () => {}, warn: () => {} };
    expect(() => createFailoverEngine({ ...options, clock: new TestClock(0), log })).toThrow(
      'Both engines are called "embedded"',
    );
  });

  it('are refused, and never empty, when neither engine can give one', async () => {
    const two = await startTwoEngines();
    await two.fallback.close();
    two.primary.fault = 'unavailable';
    for (let i = 0; i < 4; i++) expect(await kindOf(two.ask())).toBe('unavailable');
  });

  it('go on coming from the primary when only the fallback is lost', async () => {
    const two = await startTwoEngines();
    await two.fallback.close();
    await two.checks(2);
    expect(await two.asked('SEMH')).toBe('scripted');
    expect(await two.asked('UNKNOWN')).toBe('scripted');
  });
});

describe('the start', () => {
  const start = async (primary: ScriptedEngine) => {
    const fallback = createEmbeddedEngine(contractSchema);
    await fallback.rebuild(inBatches(documents), 1);
    const logged: object[] = [];
    const note = (facts: object) => void logged.push(facts);
    const failover = createFailoverEngine({
      primary,
      fallback,
      keywords: contractSchema.keywords,
      repair: () => primary.rebuild(inBatches(documents), 1),
      clock: new TestClock(TEST_NOW),
      log: { info: note, warn: note },
      options: { checkEveryMs: 5, returnAfterMs: 0, patienceMs: 30 },
    });
    await failover.start();
    return { failover, logged };
  };

  it('trusts a primary that is right at once', async () => {
    const primary = new ScriptedEngine();
    await primary.rebuild(inBatches(documents), 1);
    const { failover } = await start(primary);
    expect(failover.standing().engine).toBe('scripted');
    await failover.close();
  });

  it('does without one that is not there, fills it, and goes on checking by itself', async () => {
    const primary = new ScriptedEngine();
    const { failover, logged } = await start(primary);
    expect(failover.standing()).toMatchObject({ engine: 'embedded', reason: 'not_ready' });
    const all = await failover.search(aQuery());
    expect(idsOf(all)).toEqual(documents.map(({ id }) => id));
    while (failover.standing().engine === 'embedded') await sleep(5);
    await failover.close();
    expect(logged).toEqual([
      { from: 'scripted', to: 'embedded', reason: 'not_ready' },
      {},
      { from: 'embedded', to: 'scripted' },
    ]);
  });

  it('ends checking when it is closed, in the middle of a check too', async () => {
    const primary = new ScriptedEngine();
    await primary.rebuild(inBatches(documents), 1);
    const { failover } = await start(primary);
    primary.delayMs = 5;
    const checking = failover.check();
    await failover.close();
    await checking;
    const { asked } = primary;
    await sleep(40);
    expect(primary.asked).toBe(asked);
  });
});
