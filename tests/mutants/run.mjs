import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { projectRoot } from '../../dist/src/platform/project-root.js';
import setUp from '../support/global-setup.js';
import tearDown from '../support/global-teardown.js';
import { areas } from './areas.mjs';
import { compared, scoresOf } from './scores.mjs';

const BASELINE = join(projectRoot, 'tests/mutants/baseline.json');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean' },
    concurrency: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const chosen = positionals.length > 0 ? positionals : Object.keys(areas);
const unknown = chosen.filter((name) => !areas[name]);
if (unknown.length > 0)
  throw new Error(`No such area: ${unknown}. There are ${Object.keys(areas).join(', ')}.`);

process.chdir(projectRoot);
process.env.TEST_SEED ||= '1'; // the same figures for the same code
await setUp();
const baseline = JSON.parse(readFileSync(BASELINE, 'utf8'));
const scores = {};
try {
  for (const name of chosen) Object.assign(scores, scoresOf(await mutate(name)));
} finally {
  await tearDown();
}
const worse = compared(scores, baseline);
if (values.write) {
  const all = Object.entries({ ...baseline, ...scores }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(BASELINE, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
} else if (worse.length > 0) {
  console.error(`Fewer mutants are killed than before:\n${worse.join('\n')}`);
  process.exitCode = 1;
}

/** Tries all mutants of an area, each in a process of its own: Node keeps what it has loaded, with the mutant in its tables. */
function mutate(name) {
  process.env.MUTATED_AREA = name;
  return new Stryker({
    mutate: values.only ? [values.only] : areas[name].mutate,
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner', join(projectRoot, 'tests/mutants/no-prose.mjs')],
    ignorers: ['no-prose'],
    jest: { configFile: 'tests/mutants/jest.config.js', enableFindRelatedTests: false },
    coverageAnalysis: 'perTest',
    maxTestRunnerReuse: 1,
    timeoutMS: 60_000, // a process takes its time to begin where others want the machine
    concurrency: Number(values.concurrency),
    buildCommand: 'npx tsc -p tsconfig.tests.json',
    tsconfigFile: 'none', // Stryker would read it with a compiler that TypeScript 7 no longer has
    tempDirName: 'dist/mutants',
    ignorePatterns: ['dist', '.data', 'docs'],
    reporters: ['clear-text', 'progress-append-only'],
    clearTextReporter: { allowColor: false, logTests: false, reportScoreTable: false, reportTests: false },
    allowEmpty: true,
  }).runMutationTest();
}
