import { confirmationBy, decayRuleInput, ruleFor } from '../../src/features/decay/decay.rules.js';
import { invalid, UserProblem } from '../../src/platform/errors.js';

const DAY = 86_400_000;
const usual = { confirmedForDays: 28, ageingFromShare: 0.5, longestDays: 180 };

describe('the rule for a kind of place and of provider', () => {
  const rule = (unit: string | null, settingType: string | null) => ({ unit, settingType });
  const general = rule(null, null);
  const hours = rule('HOUR', null);
  const schools = rule(null, 'PRU');
  const both = rule('HOUR', 'PRU');
  const all = [general, schools, hours, both];

  it.each([
    ['HOUR', 'PRU', both],
    ['HOUR', 'OTH', hours],
    ['FTE', 'PRU', schools],
    ['FTE', 'OTH', general],
  ])('of %s and %s is the most specific one', (unit, settingType, expected) => {
    expect(ruleFor(all, { unit, settingType })).toBe(expected);
    expect(ruleFor([...all].reverse(), { unit, settingType })).toBe(expected);
  });

  it('is that of the kind of place, if another is that of the kind of provider', () => {
    expect(ruleFor([general, schools, hours], { unit: 'HOUR', settingType: 'PRU' })).toBe(hours);
  });

  it('is there, or the table is broken', () => {
    expect(() => ruleFor([hours], { unit: 'FTE', settingType: 'OTH' })).toThrow(/lost/);
  });
});

describe('a confirmation', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  const days = (rule: typeof usual, asked: number | null) => {
    const { confirmedAt, ageingAt, expiresAt } = confirmationBy(rule, asked, now);
    return [confirmedAt, ageingAt, expiresAt].map((at) => at && (at.getTime() - now) / DAY);
  };

  it('lasts as long as the rule says, and ages after a share of it', () => {
    expect(days(usual, null)).toEqual([0, 14, 28]);
    expect(days({ ...usual, ageingFromShare: 0.25 }, null)).toEqual([0, 7, 28]);
  });

  it('lasts as long as is asked, and ages after the same share', () => {
    expect(days(usual, 7)).toEqual([0, 3.5, 7]);
    expect(days(usual, 1)).toEqual([0, 0.5, 1]);
    expect(days(usual, 180)).toEqual([0, 90, 180]);
  });

  it('ages at once with a share of 0, and not before its end with a share of 1', () => {
    expect(days({ ...usual, ageingFromShare: 0 }, null)).toEqual([0, 0, 28]);
    expect(days({ ...usual, ageingFromShare: 1 }, null)).toEqual([0, null, 28]);
  });

  it.each([0, -1, 181])('is not made for %i days', (asked) => {
    const message = `${asked} days is not possible: confirm the vacancy for 1 to 180 days.`;
    const problem = invalid(['confirmedForDays'], message);
    expect(() => confirmationBy(usual, asked, now)).toThrow(new UserProblem([problem]));
  });
});

describe('what a rule says', () => {
  const rule = { ...usual, validFrom: '2026-12-01' };
  const wrong = (values: object) =>
    decayRuleInput.safeParse({ ...rule, ...values }).error?.issues.map(({ path }) => path.join('.')) ?? [];

  it.each<[object, string[]]>([
    [{}, []],
    [{ unit: 'HOUR', validTo: '2026-12-01' }, []],
    [{ settingType: 'PRU', validTo: '2026-11-30' }, ['validTo']],
    [{ validTo: '2027-01-01' }, ['validTo']],
    [{ confirmedForDays: 180, longestDays: 180 }, []],
    [{ confirmedForDays: 181 }, ['longestDays']],
    [{ confirmedForDays: 0 }, ['confirmedForDays']],
    [{ confirmedForDays: 1.5 }, ['confirmedForDays']],
    [{ longestDays: 366 }, []],
    [{ longestDays: 367 }, ['longestDays']],
    [{ ageingFromShare: 0 }, []],
    [{ ageingFromShare: 1 }, []],
    [{ ageingFromShare: 1.01 }, ['ageingFromShare']],
    [{ ageingFromShare: -0.01 }, ['ageingFromShare']],
    [{ validFrom: '2026-02-30' }, ['validFrom']],
  ])('%j', (values, fields) => {
    expect(wrong(values)).toEqual(fields);
  });
});
