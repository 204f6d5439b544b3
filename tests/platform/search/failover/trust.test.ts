import { setTimeout as sleep } from 'node:timers/promises';
import { aDocument, inBatches } from '../../../contract/contract-schema.js';
import { asWritten, documents, FALLBACK, fail, startTwoEngines, type TwoEngines } from './two-engines.js';

describe('an index that is not what it was', () => {
  it('never returns empty results after it was emptied', async () => {
    const two = await startTwoEngines();
    await two.primary.empty();
    expect((await two.ask('SEMH')).total).toBe(10);
    expect(await two.asked('SEMH')).toBe(FALLBACK);
  });

  it('never returns empty results after it was emptied and has a few documents again', async () => {
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
    [
      'is too slow for a check',
      'timeout',
      ({ primary }: TwoEngines) => {
        primary.delayMs = 10_000;
      },
    ],
  ] as const)('because it %s is found out by a check', async (_, reason, change) => {
    const two = await startTwoEngines();
    await change(two);
    await two.failover.check();
    expect(two.failover.standing()).toMatchObject({ engine: 'embedded', reason });
    expect(await two.asked()).toBe(FALLBACK);
  });

  it('is rebuilt if it is missing or different, but not at every check', async () => {
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

  it.each(['internal', 'invalid_query', 'not_ready'] as const)(
    'is rebuilt if its response to the queries of a check is %s, as for an index without its settings',
    async (fault) => {
      const two = await startTwoEngines();
      two.primary.fault = fault;
      await two.failover.check();
      expect(two.repairs()).toBe(1);
    },
  );

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

  it('waits for that too when the primary itself had answered with a later state, and has lost it', async () => {
    const two = await startTwoEngines();
    await two.primary.apply(asWritten(['new']), 5);
    expect((await two.ask()).provenance.appliedChange).toBe(5);
    await fail(two);
    two.primary.fault = null;
    two.primary.deleteIndex();
    await two.primary.rebuild(inBatches(documents), 1);
    await two.checks(4);
    expect(await two.asked()).toBe('embedded ENGINE_FAILOVER STALE');
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

  it('is logged once each way, with the kind of failure and no part of a search', async () => {
    const two = await startTwoEngines();
    await fail(two, 5);
    await two.checks(2);
    two.primary.fault = null;
    await two.checks(4);
    expect(two.logged).toEqual([
      { facts: { from: 'embedded', to: 'scripted' }, message: 'search: switched to the primary' },
      {
        facts: { from: 'scripted', to: 'embedded', reason: 'unavailable' },
        message: 'search: switched to the fallback',
      },
      { facts: { from: 'embedded', to: 'scripted' }, message: 'search: switched to the primary' },
    ]);
  });
});
