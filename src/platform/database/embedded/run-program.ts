import { type SpawnOptions, spawn } from 'node:child_process';
import type { Account } from './account.js';

/** How a program ended. */
export interface Outcome {
  /** Undefined if it could not be started, or was killed. */
  readonly exitCode: number | undefined;
  /** Why it could not be started: the operating system's error. */
  readonly startError: NodeJS.ErrnoException | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * How the database programs are started: as the given account, in a folder that everyone can enter, and with only the search
 * path from this process's environment, so that neither secrets nor unrelated PG* variables reach them.
 */
export function programOptions(account: Account | undefined) {
  const { PATH, SystemRoot, TEMP } = process.env;
  const windows = process.platform === 'win32' ? { SystemRoot, TEMP } : {};
  return {
    ...(account && { uid: account.uid, gid: account.gid }),
    cwd: '/',
    env: { PATH, ...windows, LC_ALL: 'C', TZ: 'UTC' },
    windowsHide: true,
  } satisfies SpawnOptions;
}

/** Runs a database program to its end. Does not throw: the outcome says how it ended. */
export function runProgram(
  program: string,
  args: readonly string[],
  account: Account | undefined,
): Promise<Outcome> {
  return new Promise((done) => {
    const output = { stdout: '', stderr: '' };
    const failed = (startError: NodeJS.ErrnoException) =>
      done({ exitCode: undefined, startError, ...output });
    try {
      const child = spawn(program, args, { ...programOptions(account), stdio: ['ignore', 'pipe', 'pipe'] });
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output.stdout += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        output.stderr += text;
      });
      child.once('error', failed);
      child.once('close', (code) => done({ exitCode: code ?? undefined, startError: undefined, ...output }));
    } catch (error) {
      failed(error as NodeJS.ErrnoException); // Node throws some failures (EPERM) and emits others (EACCES)
    }
  });
}

const LEVEL = /\b(?:FATAL|PANIC|error):/;

/** The line in the output of a Postgres program that says what went wrong, without its timestamp and level. */
export function complaintIn(output: string): string | undefined {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const complaint = lines.find((line) => LEVEL.test(line)) ?? lines.at(-1);
  const level = LEVEL.exec(complaint ?? '');
  return complaint?.slice(level ? level.index + level[0].length : 0).trim();
}
