import { demonstrated } from '../measure.js';
import { type Question, questionsOf } from './question.js';

const halves = { seen: questionsOf('seen'), unseen: questionsOf('unseen') };
const all = [...Object.values(halves), questionsOf('third-open'), questionsOf('third-kept')].flat();
const saidOf = ({ kind, text, why }: Question) => `${kind}: ${text || why}`;

describe('the questions', () => {
  it('name offerings of the demonstration that a search may show', () => {
    const listed = new Set(demonstrated().listed.map((name) => name.replace(' (demonstration)', '')));
    const unknown = all.flatMap((question) =>
      [...(question.best ?? []), ...(question.belongs ?? [])]
        .filter((name) => !listed.has(name))
        .map((name) => `${saidOf(question)}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  it('say what is expected of each, and nothing that contradicts itself', () => {
    const odd = all.filter(({ best = [], belongs = [], nothing, signpost, understood }) =>
      nothing ? best.length + belongs.length > 0 : best.length === 0 && !signpost && !understood,
    );
    expect(odd.map(saidOf)).toEqual([]);
    const left = all.filter(({ best = [], belongs = best }) => best.some((name) => !belongs.includes(name)));
    expect(left.map(saidOf)).toEqual([]);
  });

  it('come in two halves of the same kinds, with the two of a pair together', () => {
    const kindsOf = (half: readonly Question[]) => {
      const counts = new Map<string, number>();
      for (const { kind } of half) counts.set(kind, (counts.get(kind) ?? 0) + 1);
      return counts;
    };
    const [seen, unseen] = [kindsOf(halves.seen), kindsOf(halves.unseen)];
    for (const [kind, count] of seen)
      expect(Math.abs(count - (unseen.get(kind) ?? 0))).toBeLessThanOrEqual(1);
    for (const half of Object.values(halves)) {
      const pairs = new Map<string, number>();
      for (const { pair } of half) if (pair) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
      expect([...pairs].filter(([, count]) => count !== 2)).toEqual([]);
    }
  });

  it('ask everything once', () => {
    const asked = all.map(({ text, near, filter }) => JSON.stringify({ text, near, filter }));
    expect(asked.filter((one, at) => asked.indexOf(one) !== at)).toEqual([]);
  });
});
