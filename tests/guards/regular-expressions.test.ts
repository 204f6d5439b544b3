import type { Diagnostics } from 'recheck';
import { z } from 'zod';
import { type Pattern, patternsBelow, patternsOf } from './regular-expressions.js';

/**
 * Whatever is matched, it may come from a stranger: every regular expression takes time in proportion to its text. The automaton
 * of recheck proves it; it does not know look-around and back-references, which are to be written differently.
 */

process.env.RECHECK_BACKEND = 'pure';
const { checkSync } = await import('recheck');

const root = process.cwd();
/** Bounded repeats count as they are written, and a busy machine may take its time. */
const proof = {
  checker: 'automaton',
  maxRepeatCount: 10_000,
  maxPatternSize: 10_000,
  maxNFASize: 100_000,
  timeout: 60_000,
} as const;

/** Patterns that cannot be proved, why they do no harm, and what bounds their input. Better to have none. */
const exceptions: Readonly<Record<string, string>> = {};

/** Its own proof can be too much for it. */
function judge(source: string, flags: string): Diagnostics | { status: 'unknown'; error: { kind: string } } {
  try {
    return checkSync(source, flags, proof);
  } catch (error) {
    return { status: 'unknown', error: { kind: String(error) } };
  }
}

/** What is wrong with a pattern, with the text that it takes long for; null when it is linear. */
function faultOf({ source, flags, path }: Pattern): string | null {
  const pattern = `/${source}/${flags}`;
  if (pattern in exceptions) return null;
  const judged = judge(source, flags);
  if (judged.status === 'safe') return null;
  const reason =
    judged.status === 'vulnerable'
      ? `${judged.complexity.summary}, as for ${judged.attack.pattern.slice(0, 200)}`
      : `cannot be judged (${judged.error.kind})`;
  return `${path}: ${pattern}: ${reason}`;
}

describe('regular expressions', () => {
  const patterns = patternsBelow(root, 'src');

  it('are found wherever they stand', () => {
    expect(patterns.length).toBeGreaterThan(90);
    const text = `
      const DIGIT = '[0-9]'; const PAIR = \`\${DIGIT}{2}\`;
      class A { @Field({ matches: /a+/g }) x = new RegExp(\`^\${PAIR}$\`, 'u'); y = text.split(/ /)[0]; }`;
    const found = patternsOf('a.ts', text).map(({ source, flags }) => `/${source}/${flags}`);
    expect(found.sort()).toEqual(['/ /', '/^[0-9]{2}$/u', '/a+/g']);
    expect(() => patternsOf('a.ts', 'new RegExp(given)')).toThrow('a.ts: a regular expression is made of');
  });

  it('take time in proportion to their text', () => {
    expect(patterns.flatMap((pattern) => faultOf(pattern) ?? [])).toEqual([]);
  }, 180_000);

  it('of the library that checks what comes in do so too, where they are used', () => {
    const used = { date: z.regexes.date, uuid: z.regexes.uuid() };
    const faults = Object.entries(used).map(([path, { source, flags }]) => faultOf({ path, source, flags }));
    expect(faults).toEqual([null, null]);
  });

  it.each([
    ['(a+)+$', 'exponential'],
    ['[\\p{L}.]+@[\\p{L}]+', '2nd degree polynomial'],
    ['dob\\s*[:=-]?\\s*\\d', '2nd degree polynomial'],
    ['^(?=.*a)b', 'cannot be judged (unsupported)'],
  ])('would be found out: %s', (source, fault) => {
    expect(faultOf({ source, flags: 'u', path: 'x.ts' })).toContain(fault);
  });

  it('are excepted only while they are there', () => {
    const written = patterns.map(({ source, flags }) => `/${source}/${flags}`);
    expect(Object.keys(exceptions).filter((pattern) => !written.includes(pattern))).toEqual([]);
  });
});
