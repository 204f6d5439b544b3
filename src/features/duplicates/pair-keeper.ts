import type { Change, ChangeReader } from '../../platform/database/changes/change.js';
import type { PairRepository } from './pair.repository.js';

/** How many providers are compared in one transaction. */
const STEP = 200;
const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';

/**
 * Keeps the list of pairs up to date with the register, whichever program writes to it. The list is stored and all hubs share
 * it, so one of them keeps it.
 */
export class PairKeeper implements ChangeReader {
  readonly name = 'duplicates';
  readonly madeFrom = ['provider', 'site'];

  constructor(private readonly repository: Pick<PairRepository, 'refresh' | 'idsAfter'>) {}

  async apply(changes: readonly Change[], aborted: AbortSignal): Promise<void> {
    const ids = new Set(
      changes.flatMap(({ table, id, parentId }) =>
        table === 'provider' ? [id] : table === 'site' && parentId ? [parentId] : [],
      ),
    );
    await this.refresh([...ids], aborted);
  }

  /** Compares all providers again. Until it is done, readers see the old list, which is replaced step by step. */
  async reset(_: number, aborted: AbortSignal): Promise<void> {
    let last = BEFORE_ALL_IDS;
    for (;;) {
      const ids = await this.repository.idsAfter(last, STEP);
      if (ids.length === 0) return;
      await this.refresh(ids, aborted);
      last = ids[ids.length - 1]!;
    }
  }

  private async refresh(ids: readonly string[], aborted: AbortSignal): Promise<void> {
    for (let from = 0; from < ids.length; from += STEP) {
      aborted.throwIfAborted();
      await this.repository.refresh(ids.slice(from, from + STEP));
    }
  }
}
