import type { Change, ChangeReader } from '../../platform/database/changes/change.js';
import { Grade, gradeOf, NameIndex } from '../../platform/search/lookup/name-index.js';
import { TopK } from '../../platform/search/lookup/top-k.js';
import { Slices } from '../../platform/slices.js';
import type { Gazetteer } from '../place/gazetteer.js';
import { PostcodeList } from './postcode-list.js';
import type { ProviderRow, SchoolRow, SuggestRepository } from './suggest.repository.js';
import type { SuggestionKind } from './suggest.rules.js';
import type { SuggestibleMaker } from './suggestible.js';
import type { Candidate, Suggestible } from './suggestion.js';

/** Tables whose rows are brought up to date one by one. A change in any other table makes all entries again. */
const SINGLY = ['provider', 'school'] as const;
type Singly = (typeof SINGLY)[number];
/** A change in one of these tables makes all entries out of date. `places` stands for areas and postcodes. */
const EVERYTHING: ReadonlySet<string> = new Set(['places', 'code', 'concept', 'named_place']);
/** The kinds whose names people shorten: “Gt Yarmouth”. */
const PLACES: ReadonlySet<SuggestionKind> = new Set(['PLACE', 'DISTRICT', 'PLANNING_AREA']);
/** How long the event loop is held at a time, in milliseconds. */
const SLICE_MS = 10;
/** How many rows are read at a time: few enough that indexing them does not block the event loop. */
const STEP = 1_000;

/** Everything that can be suggested, as read at one time, with the changes to providers and schools since then. */
class Generation {
  readonly names = new NameIndex();
  /** By their slots in `names`. */
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

/** Keeps everything that can be suggested in memory and in step with the register. */
export class SuggestIndex implements ChangeReader {
  readonly name = 'suggestions';
  readonly madeFrom = [...EVERYTHING, ...SINGLY];
  private live = new Generation();

  constructor(
    private readonly repository: SuggestRepository,
    private readonly maker: SuggestibleMaker,
    private readonly gazetteer: Pick<Gazetteer, 'settlements' | 'inFull'>,
  ) {}

  /** Reads everything again. The old entries are used until that is done. */
  async reset(): Promise<void> {
    this.live = await this.read();
  }

  /** Brings changed providers and schools up to date, or everything if something changed that many entries are made from. */
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
   * The entries that fit a text: up to `most` of each kind, best first.
   * @param today `yyyy-mm-dd`: codes that cannot be used on this day are left out.
   */
  find(text: string, kinds: readonly SuggestionKind[], most: number, today: string): Candidate[][] {
    const { names, entries, postcodes } = this.live;
    const largerFirst = (a: number, b: number) => compare(entries[a]!, entries[b]!) || a - b;
    const best = new Map(kinds.map((kind) => [kind, new TopK(most, largerFirst)]));
    const visit = (slot: number, fit: number) => {
      const entry = entries[slot]!;
      const top = best.get(entry.kind);
      if (entry.isSaidInPhrases && gradeOf(fit) === Grade.OTHER_WORDS) return;
      if (top && fit <= top.worstKey && isOffered(entry, best, today)) top.offer(fit, slot);
    };
    names.find(text, visit);
    const inFull = this.gazetteer.inFull(text);
    if (inFull !== null) {
      names.find(inFull, (slot, fit) => {
        if (PLACES.has(entries[slot]!.kind)) visit(slot, fit);
      });
    }
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
    const postcodes = await this.repository.postcodes();
    const slices = new Slices(SLICE_MS);
    for (const place of this.gazetteer.settlements) {
      if (slices.due) await slices.pause();
      generation.add(this.maker.settlement(place));
    }
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

/** Whether the code can be used today and, for a concept, no code of the kinds asked for is suggested instead. */
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
  return (
    (b.size ?? 0) - (a.size ?? 0) ||
    a.label.length - b.label.length ||
    (a.label < b.label ? -1 : a.label > b.label ? 1 : 0)
  );
}
