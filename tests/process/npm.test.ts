import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/project-root.js';
import { until } from '../support/until.js';

/** A copy of the project, since `npm start` builds, and other tests run from what is built here. */
const copy = mkdtempSync(join(tmpdir(), 'ap-hub-npm-'));
const folders = [copy];
const started: number[] = [];
/** A folder for the embedded Postgres; not in the copy, which is closed to the account it runs as. */
function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ap-hub-npm-data-'));
  folders.push(folder);
  return folder;
}

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
  for (const pid of started)
    if (processes().some(({ session }) => session === pid)) process.kill(-pid, 'SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const COMPILER = join(copy, 'node_modules/typescript');

/** npm and all that came of it, in a session of its own. */
class Npm {
  private readonly child: ChildProcess;
  private output = '';
  readonly ended: Promise<unknown>;

  constructor(
    readonly dataDir: string,
    ...args: string[]
  ) {
    const { PATH = '', HOME = '' } = process.env;
    this.child = spawn('npm', args, {
      cwd: copy,
      detached: true,
      env: { PATH, HOME, PORT: '0', DATA_DIR: this.dataDir, DEMONSTRATION: 'false', DRAIN_DELAY_MS: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk) => {
        this.output += chunk;
      });
    }
    this.ended = once(this.child, 'exit');
    started.push(this.child.pid ?? 0);
  }

  /** npm alone, or with `-` its whole group, as a terminal does. */
  kill(signal: NodeJS.Signals, group?: '-'): void {
    const pid = this.child.pid ?? 0;
    process.kill(group ? -pid : pid, signal);
  }

  async says(what: RegExp): Promise<void> {
    await until(
      () => `npm says ${what}: ${this.output}`,
      () => what.test(this.output) || this.hasEnded(),
      PATIENCE,
    );
    expect(this.output).toMatch(what);
  }

  private hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Processes of this run that are there: of its session, its Postgres, and a compiler. */
  left(): string[] {
    const own = processes().filter(
      ({ session, command }) =>
        session === this.child.pid || [this.dataDir, COMPILER].some((path) => command.includes(path)),
    );
    return own.map(({ command }) => command);
  }

  hasPostgres(): boolean {
    return this.left().some((command) => command.includes('/bin/postgres'));
  }

  async leavesNothing(): Promise<void> {
    await until(
      () => `nothing is left of: ${this.left().join('\n')}`,
      () => this.left().length === 0,
      PATIENCE,
    );
    const leases = join(this.dataDir, 'leases');
    expect(existsSync(leases) ? readdirSync(leases) : []).toEqual([]);
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

/** How long npm may take, and how often the processes are listed. */
const PATIENCE = { within: 120_000, every: 50 };

const READY = /Ctrl-C stops the hub\./;

describe('npm start', () => {
  const data = dataFolder();

  it.each<[string, NodeJS.Signals, '-' | undefined]>([
    ['SIGTERM to npm', 'SIGTERM', undefined],
    ['SIGINT to npm alone', 'SIGINT', undefined],
    ['SIGKILL of npm', 'SIGKILL', undefined],
    ['Ctrl-C in its terminal', 'SIGINT', '-'],
    ['a closed terminal', 'SIGHUP', '-'],
    ['SIGKILL of npm and the hub', 'SIGKILL', '-'],
  ])(
    'leaves nothing behind after %s',
    async (_, signal, group) => {
      const npm = new Npm(data, 'start');
      await npm.says(READY);
      expect(npm.hasPostgres()).toBe(true);
      npm.kill(signal, group);
      await npm.leavesNothing();
    },
    240_000,
  );

  it.each<[string, NodeJS.Signals, (npm: Npm) => boolean]>([
    ['builds', 'SIGTERM', (npm) => npm.left().some((command) => command.includes(COMPILER))],
    ['builds', 'SIGKILL', (npm) => npm.left().some((command) => command.includes(COMPILER))],
    ['starts Postgres', 'SIGKILL', (npm) => npm.hasPostgres()],
  ])(
    'leaves nothing behind when, while it %s, npm is ended by %s',
    async (_, signal, isSoFar) => {
      const npm = new Npm(dataFolder(), 'start');
      await until(
        () => `it has come that far: ${npm.left().join('\n')}`,
        () => isSoFar(npm),
        PATIENCE,
      );
      npm.kill(signal);
      await npm.leavesNothing();
    },
    240_000,
  );
});

describe('npm run hub', () => {
  const audit = ['audit', 'verify'];
  const postcodes = ['import', 'postcodes', join(projectRoot, 'tests/exchange/files/code-point')];
  it.each<[string, NodeJS.Signals, string[]]>([
    ['audit verify', 'SIGTERM', audit],
    ['import', 'SIGINT', postcodes],
  ])(
    '-- %s leaves nothing behind after %s to npm',
    async (_, signal, command) => {
      const npm = new Npm(dataFolder(), 'run', 'hub', '--', ...command);
      await until(
        () => `it has a Postgres: ${npm.left().join('\n')}`,
        () => npm.hasPostgres(),
        PATIENCE,
      );
      npm.kill(signal);
      await npm.leavesNothing();
      if (signal === 'SIGINT') await npm.says(/The import was interrupted\. Nothing was changed/);
    },
    240_000,
  );
});

describe('the scripts', () => {
  const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };

  it('that run the program become it, on Windows by a file of that name', () => {
    expect([scripts.start, scripts.hub]).toEqual(['exec node run.mjs main', 'exec node run.mjs cli']);
    expect(readFileSync(join(projectRoot, 'exec.cmd'), 'utf8').split('\r\n').at(-2)).toBe('@%*');
  });
});
