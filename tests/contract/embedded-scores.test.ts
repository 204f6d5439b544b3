import { emptyBits } from '../../src/platform/search/embedded/bits.js';
import { TextIndex } from '../../src/platform/search/embedded/text-index.js';
import { Slices } from '../../src/platform/slices.js';

/*
 * The formula of relevance.ts, written a second time: BM25 with k1 = 1.2 and b = 0.5, length against 32 words and no more than 128, a
 * field's weight as a share of the heaviest, a fifth for what only begins so; the best word of a document counts for a word asked.
 */
const saturation = (count: number, length: number) =>
  (count * 2.2) / (count + 1.2 * (0.5 + (0.5 * Math.min(length, 128)) / 32));
const rarity = (documents: number, having: number) =>
  Math.log(1 + (documents - having + 0.5) / (having + 0.5));

const CAPACITY = 64;
const TITLE = { name: 'title', weight: 6 };
const BODY = { name: 'body', weight: 3 };
function scores(
  documents: readonly { title: string; body?: string }[],
  ...asked: string[]
): (number | null)[] {
  const index = new TextIndex([TITLE, BODY]);
  index.grow(CAPACITY);
  for (const [slot, { title, body = '' }] of documents.entries()) index.put(slot, { title, body });
  const out = new Int32Array(CAPACITY);
  const found = index.match(
    asked.map((text) => ({ text })),
    emptyBits(CAPACITY).fill(-1),
    documents.length,
    out,
  );
  const slots = new Set(out.subarray(0, found));
  return documents.map((_, slot) => (slots.has(slot) ? index.score(slot) : null));
}
/** Weights are stored in levels 4 % apart. */
function expectNear(found: readonly (number | null)[], expected: readonly (number | null)[]): void {
  expect(found.map((score) => score !== null)).toEqual(expected.map((score) => score !== null));
  for (const [i, score] of expected.entries()) {
    if (score !== null) expect(Math.abs(found[i]! / score - 1)).toBeLessThan(0.025);
  }
}

describe('the score of a text', () => {
  it('counts how often, in how long a field, of what weight, a word comes', () => {
    const documents = [
      { title: 'boats' },
      { title: 'boats boats and the sea' },
      { title: 'the sea', body: 'boats' },
      { title: 'boats', body: `boats ${'on the sea '.repeat(50)}` },
      { title: 'the sea' },
    ];
    const idf = rarity(5, 4);
    expectNear(scores(documents, 'boats'), [
      idf * saturation(1, 1),
      idf * saturation(2, 5),
      idf * saturation(1, 1) * 0.5,
      idf * (saturation(1, 1) + saturation(1, 151) * 0.5),
      null,
    ]);
  });

  it('adds up the words asked for, each by how rare it is, and wants all of them', () => {
    const documents = [
      { title: 'sea boats' },
      { title: 'boats' },
      { title: 'boats of wood' },
      { title: 'sea' },
    ];
    expectNear(scores(documents, 'sea', 'boats'), [
      rarity(4, 2) * saturation(1, 2) + rarity(4, 3) * saturation(1, 2),
      null,
      null,
      null,
    ]);
    expectNear(scores(documents, 'boats', 'sea'), scores(documents, 'sea', 'boats'));
  });

  it('of what the last word only begins is a fifth; of several that fit, the best counts once', () => {
    const documents = [
      { title: 'boat' },
      { title: 'boating' },
      { title: 'boating boat' },
      { title: 'boatyard boating' },
    ];
    const idf = rarity(4, 4); // all of them have one that fits
    expectNear(scores(documents, 'boat'), [
      idf * saturation(1, 1),
      idf * 0.2 * saturation(1, 1),
      idf * saturation(1, 2),
      idf * 0.2 * saturation(1, 2),
    ]);
    const more = [{ title: 'wood boat' }, { title: 'wood boating' }, { title: 'wood boating boat' }];
    const [wood, boat] = [rarity(3, 3), rarity(3, 3)];
    expectNear(scores(more, 'wood', 'boat'), [
      (wood + boat) * saturation(1, 2),
      (wood + boat * 0.2) * saturation(1, 2),
      (wood + boat) * saturation(1, 3),
    ]);
  });

  it('stays right over many questions, and after texts went and came', () => {
    const index = new TextIndex([TITLE, BODY]);
    index.grow(CAPACITY);
    const out = new Int32Array(CAPACITY);
    const every = emptyBits(CAPACITY).fill(-1);
    index.put(0, { title: 'boats', body: '' });
    for (let i = 0; i < 50; i++) {
      index.put(1, { title: `wood ${i}`, body: '' });
      index.remove(1);
      expect(index.match([{ text: 'wood' }], every, 1, out)).toBe(0);
      expect(index.match([{ text: 'boats' }], every, 1, out)).toBe(1);
      expect(index.score(0)).toBeCloseTo(scores([{ title: 'boats' }], 'boats')[0]!, 9);
    }
  });
});

describe('slices of long work', () => {
  it('are over when their time is, and begin again after a pause in which others have a turn', async () => {
    let now = 1_000;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
    try {
      const slices = new Slices(8);
      expect(slices.due).toBe(false);
      now += 7.9;
      expect(slices.due).toBe(false);
      now += 0.1;
      expect(slices.due).toBe(true);
      let others = 0;
      setImmediate(() => others++);
      await slices.pause();
      expect([others, slices.due]).toEqual([1, false]);
      now += 8;
      expect(slices.due).toBe(true);
    } finally {
      clock.mockRestore();
    }
  });
});
