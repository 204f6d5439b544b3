import { demonstrated, figuresOf, isNamed, queriesOf, readers, scoreOf } from './measure.js';

const { listed, hidden } = demonstrated();
const queries = readers.flatMap(queriesOf);
const wrong = (isRight: (query: (typeof queries)[number]) => boolean) =>
  queries.filter((query) => !isRight(query)).map(({ id }) => id);

describe('the golden queries', () => {
  it.each(readers)('have at least 20 of a %s', (reader) => {
    expect(queriesOf(reader).length).toBeGreaterThanOrEqual(20);
  });

  it('have an id, a reason and a question of their own', () => {
    expect(new Set(queries.map(({ id }) => id)).size).toBe(queries.length);
    expect(new Set(queries.map(({ ask }) => JSON.stringify(ask))).size).toBe(queries.length);
    expect(wrong(({ id, why }) => /^[a-z0-9-]+$/.test(id) && /[.?]$/.test(why))).toEqual([]);
  });

  it('expect offerings that the demonstration lists, and rule out some that it does not', () => {
    const unknown = queries.flatMap(({ id, first, relevant, never = [] }) => [
      ...[...first, ...relevant]
        .filter((entry) => !listed.some((name) => isNamed(entry, name)))
        .map((entry) => `${id}: ${entry}`),
      ...never
        .filter((entry) => ![...listed, ...hidden].some((name) => isNamed(entry, name)))
        .map((entry) => `${id} never: ${entry}`),
    ]);
    expect(unknown).toEqual([]);
  });

  it('name each answer once, and never ask for what they rule out', () => {
    const names = (entries: readonly string[]) =>
      listed.filter((name) => entries.some((entry) => isNamed(entry, name)));
    expect(
      wrong(
        ({ first, relevant, never = [] }) =>
          new Set(first).size === first.length &&
          new Set(relevant).size === relevant.length &&
          !names([...first, ...relevant]).some((name) => names(never).includes(name)),
      ),
    ).toEqual([]);
  });
});

describe('the measure', () => {
  const all = ['A @ One', 'A @ Two', 'B @ One', 'C @ One'];
  const query = { id: 'x', why: 'x.', ask: {}, first: ['A'], relevant: ['A', 'B @ One'], never: ['C'] };

  it('finds nothing wrong with the right answer', () => {
    const score = scoreOf(query, ['A @ Two', 'A @ Two', 'B @ One', 'A @ One'], all);
    expect(score).toEqual({ isFirstRight: true, recall: 1, reciprocalRank: 1, wrong: [] });
  });

  it('sees what is too low, missing or forbidden', () => {
    const score = scoreOf(query, ['C @ One', 'A @ One'], all);
    expect(score).toEqual({ isFirstRight: false, recall: 1 / 3, reciprocalRank: 0.5, wrong: ['C @ One'] });
  });

  it('looks at ten answers only', () => {
    const found = [...Array<string>(10).fill('D @ One'), 'A @ One'];
    expect(scoreOf(query, found, all)).toMatchObject({ recall: 0, reciprocalRank: 0 });
  });

  it('asks no more of ten places than ten', () => {
    const many = Array.from({ length: 20 }, (_, i) => `A @ ${i}`);
    expect(scoreOf(query, many.slice(5, 15), many).recall).toBe(1);
  });

  it('takes nothing for right where nothing is expected', () => {
    const nothing = { ...query, first: [], relevant: [] };
    expect(scoreOf(nothing, [], all)).toMatchObject({ isFirstRight: true, recall: 1, reciprocalRank: 1 });
    expect(scoreOf(nothing, ['B @ One'], all)).toMatchObject({ isFirstRight: false, recall: 0 });
  });

  it('means over all', () => {
    const half = figuresOf([scoreOf(query, ['A @ One', 'A @ Two', 'B @ One'], all), scoreOf(query, [], all)]);
    expect(half).toEqual({ queries: 2, first: 0.5, recall: 0.5, meanReciprocalRank: 0.5 });
  });
});
