import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../dist/src/platform/project-root.js';
import setUp from '../support/global-setup.js';
import tearDown from '../support/global-teardown.js';
import { areas, filesOf } from './areas.mjs';
import { equivalents } from './equivalents.mjs';
import { KeptResults } from './kept-results.mjs';
import { Lane } from './lanes.mjs';
import { keyOf, sampled } from './sample.mjs';
import { makeSandbox, putInto } from './sandbox.mjs';
import { printed, scoresBy, worseThan } from './scores.mjs';
import { lookedAt, planOf, tried } from './trying.mjs';

const BASELINE = join(projectRoot, 'tests/mutants/baseline.json');
/** Where the copy and what is known are kept; another one for a second run at the same time. */
const WORK = join(projectRoot, 'dist', process.env.MUTANTS || 'mutants');
/** How many mutants of each file a sample has at least. */
const LEAST = 5;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string' },
    only: { type: 'string' },
    concurrency: { type: 'string', default: '1' },
    known: { type: 'boolean' },
    write: { type: 'boolean' },
  },
});
const chosen = positionals.length > 0 ? positionals : Object.keys(areas);
const unknown = chosen.filter((name) => !areas[name]);
if (unknown.length > 0)
  throw new Error(`No such area: ${unknown}. There are ${Object.keys(areas).join(', ')}.`);

process.chdir(projectRoot);
process.env.TEST_SEED ||= '1'; // the same mutants, and what is random in tests, for the same code
process.env.PROPERTY_RUNS ||= '40'; // of the search engine's contract, which has 200 in `npm test`
const files = Object.values(areas).flatMap(({ mutate }) => filesOf(projectRoot, mutate));
const sandbox = join(WORK, 'sandbox');
const all = await makeSandbox(projectRoot, sandbox, files);
const wanted = values.sample
  ? sampled(all, Number(values.sample), { seed: process.env.TEST_SEED, least: LEAST })
  : all;
const equal = new Set(equivalents(all).map(keyOf));
const kept = new KeptResults(projectRoot, join(WORK, 'results.jsonl'));
console.log(`${all.length} mutants of ${files.length} files, of which ${wanted.length} are wanted.`);

if (!values.known) await setUp();
const results = [];
let lanes = [];
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    for (const lane of lanes) lane.end();
    if (!values.known) await tearDown();
    process.exit(1);
  });
}
try {
  for (const name of chosen) results.push(...(await tryArea(name)));
} finally {
  if (!values.known) await tearDown();
}
for (const result of results) result.equivalent = equal.has(result.key) && result.status !== 'killed';
for (const result of results) if (result.status !== 'killed' && !result.equivalent) survivor(result);
const byFile = scoresBy(({ file }) => file, results);
printed(
  'By operator',
  scoresBy(({ operator }) => operator, results),
);
printed('By file', byFile);

const baseline = existsSync(BASELINE) ? JSON.parse(readFileSync(BASELINE, 'utf8')) : {};
const worse = worseThan(baseline, byFile);
if (values.write) {
  const sample = values.sample ? Number(values.sample) : 'all';
  for (const [file, { killed, of }] of Object.entries(byFile)) baseline[file] = { killed, of, sample };
  const sorted = Object.entries(baseline).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = sorted.map(([file, score]) => `  ${JSON.stringify(file)}: ${JSON.stringify(score)}`);
  writeFileSync(BASELINE, `{\n${lines.join(',\n')}\n}\n`);
} else if (worse.length > 0) {
  console.error(`A smaller share of mutants is killed than before:\n${worse.join('\n')}`);
  process.exitCode = 1;
}

/** Tries the wanted mutants of an area, but for those of which the result is known. */
async function tryArea(name) {
  const { mutate, tests, hub } = areas[name];
  const testFiles = filesOf(projectRoot, tests);
  const only = values.only?.split(',');
  const mutated = new Set(filesOf(projectRoot, mutate).filter((file) => only?.includes(file) ?? true));
  const here = wanted.filter(({ file }) => mutated.has(file));
  // One that changes nothing survives whatever tests there are.
  const known = here
    .map((mutant) => kept.find(mutant, testFiles, values.known || equal.has(keyOf(mutant))))
    .filter(Boolean);
  const keys = new Set(known.map(({ key }) => key));
  const open = here.filter((mutant) => !keys.has(keyOf(mutant)));
  console.log(`\n${name}: ${open.length} to try, ${known.length} known`);
  if (open.length === 0 || values.known) return known;
  putInto(projectRoot, sandbox, filesOf(projectRoot, mutate), files);
  lanes = Array.from({ length: Number(values.concurrency) }, () => new Lane(sandbox, hub ? 'hub' : 'alone'));
  try {
    const seen = await lookedAt(lanes, testFiles);
    const plans = open.map((mutant) => ({ mutant, plan: planOf(mutant, testFiles, seen) }));
    plans.sort((one, other) => Number(one.plan.fresh) - Number(other.plan.fresh));
    const found = [];
    const begun = Date.now();
    const work = async (lane) => {
      for (let next = plans.shift(); next; next = plans.shift()) {
        const result = kept.keep(next.mutant, testFiles, await tried(lane, next.plan));
        found.push(result);
        const seconds = ((Date.now() - begun) / 1_000).toFixed(0);
        console.log(
          `  ${seconds} s, ${found.length} of ${open.length}: ${result.status} ${result.file}:${result.line} ${result.operator}`,
        );
      }
    };
    await Promise.all(lanes.map(work));
    return [...known, ...found];
  } finally {
    for (const lane of lanes) lane.end();
  }
}

function survivor({ status, file, line, operator, original, replacement, by }) {
  console.log(`\n${status}: ${file}:${line} ${operator} (${by})\n- ${original}\n+ ${replacement}`);
}
