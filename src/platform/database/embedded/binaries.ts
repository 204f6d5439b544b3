import { join } from 'node:path';
import { type Account, isRoot } from './account.js';
import { copyOnce } from './binary-copy.js';
import { type DataFolder, SYSTEM_FOLDER } from './data-folder.js';
import { EmbeddedPostgresError, OWN_POSTGRES } from './embedded-postgres-error.js';
import { completeLinksAndModes, platformPackage } from './platform-package.js';
import { complaintIn, type Outcome, runProgram } from './run-program.js';

/** Postgres programs that were tested on this machine with the account that runs them. */
export interface Binaries {
  /** For example `18` for `18.4`: a cluster belongs to one major version. */
  readonly major: string;
  program(name: 'initdb' | 'postgres' | 'pg_ctl'): string;
}

/**
 * The programs in a place where Postgres's account can run them: in the installed package, else in a copy that is made
 * once (for root in a place that all data folders share).
 * @throws EmbeddedPostgresError if they cannot run on this machine.
 */
export async function usableBinaries(folder: DataFolder): Promise<Binaries> {
  const source = platformPackage();
  if (completeLinksAndModes(source.native)) {
    const outcome = await askVersion(source.native, folder.account);
    if (!isOutOfReach(outcome)) return checked(source.native, outcome, folder.account);
  }
  const ownPlace = join(folder.root, 'binaries');
  const copy = copyOnce(source, isRoot() ? [join(SYSTEM_FOLDER, 'binaries'), ownPlace] : [ownPlace]);
  return checked(copy, await askVersion(copy, folder.account), folder.account);
}

function programIn(native: string, name: string): string {
  return join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

function askVersion(native: string, account: Account | undefined): Promise<Outcome> {
  return runProgram(programIn(native, 'postgres'), ['--version'], account);
}

function isOutOfReach(outcome: Outcome): boolean {
  return outcome.startError?.code === 'EACCES';
}

function checked(native: string, outcome: Outcome, account: Account | undefined): Binaries {
  const major = /\(PostgreSQL\) (\d{1,3})/.exec(outcome.stdout)?.[1];
  if (major) return { major, program: (name) => programIn(native, name) };
  if (account && ['EPERM', 'EINVAL'].includes(outcome.startError?.code ?? '')) {
    throw new EmbeddedPostgresError(
      `Postgres refuses to run as root, and this process is not allowed to start programs as "${account.name}". ` +
        `Start as an ordinary user, or ${OWN_POSTGRES}.`,
    );
  }
  const reason = outcome.startError?.message ?? complaintIn(outcome.stderr) ?? 'it was killed';
  throw new EmbeddedPostgresError(
    `The embedded Postgres does not run on this machine: ${reason} (in ${native}). ` +
      `Install the package again, remove that folder if it is a copy, or ${OWN_POSTGRES}.`,
  );
}
