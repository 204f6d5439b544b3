import fc from 'fast-check';
import { NONE, type Score } from '../../src/features/match/match.score.js';
import { facts, question, scorer } from './arbitrary-match.js';
import { anOffering, codebook, scorerFor, wording } from './weighing.js';

/** Adds numbers as a person does, digit by digit from their text, and writes the sum. Throws if one has more than one decimal place. */
function sumOf(numbers: readonly number[]): string {
  const sum = numbers.reduce((all, number) => {
    const [, whole, tenth = '0'] = /^(\d+)(?:\.(\d))?$/.exec(`${number}`) ?? [];
    if (whole === undefined) throw new Error(`${number} is not a number with one decimal place.`);
    return all + BigInt(whole) * 10n + BigInt(tenth);
  }, 0n);
  return sum % 10n === 0n ? `${sum / 10n}` : `${sum / 10n}.${sum % 10n}`;
}

const tenths = (points: number) => Math.round(points * 10);

describe('whatever is asked of whatever offering', () => {
  it('the parts add up to the score, their weights to 100, and the quick sum is the explained one', () => {
    fc.assert(
      fc.property(facts, scorer, (offering, asked) => {
        const { total, parts } = asked.explain(offering, wording);
        const sum = (of: 'points' | 'weight') => parts.reduce((all, part) => all + tenths(part[of]), 0);
        expect([sum('points'), sum('weight')]).toEqual([tenths(total), 1_000]);
        expect(asked.tenths(offering)).toBe(tenths(total));
        for (const { points, weight } of parts) {
          expect(points).toBeGreaterThanOrEqual(0);
          expect(points).toBeLessThanOrEqual(weight);
        }
      }),
    );
  });

  it('what is shown adds up as it is shown: the points, and the bounds', () => {
    fc.assert(
      fc.property(facts, scorer, (offering, asked) => {
        const shown = JSON.parse(JSON.stringify(asked.explain(offering, wording))) as Score;
        const known = shown.parts.filter(({ value }) => value !== null).map(({ points }) => points);
        const unknown = shown.parts.filter(({ value }) => value === null).map(({ weight }) => weight);
        expect(sumOf(shown.parts.map(({ points }) => points))).toBe(`${shown.total}`);
        expect(sumOf(shown.parts.map(({ weight }) => weight))).toBe('100');
        expect(sumOf(known)).toBe(`${shown.atLeast}`);
        expect(sumOf([...known, ...unknown])).toBe(`${shown.atMost}`);
      }),
    );
  });

  it('it returns the same again', () => {
    fc.assert(
      fc.property(facts, question, (offering, { profile, where }) => {
        const again = scorerFor(profile, where).explain(offering, wording);
        expect(again).toEqual(scorerFor(profile, where).explain(offering, wording));
      }),
    );
  });

  it('a sum that stops early is below the floor, as the whole one is', () => {
    fc.assert(
      fc.property(facts, scorer, fc.integer({ min: 0, max: 1_000 }), (offering, asked, floor) => {
        const whole = asked.tenths(offering);
        const stopped = asked.tenths(offering, floor);
        if (whole >= floor) expect(stopped).toBe(whole);
        else expect(stopped).toBeLessThan(floor);
      }),
    );
  });

  it('a rank that is worked out only as far as needed is above the worst, as the whole one is', () => {
    fc.assert(
      fc.property(facts, facts, scorer, (offering, other, asked) => {
        const [whole, worst] = [asked.rank(offering), asked.rank(other)];
        const stopped = asked.rank(offering, worst);
        if (whole <= worst) expect(stopped).toBe(whole);
        else expect(stopped).toBeGreaterThan(worst);
      }),
    );
  });

  it('an unknown part has half its weight, no value, and leaves nothing out', () => {
    fc.assert(
      fc.property(facts, question, (offering, { profile, where }) => {
        const { parts, total, atLeast, atMost } = scorerFor(profile, where).explain(offering, wording);
        let unknown = 0;
        for (const { verdict, value, weight, points, kind } of parts) {
          expect(verdict === 'UNKNOWN').toBe(value === null);
          if (value !== null) continue;
          unknown += tenths(weight);
          expect(Math.abs(weight / 2 - points)).toBeLessThanOrEqual(0.05 + 1e-9);
          const alone = scorerFor({ ...profile, hard: [kind] }, where);
          expect(alone.failing(offering)).toBe(NONE);
        }
        expect(tenths(atMost) - tenths(atLeast)).toBe(unknown);
        expect(atLeast).toBeLessThanOrEqual(total);
        expect(total).toBeLessThanOrEqual(atMost);
      }),
    );
  });

  it('an unmet part is one that a hard condition leaves out', () => {
    fc.assert(
      fc.property(facts, question, (offering, { profile, where }) => {
        for (const { verdict, kind } of scorerFor(profile, where).explain(offering, wording).parts) {
          const passes = scorerFor({ ...profile, hard: [kind] }, where).failing(offering) === NONE;
          if (verdict === 'UNMET') expect(passes).toBe(false);
          if (verdict === 'MET' || verdict === 'UNKNOWN') expect(passes).toBe(true);
        }
      }),
    );
  });

  it('each sentence is one sentence', () => {
    fc.assert(
      fc.property(facts, scorer, (offering, asked) => {
        for (const { sentence } of asked.explain(offering, wording).parts) {
          expect(sentence).toMatch(/^[A-Z].*[a-z\d”A-Z]\.$/);
          expect(sentence).not.toMatch(/[.!?] |undefined|NaN/);
        }
      }),
    );
  });
});

describe('better never scores lower', () => {
  const needs = fc.subarray(['SEMH', 'ASD', 'SLCN', 'MLD']);

  it('to cater for one more need, and to be made for it', () => {
    fc.assert(
      fc.property(facts, scorer, needs, (offering, asked, more) => {
        const mask = codebook.needs.mask(more);
        const caters = {
          ...offering,
          secondaryNeeds: offering.secondaryNeeds | (mask & ~offering.primaryNeeds),
        };
        const isMade = {
          ...offering,
          primaryNeeds: offering.primaryNeeds | mask,
          secondaryNeeds: offering.secondaryNeeds & ~mask,
        };
        expect(asked.tenths(caters)).toBeGreaterThanOrEqual(asked.tenths(offering));
        expect(asked.tenths(isMade)).toBeGreaterThanOrEqual(asked.tenths(caters));
      }),
    );
  });

  it('to be nearer', () => {
    fc.assert(
      fc.property(
        scorer,
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (asked, off, share) => {
          const at = (degrees: number) => anOffering({ latitude: 52.83 + degrees });
          expect(asked.tenths(at(off * share))).toBeGreaterThanOrEqual(asked.tenths(at(off)));
        },
      ),
    );
  });

  it('to say one thing more of places', () => {
    fc.assert(
      fc.property(facts, facts, scorer, (offering, other, asked) => {
        // Something is said of the pupil's years already: then another statement can only add a place.
        const known = asked.explain(offering, wording).parts.find(({ kind }) => kind === 'VACANCY');
        fc.pre(known?.value !== null);
        const more = { ...offering, vacancies: [...offering.vacancies, ...other.vacancies] };
        expect(asked.tenths(more)).toBeGreaterThanOrEqual(asked.tenths(offering));
      }),
    );
  });
});
