import { EntityCache } from '../../../src/platform/database/entity-cache.js';
import { aChange } from '../../support/changes.js';

interface Value {
  readonly text: string;
}

/** A store whose reads wait for the test, and return the state at the moment each began. */
class Store {
  readonly values = new Map<string, Value>();
  readonly reads: (readonly string[])[] = [];
  private waiting: (() => void)[] = [];
  held = false;

  async load(keys: readonly string[]): Promise<ReadonlyMap<string, Value>> {
    this.reads.push(keys);
    const seen = new Map(keys.flatMap((key) => (this.values.has(key) ? [[key, this.values.get(key)!]] : [])));
    if (this.held) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return seen as ReadonlyMap<string, Value>;
  }

  /** Lets the oldest read that is held answer. */
  answer(): void {
    this.waiting.shift()!();
  }

  set(key: string, text: string): void {
    this.values.set(key, { text });
  }
}

let store: Store;
let cache: EntityCache<Value>;
beforeEach(() => {
  store = new Store();
  cache = new EntityCache<Value>({
    name: 'value',
    load: (keys) => store.load(keys),
    staleAfter: ({ table, id }) => (table === 'value' ? [id] : table === 'everything' ? 'all' : []),
    capacity: 3,
  });
});
const changed = (id: string, table = 'value') => aChange({ id, table });
/** Whether a value is in memory; afterwards it is. */
async function isKept(key: string): Promise<boolean> {
  const value = cache.get(key);
  await value;
  return !(value instanceof Promise);
}
/** Lets everything that is ready to run do so. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('get', () => {
  it('reads a value once, and then returns it at once', async () => {
    store.set('a', 'one');
    expect(await cache.get('a')).toEqual({ text: 'one' });
    expect(cache.get('a')).toEqual({ text: 'one' });
    expect(store.reads).toEqual([['a']]);
  });

  it('reads all misses of a tick together, each key once, for all callers', async () => {
    store.set('a', 'one');
    store.set('b', 'two');
    expect(await Promise.all([cache.get('a'), cache.get('b'), cache.get('a')])).toEqual([
      { text: 'one' },
      { text: 'two' },
      { text: 'one' },
    ]);
    expect(store.reads).toEqual([['a', 'b']]);
  });

  it('remembers that there is no value, until there is one', async () => {
    expect(await cache.get('a')).toBeNull();
    expect(cache.get('a')).toBeNull();
    expect(store.reads).toHaveLength(1);
    store.set('a', 'one');
    cache.apply([changed('a')]);
    expect(await cache.get('a')).toEqual({ text: 'one' });
  });

  it('passes a failure on to those who asked, and tries again for the next', async () => {
    const failing = new EntityCache<Value>({
      name: 'failing',
      load: async (keys) => {
        store.reads.push(keys);
        if (store.reads.length === 1) throw new Error('no connection');
        return new Map([['a', { text: 'one' }]]);
      },
      staleAfter: () => [],
    });
    await expect(failing.get('a')).rejects.toThrow('no connection');
    expect(await failing.get('a')).toEqual({ text: 'one' });
  });

  it('keeps as many values as it has room for, the latest used', async () => {
    for (const key of ['a', 'b', 'c']) {
      store.set(key, key);
      await cache.get(key);
    }
    cache.get('a'); // used again: b is now the oldest
    store.set('d', 'd');
    await cache.get('d');
    expect(cache.get('a')).toEqual({ text: 'a' });
    expect(cache.get('c')).toEqual({ text: 'c' });
    expect(await isKept('b')).toBe(false);
  });
});

describe('getAll', () => {
  it('keeps the order asked for, with null where there is no value, and reads only what is missing', async () => {
    store.set('a', 'one');
    store.set('c', 'three');
    await cache.get('a');
    expect(await cache.getAll(['c', 'x', 'a'])).toEqual([{ text: 'three' }, null, { text: 'one' }]);
    expect(store.reads).toEqual([['a'], ['c', 'x']]);
    expect(cache.getAll(['a', 'c', 'x'])).toEqual([{ text: 'one' }, { text: 'three' }, null]);
  });
});

describe('apply', () => {
  it('drops the changed value and no other', async () => {
    store.set('a', 'one');
    store.set('b', 'two');
    await cache.getAll(['a', 'b']);
    store.set('a', 'uno');
    store.set('b', 'dos'); // not announced
    cache.apply([changed('a'), changed('b', 'another table')]);
    expect(await cache.getAll(['a', 'b'])).toEqual([{ text: 'uno' }, { text: 'two' }]);
  });

  it('drops everything if a change does not say what changed', async () => {
    store.set('a', 'one');
    store.set('b', 'two');
    await cache.getAll(['a', 'b']);
    store.set('b', 'dos');
    cache.apply([changed('', 'everything')]);
    expect(await cache.get('b')).toEqual({ text: 'dos' });
  });
});

describe('a read that a change overtakes', () => {
  beforeEach(() => {
    store.held = true;
  });

  it('answers those who asked before the change, and is not kept', async () => {
    store.set('a', 'old');
    const asked = cache.get('a');
    await settle();
    store.set('a', 'new');
    cache.apply([changed('a')]);
    store.answer();
    expect(await asked).toEqual({ text: 'old' });
    store.held = false;
    expect(await cache.get('a')).toEqual({ text: 'new' });
  });

  it('is not returned to callers after the change, even while it is in progress', async () => {
    store.set('a', 'old');
    const before = cache.get('a');
    await settle();
    store.set('a', 'new');
    cache.apply([changed('a')]);
    const after = cache.get('a');
    await settle();
    expect(store.reads).toEqual([['a'], ['a']]);
    store.answer();
    store.answer();
    expect([await before, await after]).toEqual([{ text: 'old' }, { text: 'new' }]);
  });

  it('does not put its old value over a newer one that was read meanwhile', async () => {
    store.set('a', 'old');
    const before = cache.get('a');
    await settle();
    store.set('a', 'new');
    cache.apply([changed('a')]);
    store.held = false;
    await cache.get('a');
    store.answer();
    await before;
    expect(await cache.get('a')).toEqual({ text: 'new' });
  });

  it('keeps no other read from being kept that begins after the change, though some read is always under way', async () => {
    store.set('a', 'old');
    store.set('b', 'one');
    store.set('c', 'one');
    const first = cache.get('a');
    await settle();
    store.set('a', 'new');
    cache.apply([changed('a')]);
    const second = cache.get('b'); // under way when the first one ends
    await settle();
    store.answer();
    await first;
    const third = cache.get('a');
    await settle();
    store.answer();
    await second;
    const fourth = cache.get('c');
    await settle();
    store.answer();
    await third;
    expect(cache.get('a')).toEqual({ text: 'new' }); // in memory, though the last read is still under way
    store.answer();
    await fourth;
  });

  it('does not remember an absence that is over', async () => {
    const asked = cache.get('a');
    await settle();
    store.set('a', 'born');
    cache.apply([changed('a')]);
    store.answer();
    expect(await asked).toBeNull();
    store.held = false;
    expect(await cache.get('a')).toEqual({ text: 'born' });
  });

  it('keeps the values of the same read that did not change', async () => {
    store.set('a', 'one');
    store.set('b', 'two');
    const asked = cache.getAll(['a', 'b']);
    await settle();
    cache.apply([changed('a')]);
    store.answer();
    await asked;
    store.held = false;
    expect([await isKept('a'), await isKept('b')]).toEqual([false, true]);
  });

  it.each([
    ['a reset', () => cache.reset()],
    ['a change of everything', () => cache.apply([changed('', 'everything')])],
  ])('is not kept after %s either', async (_what, happens) => {
    store.set('a', 'old');
    const asked = cache.get('a');
    await settle();
    store.set('a', 'new');
    happens();
    store.answer();
    await asked;
    store.held = false;
    expect(await cache.get('a')).toEqual({ text: 'new' });
  });
});
