import { basename, resolve } from 'node:path';
import type pg from 'pg';
import { type Placed, placeAgain } from '../../provider/placing.service.js';
import type { ImportControl } from './import-control.js';
import type { ImportKind } from './import-kinds.terms.js';
import { ImportInterrupted, ImportProblem, printable } from './import-problem.js';
import { count } from './whole-number.js';

/**
 * Places sites and schools again after an import that was stored, each batch with a commit of its own.
 * @throws ImportInterrupted or ImportProblem, which say that the import itself is stored.
 */
export async function placeAfterImport(
  pool: pg.Pool,
  kind: ImportKind,
  path: string,
  { signal }: Pick<ImportControl, 'signal'>,
): Promise<Placed> {
  const by = {
    actor: `import ${kind.toLowerCase()}`,
    reason: `${basename(resolve(path))}: placed again by its postcode`,
  };
  try {
    return await placeAgain(pool, by, signal);
  } catch (error) {
    if (signal.aborted) throw new ImportInterrupted(`${STORED} was interrupted. ${AGAIN}`);
    const reason = printable(error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    throw new ImportProblem(`${STORED} failed: ${reason}. ${AGAIN}`, { cause: error });
  }
}

const STORED = 'The import is stored, but placing sites and schools again';
const AGAIN = 'Repeat the import to place the rest.';

/** What was placed again, for a terminal. */
export function describePlaced({ sites, schools, coarse, unplaced, inUnknownDistricts }: Placed): string[] {
  const lines: string[] = [];
  if (sites + schools > 0) {
    lines.push(
      `Placed:    ${count(sites)} sites and ${count(schools)} schools placed again by their postcodes`,
    );
  }
  if (coarse + unplaced > 0) {
    lines.push(
      `Warning:   ${count(coarse)} sites are placed to their sector or outcode only, and ${count(unplaced)} have no position`,
    );
  }
  if (inUnknownDistricts > 0) {
    lines.push(`Warning:   ${count(inUnknownDistricts)} sites are in districts that the hub does not know`);
  }
  return lines;
}
