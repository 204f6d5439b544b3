import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { disableTypeChecks, Instrumenter } from '@stryker-mutator/instrumenter';

// Stryker's list of what is done to a program, which it names nowhere else: ours takes its place (operators.mjs).
const inside = dirname(createRequire(import.meta.url).resolve('@stryker-mutator/instrumenter'));
const mutate = await import(pathToFileURL(join(inside, 'mutators/mutate.js')).href);
export const allMutators = mutate.allMutators;

const silent = { isDebugEnabled: () => false, debug() {}, info() {}, warn: console.warn };
const options = { plugins: null, ignorers: [], excludedMutations: [] };

/**
 * Every mutant of some files, and the files with all of them in it: each does nothing until the global `__stryker__` says that it is
 * the active one.
 */
export async function instrumented(files, mutators) {
  allMutators.splice(0, Infinity, ...mutators);
  const whole = files.map(({ name, content }) => ({ name, content, mutate: true }));
  const made = await new Instrumenter(silent).instrument(whole, options);
  return {
    mutants: made.mutants,
    files: await Promise.all(made.files.map((file) => disableTypeChecks(file, options))),
  };
}
