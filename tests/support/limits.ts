import type { ZodType } from 'zod';

/** What a field takes and what it refuses, at the edges of its limits. Absent is `undefined`. */
export type Limits = readonly [takes: readonly unknown[], refuses: readonly unknown[]];

/** What an input is made of that its rule takes as it is, and each field's limits. */
export function describeLimits(
  name: string,
  rule: ZodType,
  whole: Readonly<Record<string, unknown>>,
  limits: Readonly<Record<string, Limits>>,
): void {
  const problems = (values: object) => {
    const { error } = rule.safeParse({ ...whole, ...values });
    return error ? error.issues.map(({ path }) => path[0]) : [];
  };
  describe(`the limits of ${name}`, () => {
    it('let a usual one through', () => {
      expect(problems({})).toEqual([]);
    });

    it.each(Object.keys(limits))('hold for %s', (field) => {
      const [takes, refuses] = limits[field]!;
      const wrong = (value: unknown) => problems({ [field]: value });
      expect(takes.filter((value) => wrong(value).length > 0)).toEqual([]);
      expect(refuses.filter((value) => !wrong(value).includes(field))).toEqual([]);
    });

    it('leave no room for what is not asked for', () => {
      expect(rule.safeParse({ ...whole, somethingElse: 1 }).success).toBe(false);
    });
  });
}

/** A word of so many letters. */
export const letters = (count: number) => 'a'.repeat(count);
/** So many of something. */
export const several = <T>(count: number, one: (place: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => one(i));
/** So many different codes. */
export const codes = (count: number) => several(count, (place) => `CODE_${place}`);

/** Limits of usual kinds. */
export const text = (least: number, most: number): Limits => [
  [letters(Math.max(least, 1)), letters(most)],
  [...(least > 0 ? [letters(least - 1)] : []), letters(most + 1), 7],
];
export const whole = (least: number, most: number): Limits => [
  [least, most],
  [least - 1, most + 1, least + 0.5, `${least}`],
];
export const list = (
  most: number,
  one: (place: number) => unknown = (place) => `CODE_${place}`,
  least = 0,
): Limits => [
  [several(Math.max(least, 1), one), several(most, one), ...(least === 0 ? [[]] : [])],
  [several(most + 1, one), ...(least > 0 ? [several(least - 1, one)] : []), 'CODE_1'],
];
/** The same, and it may be left out or null. */
export const orNothing = ([takes, refuses]: Limits): Limits => [[...takes, null, undefined], refuses];
/** The same, and it may be left out, but not be null. */
export const orLeftOut = ([takes, refuses]: Limits): Limits => [
  [...takes, undefined],
  [...refuses, null],
];
/** The same, and it must be given. */
export const needed = ([takes, refuses]: Limits): Limits => [takes, [...refuses, null, undefined]];
