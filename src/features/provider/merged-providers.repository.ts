import type pg from 'pg';
import type { Change, ChangeReader } from '../../platform/database/changes/change.js';

/**
 * The entries that merged entries now lead to. All are kept in memory, because merges are few and ids are looked up
 * often.
 */
export class MergedProviders implements ChangeReader {
  readonly name = 'merged providers';
  readonly madeFrom = ['provider_merge'];
  private survivors: ReadonlyMap<string, string> = new Map();

  constructor(private readonly pool: pg.Pool) {}

  /** The id that an id now leads to: its own, unless that entry was merged. */
  survivorOf(id: string): string {
    return this.survivors.get(id) ?? id;
  }

  async apply(changes: readonly Change[]): Promise<void> {
    if (changes.some(({ table }) => this.madeFrom.includes(table))) await this.reset();
  }

  async reset(): Promise<void> {
    const { rows } = await this.pool.query<{ id: string; survivor: string }>({
      name: 'changes: merged providers',
      text: 'select id, survivor_of(id) as survivor from provider_merge',
    });
    this.survivors = new Map(rows.map(({ id, survivor }) => [id, survivor]));
  }
}
