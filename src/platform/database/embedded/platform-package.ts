import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { readJson } from '../../json.js';
import { codeOf, EmbeddedPostgresError, OWN_POSTGRES } from './embedded-postgres-error.js';

/** The npm package with the Postgres programs for one platform. */
export interface PlatformPackage {
  readonly version: string;
  /** For example `linux-x64`. */
  readonly platform: string;
  /** Absolute path of the folder that holds `bin`, `lib` and `share`. */
  readonly native: string;
}

/** The part of `package.json` that is needed. */
const described = z.object({ version: z.string() });

/**
 * The installed package for a platform.
 * @throws EmbeddedPostgresError if there is none, saying what to do.
 */
export function platformPackage(os: string = process.platform, architecture = process.arch): PlatformPackage {
  const platform = `${os === 'win32' ? 'windows' : os}-${architecture}`;
  const name = `@embedded-postgres/${platform}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = readJson(described, readFileSync(join(root, 'package.json'), 'utf8'));
    return { version, platform, native: join(root, 'native') };
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The embedded Postgres is not available for this platform (${platform}): the package ${name} is not installed. ` +
        `Install with optional dependencies if the package exists, or ${OWN_POSTGRES}.`,
      { cause: error },
    );
  }
}

/**
 * Does what the package's install script does, because that may have been blocked: library links and execute bits.
 * Returns false if something is missing and the folder cannot be written. Safe to run several times at once.
 */
export function completeLinksAndModes(native: string): boolean {
  try {
    for (const { source, target } of linksOf(native)) {
      const link = join(native, '..', target);
      if (!lstatSync(link, { throwIfNoEntry: false })) linkUnlessRaced(basename(source), link);
    }
    if (process.platform === 'win32') return true;
    for (const name of readdirSync(join(native, 'bin'))) {
      const program = join(native, 'bin', name);
      if ((statSync(program).mode & 0o111) !== 0o111) chmodSync(program, 0o755);
    }
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}

/** How a package describes its links: paths below the folder that holds it. */
const links = z.array(z.object({ source: z.string(), target: z.string() }));

/** The source and target of a link are in the same folder, so that a link can be moved with it. */
function linksOf(native: string): z.output<typeof links> {
  const list = join(native, 'pg-symlinks.json');
  return existsSync(list) ? readJson(links, readFileSync(list, 'utf8')) : [];
}

function linkUnlessRaced(source: string, link: string): void {
  try {
    symlinkSync(source, link);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}
