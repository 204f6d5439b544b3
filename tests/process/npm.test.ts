import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../src/platform/project-root.js';

/** A copy of the project, since `npm start` builds, and other tests run from what is built here. */
const copy = mkdtempSync(join(tmpdir(), 'ap-hub-npm-'));
const folders = [copy];
const PARTS = [
  'package.json',
  'run.mjs',
  'tsconfig.json',
  'tsconfig.build.json',
  'seeds',
  'migrations',
  'src',
];

beforeAll(() => {
  for (const part of [...PARTS, 'schema', 'tests', 'dist']) {
    cpSync(join(projectRoot, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(projectRoot, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** npm and all that came of it, in a session of its own. */
class Npm {
  private readonly child: ChildProcess;
  private output = '';
  readonly dataDir: string;
  readonly ended: Promise<unknown>;

  constructor(...args: string[]) {
    this.dataDir = mkdtempSync(join(tmpdir(), 'ap-hub-npm-data-'));
    folders.push(this.dataDir);
    const { PATH = '', HOME = '' } = process.env;
    this.child = spawn('npm', args, {
      cwd: copy,
      detached: true,
      env: { PATH, HOME, PORT: '0', DATA_DIR: this.dataDir, DEMONSTRATION: 'false' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk) => {
        this.output += chunk;
      });
    }
    this.ended = once(this.child, 'exit');
  }

  /** npm alone, or with `-` its whole group, as a terminal does. */
  kill(signal: NodeJS.Signals, group?: '-'): void {
    const pid = this.child.pid ?? 0;
    process.kill(group ? -pid : pid, signal);
  }

  async says(what: RegExp): Promise<void> {
    await until(
      () => what.test(this.output) || this.hasEnded(),
      () => this.output,
    );
    expect(this.output).toMatch(what);
  }

  private hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Processes of this run that are there: of its session, and its Postgres. */
  left(): string[] {
    return processes()
      .filter((line) => line.session === this.child.pid || line.command.includes(this.dataDir))
      .map(({ command }) => command);
  }

  async leavesNothing(): Promise<void> {
    await until(
      () => this.left().length === 0,
      () => this.left().join('\n'),
    );
    expect(readdirSync(join(this.dataDir, 'leases'))).toEqual([]);
  }
}

interface Line {
  readonly session: number;
  readonly command: string;
}

function processes(): Line[] {
  const lines = execFileSync('ps', ['-eo', 'sess=,stat=,args='], { encoding: 'utf8' }).trim().split('\n');
  return lines.flatMap((line) => {
    const [, session, state, command = ''] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return state?.startsWith('Z') ? [] : [{ session: Number(session), command }];
  });
}

async function until(condition: () => boolean, state: () => string): Promise<void> {
  for (const end = performance.now() + 120_000; !condition(); await sleep(50)) {
    if (performance.now() > end) throw new Error(`Waited in vain: ${state()}`);
  }
}

const READY = /Ctrl-C stops the hub\./;

describe('npm start', () => {
  it.each<[string, NodeJS.Signals, '-' | undefined]>([
    ['SIGTERM to npm', 'SIGTERM', undefined],
    ['SIGINT to npm alone', 'SIGINT', undefined],
    ['SIGHUP to npm', 'SIGHUP', undefined],
    ['SIGKILL of npm', 'SIGKILL', undefined],
    ['Ctrl-C in its terminal', 'SIGINT', '-'],
    ['a closed terminal', 'SIGHUP', '-'],
    ['SIGKILL of npm and the hub', 'SIGKILL', '-'],
  ])(
    'leaves nothing behind after %s',
    async (_, signal, group) => {
      const npm = new Npm('start');
      await npm.says(READY);
      expect(npm.left().some((command) => command.includes('postgres'))).toBe(true);
      npm.kill(signal, group);
      await npm.leavesNothing();
    },
    240_000,
  );
});
