import type { Change, ChangeReader } from '../../../platform/database/changes/change.js';
import { type NameFormRepository, namedTables } from './name-form.repository.js';

/** How many names are folded for one statement. */
const STEP = 1_000;
const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';

/**
 * Keeps the forms in which the names of entries are found (`nameForms`), whichever program writes a name. They are derived, so they
 * are in a table of their own, which is not in the change log. All hubs do this, because what is stored needs no more work. A change
 * of `nameForms` needs a migration that empties the table.
 */
export class NameFormKeeper implements ChangeReader {
  readonly name = 'forms of names';
  readonly madeFrom = namedTables.map(({ table }) => table);

  constructor(private readonly repository: NameFormRepository) {}

  async apply(changes: readonly Change[], aborted: AbortSignal): Promise<void> {
    for (const named of namedTables) {
      const here = changes.filter(({ table }) => table === named.table);
      const removed = idsOf(here.filter(({ operation }) => operation === 'DELETE'));
      const written = idsOf(here.filter(({ operation }) => operation !== 'DELETE'));
      if (removed.length > 0) await this.repository.forget(removed);
      for (let from = 0; from < written.length; from += STEP) {
        aborted.throwIfAborted();
        await this.repository.keep(named, written.slice(from, from + STEP));
      }
    }
  }

  /** Stores what is missing. Usually nothing is. */
  async reset(_: number, aborted: AbortSignal): Promise<void> {
    for (const named of namedTables) {
      let last: string | null = BEFORE_ALL_IDS;
      while (last !== null) {
        aborted.throwIfAborted();
        last = await this.repository.keepAfter(named, last, STEP);
      }
    }
  }
}

function idsOf(changes: readonly Change[]): string[] {
  return [...new Set(changes.map(({ id }) => id))];
}
