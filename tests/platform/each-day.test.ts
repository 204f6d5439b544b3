import { eachDay } from '../../src/platform/each-day.js';
import { createLog } from '../../src/platform/log.js';
import { TEST_NOW, TestClock } from '../support/hub.js';

const HOUR = 3_600_000;
const log = createLog('silent');

let clock: TestClock;
let days: string[];
beforeEach(() => {
  jest.useFakeTimers();
  clock = new TestClock(TEST_NOW);
  days = [];
});
afterEach(() => {
  jest.useRealTimers();
});

const hours = async (count: number) => {
  for (let i = 0; i < count; i++) {
    clock.pass(HOUR);
    await jest.advanceTimersByTimeAsync(HOUR);
  }
};
const note = async (today: string) => void days.push(today);

describe('eachDay', () => {
  it('does it at once, and then once on each day', async () => {
    const stop = eachDay(clock, log, { what: 'count', work: note });
    await hours(35);
    stop();
    await hours(24);
    expect(days).toEqual(['2026-11-23', '2026-11-24']);
  });

  it('leaves out the day for which it was done already', async () => {
    const stop = eachDay(clock, log, { what: 'count', work: note, doneFor: '2026-11-23' });
    await hours(13);
    stop();
    expect(days).toEqual(['2026-11-24']);
  });

  it('tries again an hour after it failed', async () => {
    const work = async (today: string) => {
      days.push(today);
      if (days.length < 3) throw new Error('Not yet.');
    };
    const stop = eachDay(clock, log, { what: 'count', work });
    await hours(5);
    stop();
    expect(days).toEqual(['2026-11-23', '2026-11-23', '2026-11-23']);
  });
});
