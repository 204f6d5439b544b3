import type pg from 'pg';
import type { Change, ChangeReader } from '../../platform/database/changes/change.js';

/** Which entry stands for one that was merged: all of them in memory, for merges are few and ids are asked for always. */
export class MergedProviders implements ChangeReader {
  readonly name = 'merged providers';
  private survivors: ReadonlyMap<string, string> = new Map();

  constructor(private readonly pool: pg.Pool) {}

  /** The id that answers for an id: its own, unless it was merged. */
  survivorOf(id: string): string {
    return this.survivors.get(id) ?? id;
  }

  async apply(changes: readonly Change[]): Promise<void> {
    if (changes.some(({ table }) => table === 'provider_merge')) await this.reset();
  }

  async reset(): Promise<void> {
    const { rows } = await this.pool.query<{ id: string; survivor: string }>({
      name: 'changes: merged providers',
      text: 'select id, survivor_of(id) as survivor from provider_merge',
    });
    this.survivors = new Map(rows.map(({ id, survivor }) => [id, survivor]));
  }
}
