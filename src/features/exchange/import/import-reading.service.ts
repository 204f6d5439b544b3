import { type Clock, epochDay, londonDay } from '../../../platform/clock.js';
import type { Sorted } from '../../../platform/database/sorted.js';
import type { KeyRange } from '../../../platform/key-range.js';
import type { Actor } from '../../identity/actor.js';
import { type ImportKind, importKinds } from './import-kinds.terms.js';
import type {
  ImportReadingRepository,
  NoteRange,
  PlacedNote,
  WantedNotes,
} from './import-reading.repository.js';
import type { ImportRun } from './import-run.entity.js';

/** How old the data from a source is. */
export interface SourceAge {
  readonly kind: ImportKind;
  /** Null if it was never imported, as all the rest. */
  readonly product: string | null;
  readonly fileName: string | null;
  readonly importedAt: Date | null;
  /** Days since then, in London. */
  readonly ageDays: number | null;
}

/** Reads what imports did, and how old the data from each source is. */
export class ImportReadingService {
  constructor(
    private readonly repository: ImportReadingRepository,
    private readonly clock: Clock,
  ) {}

  /** A page of the imports, newest first. @throws Forbidden without `import.read`, as do the others. */
  page(
    actor: Actor,
    kinds: readonly ImportKind[] | undefined,
    range: KeyRange,
  ): Promise<Sorted<ImportRun>[]> {
    actor.require('import.read');
    return this.repository.page(kinds, range);
  }

  count(actor: Actor, kinds: readonly ImportKind[] | undefined): Promise<number> {
    actor.require('import.read');
    return this.repository.count(kinds);
  }

  async byIds(actor: Actor, ids: readonly string[]): Promise<ImportRun[]> {
    actor.require('import.read');
    return this.repository.byIds(ids);
  }

  /** A page of the rows of an import with one outcome. There are a thousand at most for each subject. */
  notes(actor: Actor, wanted: WantedNotes, range: NoteRange): Promise<PlacedNote[]> {
    actor.require('import.read');
    return this.repository.notes(wanted, range);
  }

  countNotes(actor: Actor, wanted: WantedNotes): Promise<number> {
    actor.require('import.read');
    return this.repository.countNotes(wanted);
  }

  async sourcesFor(actor: Actor): Promise<SourceAge[]> {
    actor.require('import.read');
    return this.sources();
  }

  /** Every source, imported or not. For operators: what it says is not secret. */
  async sources(): Promise<SourceAge[]> {
    const latest = await this.repository.latest();
    const dayOf = (instant: number) => epochDay(londonDay(instant));
    const today = dayOf(this.clock.now());
    return importKinds.map((kind) => {
      const { product, fileName, finishedAt } = latest.find((one) => one.kind === kind) ?? {};
      const ageDays = finishedAt ? Math.max(0, today - dayOf(finishedAt.getTime())) : null;
      return {
        kind,
        product: product ?? null,
        fileName: fileName ?? null,
        importedAt: finishedAt ?? null,
        ageDays,
      };
    });
  }
}
