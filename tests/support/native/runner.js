import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import circus from 'jest-circus/runner';

const require = createRequire(import.meta.url);

// What is tried at random is the same for the same seed, which the set-up chooses and the closing lines name.
fc.configureGlobal({ seed: Number(process.env.TEST_SEED) });

// Jest waits half a second for a worker to end, and to take down its large heap takes longer on a busy machine. So it ends as soon as
// nothing keeps it running. Whatever a test left open still does, and Jest says so.
if (process.connected) process.on('exit', (code) => process.reallyExit(code));

/** How many files have been run. Node loads a file of tests once for each, so that it may be run again (tests/mutants). */
let runs = 0;

/**
 * Runs a test file, `tests/….test.ts`, with Jest's own runner, but as what the compiler made of it in `dist`, loaded
 * by Node. Jest's loader gives each file a program of its own: four fifths of a test run went into loading the hub
 * and its packages again and again. Here the files of a worker share what they import, as the parts of a hub do, so
 * what a module keeps for itself must do no harm to others.
 */
export default function runNatively(globalConfig, config, environment, runtime, testPath, send) {
  const native = Object.create(runtime, {
    requireInternalModule: { value: loadAnew },
    setGlobalsForRuntime: {
      value(globals) {
        runtime.setGlobalsForRuntime(globals);
        Object.assign(globalThis, runtime.requireModuleOrMock(testPath, '@jest/globals'));
      },
    },
    unstable_shouldLoadAsEsm: { value: () => true },
    unstable_importModule: {
      value(path) {
        const compiled = relative(config.rootDir, path).replace(/\.ts$/, '.js');
        return import(`${pathToFileURL(join(config.rootDir, 'dist', compiled)).href}?run=${runs++}`);
      },
    },
  });
  return circus.default(globalConfig, config, environment, native, testPath, send);
}

/** The tests and hooks of a file are state of the module that collects them: each file has its own. */
function loadAnew(path) {
  delete require.cache[path];
  delete globalThis[Symbol.for('EVENT_HANDLERS')];
  return require(path);
}
