import { IndexLag } from '../../../src/platform/search/index-lag.js';
import { aChange } from '../../support/changes.js';
import { TEST_NOW, TestClock } from '../../support/test-clock.js';

const change = (number: number) => aChange({ number });

describe('how fresh an answer is', () => {
  it('is up to date before any change is known, and when it reflects the last change or a later one', () => {
    const clock = new TestClock(TEST_NOW);
    const indexLag = new IndexLag(clock);
    expect(indexLag.behind(0)).toEqual({ changes: 0, milliseconds: 0 });
    indexLag.apply([change(3)]);
    clock.pass(1_000);
    for (const applied of [3, 4]) expect(indexLag.behind(applied)).toEqual({ changes: 0, milliseconds: 0 });
  });

  it('counts changes that are missing, and the time since the first of them became known', () => {
    const clock = new TestClock(TEST_NOW);
    const indexLag = new IndexLag(clock);
    indexLag.apply([change(1), change(2)]);
    clock.pass(1_000);
    indexLag.apply([change(3)]);
    clock.pass(10);
    indexLag.apply([change(3), change(4)]);
    clock.pass(5);
    expect(indexLag.behind(0)).toEqual({ changes: 4, milliseconds: 1_015 });
    expect(indexLag.behind(2)).toEqual({ changes: 2, milliseconds: 15 });
    expect(indexLag.behind(3)).toEqual({ changes: 1, milliseconds: 5 });
  });

  it('counts from the start of the process what happened before it', () => {
    const clock = new TestClock(TEST_NOW);
    const indexLag = new IndexLag(clock);
    indexLag.reset(50);
    clock.pass(7);
    expect(indexLag.behind(40)).toEqual({ changes: 10, milliseconds: 7 });
  });

  it('says at least how long when it is too far behind to be remembered', () => {
    const clock = new TestClock(TEST_NOW);
    const indexLag = new IndexLag(clock);
    for (let number = 1; number <= 5_000; number++) {
      indexLag.apply([change(number)]);
      clock.pass(1);
    }
    expect(indexLag.behind(0)).toEqual({ changes: 5_000, milliseconds: 1_000 });
    expect(indexLag.behind(4_999)).toEqual({ changes: 1, milliseconds: 1 });
  });
});
