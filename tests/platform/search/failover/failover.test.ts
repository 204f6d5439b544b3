import { createEmbeddedEngine } from '../../../../src/platform/search/embedded/embedded-engine.js';
import { createFailoverEngine } from '../../../../src/platform/search/failover/failover-engine.js';
import { SearchError } from '../../../../src/platform/search/port.js';
import { aQuery, contractSchema, idsOf, inBatches } from '../../../contract/contract-schema.js';
import { TEST_NOW, TestClock } from '../../../support/test-clock.js';
import { until } from '../../../support/until.js';
import { ScriptedEngine } from './scripted-engine.js';
import { asWritten, documents, FALLBACK, fail, startTwoEngines } from './two-engines.js';

const kindOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error instanceof SearchError ? error.kind : error),
  );
describe('a primary that fails', () => {
  it('answers while nothing is wrong, and says so', async () => {
    const { asked, failover } = await startTwoEngines();
    expect(await asked()).toBe('scripted');
    expect(failover.standing()).toEqual({ engine: 'scripted', since: new Date(TEST_NOW), reason: null });
  });

  it.each(['unavailable', 'timeout', 'internal', 'not_ready', 'bug'] as const)(
    'with %s: the fallback runs that very search',
    async (fault) => {
      const two = await startTwoEngines();
      two.primary.fault = fault;
      const answer = await two.ask('ASC');
      expect(answer.total).toBe(10);
      expect(answer.provenance).toMatchObject({ engine: 'embedded', degraded: ['ENGINE_FAILOVER'] });
    },
  );

  it('by being slow: the fallback runs the search when its time is up', async () => {
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

  it('is not at fault for a query that no engine accepts', async () => {
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

  it('is not at fault for a search that was cancelled', async () => {
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

  it('need two engines with different names', () => {
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
    expect(failover.standing()).toMatchObject({ engine: 'embedded', reason: 'starting' });
    const all = await failover.search(aQuery());
    expect(idsOf(all)).toEqual(documents.map(({ id }) => id));
    await until('the primary answers', () => failover.standing().engine === 'scripted', { every: 5 });
    await failover.close();
    // Being filled for the first time is not a failure: it need not wait a minute and pass three times.
    expect(logged).toEqual([{}, { from: 'embedded', to: 'scripted' }]);
  });

  it('ends checking when it is closed, in the middle of a check too', async () => {
    const primary = new ScriptedEngine();
    await primary.rebuild(inBatches(documents), 1);
    const { failover } = await start(primary);
    const witness = new ScriptedEngine();
    const other = await start(witness);
    primary.delayMs = 5;
    const checking = failover.check();
    await failover.close();
    await checking;
    const [ours, others] = [primary.asked, witness.asked];
    await until('one that is not closed has checked again', () => witness.asked > others + 10);
    expect(primary.asked).toBe(ours);
    await other.failover.close();
  });
});
