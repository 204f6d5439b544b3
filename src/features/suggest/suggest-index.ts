import type { Change, ChangeReader } from '../../platform/database/changes/change.js';
import { TopK } from '../../platform/search/embedded/top-k.js';
import { gradeOf, NameIndex } from '../../platform/search/name-index.js';
import type { EntryMaker } from './entries.js';
import { PostcodeList } from './postcode-list.js';
import type { ProviderRow, SuggestRepository } from './suggest.repository.js';
import type { SuggestionKind } from './suggest.rules.js';
import type { Candidate, Entry } from './suggestion.js';

/** Everything that can be suggested, as it was read at one time, with the providers that have changed since. */
class Generation {
  readonly names = new NameIndex();
  /** By slot of `names`. */
  readonly entries: Entry[] = [];
  readonly slotOfProvider = new Map<string, number>();
  postcodes = new PostcodeList([]);

  add(entry: Entry): number {
    const slot = this.names.add([entry.label, ...entry.otherNames]);
    this.entries[slot] = entry;
    return slot;
  }

  addProvider(id: string, entry: Entry): void {
    this.slotOfProvider.set(id, this.add(entry));
  }

  removeProvider(id: string): void {
    const slot = this.slotOfProvider.get(id);
    if (slot === undefined) return;
    this.names.remove(slot);
    this.slotOfProvider.delete(id);
  }
}

/** Keeps what can be suggested in memory and in step with the register. */
export class SuggestIndex implements ChangeReader {
  readonly name = 'suggestions';
  private live = new Generation();

  constructor(
    private readonly repository: SuggestRepository,
    private readonly maker: EntryMaker,
  ) {}

  /** Reads everything anew; the old entries answer until that is done. */
  async reset(): Promise<void> {
    this.live = await this.read();
  }

  /** Brings the providers that have changed up to date; everything, when places have changed. */
  async apply(changes: readonly Change[]): Promise<void> {
    if (changes.some(({ table }) => table === 'places')) return this.reset();
    const ids = new Set(changes.flatMap(({ table, id }) => (table === 'provider' ? [id] : [])));
    if (ids.size > 0) await this.refresh([...ids]);
  }

  /**
   * What fits a text, for each of the kinds up to `most` and best first.
   * @param today `yyyy-mm-dd`: codes that may not be used on this day are left out.
   */
  find(text: string, kinds: readonly SuggestionKind[], most: number, today: string): Candidate[][] {
    const { names, entries, postcodes } = this.live;
    const shorterFirst = (a: number, b: number) => compare(entries[a]!, entries[b]!) || a - b;
    const best = new Map(kinds.map((kind) => [kind, new TopK(most, shorterFirst)]));
    names.find(text, (slot, fit) => {
      const entry = entries[slot]!;
      const top = best.get(entry.kind);
      if (top && fit <= top.worstKey && isOffered(entry, best, today)) top.offer(fit, slot);
    });
    return [...best].map(([kind, top]) =>
      kind === 'POSTCODE'
        ? postcodes.beginningWith(text, most)
        : top.entries().map(({ slot, key }) => ({ entry: entries[slot]!, grade: gradeOf(key) })),
    );
  }

  private async read(): Promise<Generation> {
    const generation = new Generation();
    for (const entry of [...this.maker.vocabularyEntries(), ...this.maker.areaEntries()])
      generation.add(entry);
    const [places, postcodes] = await Promise.all([
      this.repository.namedPlaces(),
      this.repository.postcodes(),
    ]);
    for (const entry of this.maker.namedPlaceEntries(places)) generation.add(entry);
    generation.postcodes = new PostcodeList(postcodes.map((row) => this.maker.outcodeOrSector(row)));
    for await (const rows of this.repository.schools()) {
      for (const row of rows) generation.add(this.maker.school(row));
    }
    for await (const rows of this.repository.providers()) this.put(generation, rows);
    return generation;
  }

  private async refresh(ids: readonly string[]): Promise<void> {
    const rows = await this.repository.providersById(ids);
    for (const id of ids) this.live.removeProvider(id);
    this.put(this.live, rows);
  }

  private put(generation: Generation, rows: readonly ProviderRow[]): void {
    for (const row of rows) generation.addProvider(row.id, this.maker.provider(row));
  }
}

/** Whether a code may be used today, and no code that is asked for too stands for the concept. */
function isOffered(
  { validity, standIn }: Entry,
  kinds: ReadonlyMap<SuggestionKind, unknown>,
  today: string,
): boolean {
  if (standIn && kinds.has(standIn.kind) && isOffered(standIn, kinds, today)) return false;
  if (!validity) return true;
  const { validFrom, validTo } = validity;
  return (!validFrom || validFrom <= today) && (!validTo || today <= validTo);
}

function compare(a: Entry, b: Entry): number {
  return a.label.length - b.label.length || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0);
}
