import type { ImportReadingService, SourceAge } from './import-reading.service.js';

/** What /health/ready says of a source. */
export type KnownSource = Pick<SourceAge, 'kind' | 'importedAt' | 'ageDays'>;

/** A caller who wants to know whether the hub is ready does not wait longer for this, in milliseconds. */
const PATIENCE_MS = 500;

/** How old the data from each source is, for /health/ready: also while the database is away. */
export class KnownSources {
  private known: readonly KnownSource[] | null = null;
  private running: Promise<unknown> | null = null;

  constructor(private readonly imports: Pick<ImportReadingService, 'sources'>) {}

  /** Every source; null if none could be read yet. Callers at the same time share one reading. */
  async standing(): Promise<readonly KnownSource[] | null> {
    this.running ??= this.read().finally(() => {
      this.running = null;
    });
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([this.running, patience]);
    clearTimeout(timer);
    return this.known;
  }

  private async read(): Promise<void> {
    try {
      const sources = await this.imports.sources();
      this.known = sources.map(({ kind, importedAt, ageDays }) => ({ kind, importedAt, ageDays }));
    } catch {
      // Code that watches the database reports its trouble. What was known before is still true.
    }
  }
}
