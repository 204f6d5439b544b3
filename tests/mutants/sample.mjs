import { createHash } from 'node:crypto';

const digest = (...words) => createHash('sha256').update(words.join('\0')).digest('hex');

/** By what a mutant is known from run to run: what it does to which line, wherever that has moved to; the first or nth such line. */
export const keyOf = ({ file, text, nth, operator, original, replacement }) =>
  digest(file, text, operator, original, replacement, ...(nth > 0 ? [String(nth)] : [])).slice(0, 16);

/**
 * So many of some mutants, the same for the same seed: of each file in proportion, but at least `least`. Which of a file depends on the
 * seed and on the mutants alone, so that a change of one file does not change another.
 */
export function sampled(mutants, size, { seed, least }) {
  const files = byFile(mutants);
  const smallest = (all) => Math.min(all.length, least);
  const given = [...files.values()].reduce((sum, all) => sum + smallest(all), 0);
  const more = [...files.values()].reduce((sum, all) => sum + all.length - smallest(all), 0);
  const share = more === 0 ? 0 : Math.max(0, (size - given) / more);
  return [...files.values()].flatMap((all) => {
    const number = smallest(all) + Math.round((all.length - smallest(all)) * share);
    const order = all
      .map((mutant) => [digest(seed, keyOf(mutant), mutant.line), mutant])
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return order.slice(0, number).map(([, mutant]) => mutant);
  });
}

function byFile(mutants) {
  const files = new Map();
  for (const mutant of mutants) files.set(mutant.file, [...(files.get(mutant.file) ?? []), mutant]);
  return files;
}
