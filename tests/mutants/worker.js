import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { runCLI } from 'jest';
import { projectRoot } from '../../dist/src/platform/project-root.js';
import { watched } from './environment.js';
import config from './jest.config.js';

const argv = {
  config: JSON.stringify(config),
  runInBand: true,
  silent: true,
  runTestsByPath: true,
  watchman: false,
};

/** A mutant that takes in more and more is ended by a thread of its own, since the code itself may never come to rest. */
const MOST_BYTES = 2e9;
new Worker(
  `setInterval(() => process.memoryUsage.rss() > ${MOST_BYTES} && process.kill(process.pid, 'SIGKILL'), 500)`,
  { eval: true },
).unref();

/** A test that waited until its time was over: the code may be wrong, or the machine busy. */
const LATE = /exceeded timeout|waited in vain/i;

// What is to run has not been told yet: packages that any hub needs can be there by then.
if (process.argv[2] === 'hub') {
  const { dependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  await import('reflect-metadata');
  await Promise.all(Object.keys(dependencies).map((name) => import(name).catch(() => {})));
}

/** Runs a test file; tells which test failed first, and whether for want of time. */
async function run(file) {
  const { results } = await runCLI({ ...argv, _: [join(projectRoot, file)], $0: 'mutants' }, [projectRoot]);
  const [{ testExecError, testResults, failureMessage }] = results.testResults;
  if (testExecError) return { name: 'the file does not load', loading: true };
  const failed = testResults.find(({ status }) => status === 'failed');
  if (failed) return { name: failed.fullName, late: LATE.test(failed.failureMessages.join('\n')) };
  return results.success ? null : { name: failureMessage ?? 'the file', loading: true };
}

process.on('message', async ({ mutant, hitLimit, files }) => {
  // As a literal it is compared by where it lies in memory, as the literals of the code are.
  const activeMutant = mutant && new Function(`return '${Number(mutant)}'`)();
  Object.assign(watched, { activeMutant, hitLimit, hitCount: hitLimit && 0 });
  for (const file of files) {
    const started = performance.now();
    const failed = await run(file);
    const endless = watched.hitCount > hitLimit;
    process.send({ file, failed, endless, milliseconds: performance.now() - started });
    if (failed || endless) break;
  }
  const { static: loading = {}, perTest = {} } = watched.mutantCoverage ?? {};
  process.send({ done: true, ...(mutant ? {} : { loading, perTest }) });
});
process.send({ ready: true });
