import { LaneFull, OperationLanes } from '../../../src/platform/graphql/operation-lanes.js';

const anna = { payer: 'anna', atOnce: 2 };
const ben = { payer: 'ben', atOnce: 2 };
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Work that goes on until the test ends it, and the part of it that has begun. */
function works() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
  };
  return { begun, work, end: (name: string) => ends.get(name)?.() };
}

function busyFor(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

describe('lanes', () => {
  it('answer at once what needs no waiting, without a promise', () => {
    expect(new OperationLanes().enter(anna, () => 1)).toEqual({ running: 1 });
  });

  it('run so many of a payer at once; the others wait in order, and nobody else does', async () => {
    const lanes = new OperationLanes();
    const { begun, work, end } = works();
    const names = ['1', '2', '3', '4'];
    const entered = names.map((name) => lanes.enter(anna, work(name)));
    void lanes.enter(ben, work('b'));
    await turn();
    expect(begun).toEqual(['1', '2', 'b']);
    end('2');
    await turn();
    expect(begun).toEqual(['1', '2', 'b', '3']);
    end('1');
    await turn();
    expect(begun).toEqual(['1', '2', 'b', '3', '4']);
    const fourth = await entered[3]!;
    end('4');
    expect(await fourth.running).toBe('4');
  });

  it('hold a slot until the work has ended, even in an error, which goes to the caller', async () => {
    const lanes = new OperationLanes();
    const broken = { payer: 'anna', atOnce: 1 };
    const { running } = await lanes.enter(broken, () => Promise.reject(new Error('broken')));
    await expect(running).rejects.toThrow('broken');
    const next = await lanes.enter(broken, () => 'next');
    expect(next.running).toBe('next');
  });

  it('turn away what comes when too many wait, and what has waited too long', async () => {
    const lanes = new OperationLanes({ waitingForEach: 1, longestWait: 30 });
    const { begun, work, end } = works();
    for (const name of ['1', '2']) void lanes.enter(anna, work(name));
    const waiting = [lanes.enter(anna, work('3')), lanes.enter(anna, work('4'))];
    await expect(lanes.enter(anna, work('5'))).rejects.toThrow(LaneFull);
    for (const one of waiting) await expect(one).rejects.toThrow(LaneFull);
    // What was turned away does not run when its turn would have come, and leaves its place to others.
    end('1');
    end('2');
    await turn();
    await lanes.enter(anna, work('6'));
    expect(begun).toEqual(['1', '2', '6']);
  });

  it('let others in between one payer’s operations that take long without waiting for anything', async () => {
    const lanes = new OperationLanes({ share: 5 });
    const order: string[] = [];
    const heavy = (name: string) => () => {
      order.push(name);
      busyFor(6);
    };
    const entered = ['1', '2', '3'].map((name) => lanes.enter(anna, heavy(name)));
    await lanes.enter(ben, heavy('b'));
    expect(order).toEqual(['1', 'b']);
    const arrival = turn().then(() => order.push('what came in'));
    await Promise.all(entered);
    await arrival;
    expect(order.filter((name) => name !== 'what came in')).toEqual(['1', 'b', '2', '3']);
    expect(order.indexOf('what came in')).toBeLessThan(order.indexOf('3'));
  });

  it('count the time that an answer takes to be written', async () => {
    const lanes = new OperationLanes({ share: 5 });
    void lanes.enter(anna, () => 'quickly made');
    busyFor(6); // written
    expect(lanes.enter(anna, () => 'next')).toBeInstanceOf(Promise);
  });
});
