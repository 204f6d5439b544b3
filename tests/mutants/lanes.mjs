import { fork } from 'node:child_process';
import { join } from 'node:path';

/** How many mutants one process meets at most: what a failing test leaves behind must not pile up. */
const MEETS_AT_MOST = 30;

/**
 * One process after another that runs test files, and a spare one that has begun: a mutant of what is decided once while a
 * module is loaded needs a process that has loaded nothing.
 */
export class Lane {
  #worker = null;
  #spare;

  constructor(sandbox, kind) {
    this.begin = () => begun(sandbox, kind);
    this.#spare = this.begin();
  }

  /**
   * Runs files until one of them fails, with a mutant active or with none. Tells of each as the worker does; `exited` where the process
   * went without a word, `overdue` where it took longer than `limit` milliseconds.
   */
  async run({ mutant, files, hitLimit, limit, fresh }, each = () => {}) {
    if (fresh || this.#worker?.met >= MEETS_AT_MOST) this.#end();
    if (!this.#worker) {
      this.#worker = this.#spare;
      this.#spare = this.begin();
    }
    const worker = this.#worker;
    await worker.ready;
    const wasFresh = worker.met++ === 0;
    const told = await new Promise((resolve) => {
      const end = setTimeout(() => resolve({ overdue: true }), limit);
      const finish = (how) => {
        clearTimeout(end);
        resolve(how);
      };
      worker.process.removeAllListeners('message').on('message', (said) => {
        if (said.done) finish(said);
        else each(said);
      });
      worker.process.once('exit', () => finish({ exited: true }));
      worker.process.send({ mutant, files, hitLimit });
    });
    worker.process.removeAllListeners('exit');
    if (told.overdue || told.exited || fresh) this.#end();
    return { ...told, wasFresh };
  }

  end() {
    this.#end();
    this.#spare.process.kill('SIGKILL');
  }

  #end() {
    this.#worker?.process.kill('SIGKILL');
    this.#worker = null;
  }
}

function begun(sandbox, kind) {
  const child = fork(join(sandbox, 'tests/mutants/worker.js'), [kind], {
    cwd: sandbox,
    execArgv: ['--no-warnings'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return { process: child, met: 0, ready: new Promise((resolve) => child.once('message', resolve)) };
}
