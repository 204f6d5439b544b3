import type { Change, ChangeReader } from '../../platform/database/changes/change.js';
import { gradeOf, NameIndex } from '../../platform/search/lookup/name-index.js';
import { TopK } from '../../platform/search/lookup/top-k.js';
import { PostcodeList } from './postcode-list.js';
import type { ProviderRow, SchoolRow, SuggestRepository } from './suggest.repository.js';
import type { SuggestionKind } from './suggest.rules.js';
import type { SuggestibleMaker } from './suggestible.js';
import type { Candidate, Suggestible } from './suggestion.js';

/** What is brought up to date one by one; of anything else that entries are made of, all are made anew. */
const SINGLY = ['provider', 'school'] as const;
type Singly = (typeof SINGLY)[number];
/** Changes in these make all entries out of date: `places` stands for areas and postcodes. */
const EVERYTHING: ReadonlySet<string> = new Set(['places', 'code', 'concept', 'named_place']);
/** Rows read at a time: few enough that indexing them does not hold the event loop. */
const STEP = 1_000;

/** Everything that can be suggested, as it was read at one time, with the providers and schools that have changed since. */
class Generation {
  readonly names = new NameIndex();
  /** By slot of `names`. */
  readonly entries: Suggestible[] = [];
  private readonly slots: Readonly<Record<Singly, Map<string, number>>> = {
    provider: new Map(),
    school: new Map(),
  };
  postcodes = new PostcodeList([]);

  add(entry: Suggestible): number {
    const slot = this.names.add([entry.label, ...entry.otherNames]);
    this.entries[slot] = entry;
    return slot;
  }

  addSingly(kind: Singly, id: string, entry: Suggestible): void {
    this.slots[kind].set(id, this.add(entry));
  }

  remove(kind: Singly, id: string): void {
    const slot = this.slots[kind].get(id);
    if (slot === undefined) return;
    this.names.remove(slot);
    this.slots[kind].delete(id);
  }
}

/** Keeps what can be suggested in memory and in step with the register. */
export class SuggestIndex implements ChangeReader {
  readonly name = 'suggestions';
  private live = new Generation();

  constructor(
    private readonly repository: SuggestRepository,
    private readonly maker: SuggestibleMaker,
  ) {}

  /** Reads everything anew; the old entries answer until that is done. */
  async reset(): Promise<void> {
    this.live = await this.read();
  }

  /** Brings the providers and schools that have changed up to date; everything, when something has that many are made of. */
  async apply(changes: readonly Change[]): Promise<void> {
    if (changes.some(({ table }) => EVERYTHING.has(table))) return this.reset();
    for (const kind of SINGLY) {
      const ids = [...new Set(changes.flatMap(({ table, id }) => (table === kind ? [id] : [])))];
      for (let from = 0; from < ids.length; from += STEP) {
        await this.refresh(kind, ids.slice(from, from + STEP));
      }
    }
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
    for await (const rows of this.repository.schools()) this.putSchools(generation, rows);
    for await (const rows of this.repository.providers()) this.putProviders(generation, rows);
    return generation;
  }

  private async refresh(kind: Singly, ids: readonly string[]): Promise<void> {
    const { live, repository } = this;
    if (kind === 'provider') {
      const rows = await repository.providersById(ids);
      for (const id of ids) live.remove(kind, id);
      this.putProviders(live, rows);
    } else {
      const rows = await repository.schoolsByUrn(ids);
      for (const urn of ids) live.remove(kind, urn);
      this.putSchools(live, rows);
    }
  }

  private putProviders(generation: Generation, rows: readonly ProviderRow[]): void {
    for (const row of rows) generation.addSingly('provider', row.id, this.maker.provider(row));
  }

  private putSchools(generation: Generation, rows: readonly SchoolRow[]): void {
    for (const row of rows) generation.addSingly('school', row.urn, this.maker.school(row));
  }
}

/** Whether a code may be used today, and no code that is asked for too stands for the concept. */
function isOffered(
  { validity, standIn }: Suggestible,
  kinds: ReadonlyMap<SuggestionKind, unknown>,
  today: string,
): boolean {
  if (standIn && kinds.has(standIn.kind) && isOffered(standIn, kinds, today)) return false;
  if (!validity) return true;
  const { validFrom, validTo } = validity;
  return (!validFrom || validFrom <= today) && (!validTo || today <= validTo);
}

function compare(a: Suggestible, b: Suggestible): number {
  return a.label.length - b.label.length || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0);
}
