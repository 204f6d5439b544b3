// `node run.mjs main` or `node run.mjs cli <arguments>` builds the program, then runs it in this same process, so that
// signals reach it. `npm start` and `npm run hub` run this, and it ends when npm ends, even if npm is killed.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const LOOK_EVERY_MS = 250;
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
const [node, , program, ...rest] = process.argv;
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** Calls `end` when the process that started this one has gone. A killed parent cannot give notice. */
function endWithParent(end) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent && isRunning(parent)) return;
    clearInterval(watch);
    end();
  }, LOOK_EVERY_MS);
  watch.unref();
}

/** On Windows the id of the parent does not change when the parent ends. */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Resolves when the program is built. A signal in the meantime also stops the compiler. */
async function build() {
  const compiler = path('node_modules/typescript/bin/tsc');
  // The compiler gets its own process group, because it starts another process.
  const detached = process.platform !== 'win32';
  const options = { cwd: path('.'), stdio: 'inherit', detached };
  const building = spawn(node, [compiler, '-p', 'tsconfig.build.json'], options);
  const stop = (signal) => {
    process.kill(detached ? -building.pid : building.pid, 'SIGKILL');
    process.exit(SIGNALS[signal]);
  };
  for (const signal of Object.keys(SIGNALS)) process.on(signal, stop);
  const code = await new Promise((resolve, reject) => building.once('error', reject).once('close', resolve));
  for (const signal of Object.keys(SIGNALS)) process.off(signal, stop);
  if (code !== 0) process.exit(code ?? 1);
}

if (process.env.npm_lifecycle_event) {
  endWithParent(() => process.emit('SIGHUP', 'SIGHUP') || process.exit(SIGNALS.SIGHUP));
}
await build();
process.argv = [node, path(`dist/src/${program}.js`), ...rest];
process.setSourceMapsEnabled(true);
await import(`./dist/src/${program}.js`);
