import type { Change, ChangeReader } from '../../platform/database/changes/change.js';
import { words as wordsOf } from '../../platform/text.js';
import type { Atlas } from './atlas.js';
import type { EnglishWords } from './english-words.js';
import {
  compareEntries,
  type GazetteerEntry,
  type GazetteerMatch,
  type GazetteerReading,
  readingOf,
} from './gazetteer.entry.js';
import type { GazetteerRepository } from './gazetteer.repository.js';
import { GazetteerContent, type Settlement } from './gazetteer-content.js';
import { isMisspelt, mistakesForgiven, type NearName } from './gazetteer-index.js';
import { inFull, placeInFull, placeKey } from './gazetteer-names.js';
import { postcodesAt } from './gazetteer-postcodes.js';
import { GazetteerQualifiers } from './gazetteer-qualifiers.js';

export type {
  GazetteerEntry,
  GazetteerKind,
  GazetteerMatch,
  GazetteerReading,
  GazetteerReference,
} from './gazetteer.entry.js';
export type { Settlement } from './gazetteer-content.js';

/** A change in one of these tables makes all but the schools out of date. `places` stands for areas and postcodes. */
const EVERYTHING: ReadonlySet<string> = new Set(['places', 'named_place']);
/** How many rows are read at a time. */
const STEP = 1_000;
/** The longest misspelt name in words. */
const MOST_WORDS = 4;
/** A shorter word is not taken for a misspelt name. */
const SHORTEST_MISSPELT = 5;
/** A word that is more common than this is not taken for a shortened name: “Green”. */
const EVERYDAY_RANK = 9_000;
/** How many letters must be typed before names are offered that begin with them. */
const SHORTEST_BEGINNING = 3;
/** How many mistakes there may be in a name that is offered, and from what length. */
const MOST_MISTAKES = 2;
const LENGTH_FOR_MOST = 6;

const NONE: readonly GazetteerReading[] = [];

/** Every place that has a name or a postcode, in memory: for names as they are typed, and for places in the text of a search. */
export class Gazetteer implements ChangeReader {
  readonly name = 'gazetteer';
  readonly madeFrom = [...EVERYTHING, 'school'];
  private content: GazetteerContent;
  private readonly qualifiers: GazetteerQualifiers;

  constructor(
    private readonly repository: GazetteerRepository,
    private readonly atlas: Atlas,
    /** An English word is never taken for a misspelt place. */
    private readonly english: EnglishWords,
    /** The global id of a planning area. */
    private readonly planningAreaId: (id: string) => string,
  ) {
    this.content = new GazetteerContent(atlas, planningAreaId);
    this.qualifiers = new GazetteerQualifiers(atlas, planningAreaId, (words, at) => this.fullyAt(words, at));
  }

  /** Reads everything again. The old content is used until that is done. */
  async reset(): Promise<void> {
    const content = new GazetteerContent(this.atlas, this.planningAreaId);
    content.putOutcodes(await this.repository.outcodes());
    for await (const rows of this.repository.settlements()) content.putSettlements(rows);
    for await (const rows of this.repository.schools()) content.putSchools(rows);
    await content.settle();
    this.content = content;
  }

  /** Brings changed schools up to date, or everything if anything else has changed. */
  async apply(changes: readonly Change[]): Promise<void> {
    if (changes.some(({ table }) => EVERYTHING.has(table))) return this.reset();
    const urns = [...new Set(changes.flatMap(({ table, id }) => (table === 'school' ? [id] : [])))];
    for (let from = 0; from < urns.length; from += STEP) {
      const some = urns.slice(from, from + STEP);
      const rows = await this.repository.schoolsByUrn(some);
      for (const urn of some) this.content.removeSchool(urn);
      this.content.putSchools(rows);
    }
  }

  /** A text while it is typed, with the short forms of names of places in full. Null if it has none. */
  inFull(text: string): string | null {
    return placeInFull(text);
  }

  /** Every settlement. */
  get settlements(): readonly Settlement[] {
    return this.content.settlements;
  }

  /** The codes of the districts of a local authority that have not ended. */
  districtsOf(localAuthorityCode: string): string[] {
    return [...this.atlas.districts.values()]
      .filter((one) => one.localAuthorityCode === localAuthorityCode && this.atlas.isCurrent(one))
      .map(({ code }) => code);
  }

  /**
   * All readings of places that begin at word `at` of the folded words of a text (`words` of `platform/text`), longest first. A
   * qualifier that follows belongs to the reading, and leaves only the places that it fits. A spelling mistake is only forgiven
   * where no name is written in full.
   */
  readAt(words: readonly string[], at: number): readonly GazetteerReading[] {
    const full = this.fullyAt(words, at);
    const short = this.shortAt(words, at);
    const all = full ?? (short ? null : this.misspeltAt(words, at));
    if (!all && !short) return NONE;
    const found: GazetteerReading[] = [];
    for (const reading of all ?? []) {
      const qualified = this.qualifiers.qualify(words, at, reading);
      if (qualified) found.push(qualified);
      found.push(reading);
    }
    if (short) {
      const qualified = this.qualifiers.qualify(words, at, short);
      if (qualified && !found.some((one) => one.words >= qualified.words)) found.push(qualified);
      if (!full && !this.isEveryday(words[at]!)) found.push(short);
    }
    return found.sort((one, other) => other.words - one.words);
  }

  /**
   * The places that a name can mean that was typed alone: those that it is, with a qualifier or without. If it is none: those whose
   * spelling is nearest to it, then those that begin with it, each largest first. If there are none either: those that it begins with.
   */
  find(name: string, most: number): readonly GazetteerMatch[] {
    const words = wordsOf(name);
    const whole = this.wholly(words);
    if (whole) return whole.slice(0, most).map((entry) => ({ entry, isExact: true, distance: 0 }));
    const { names } = this.content;
    const key = placeKey(name);
    const limit = key.length >= LENGTH_FOR_MOST ? MOST_MISTAKES : mistakesForgiven(key);
    const near = key === '' ? [] : nearestOf(names.nearlySpelt(key, limit)).sort(largestFirst);
    const longer =
      key.length < SHORTEST_BEGINNING ? [] : names.beginningWith(key).sort(largestFirst).slice(0, most);
    const found = new Map<GazetteerEntry, GazetteerMatch>();
    for (const { entries, distance } of [...near, ...longer]) {
      for (const entry of entries)
        if (!found.has(entry)) found.set(entry, { entry, isExact: false, distance });
    }
    if (found.size === 0) {
      const [longest] = this.readAt(words, 0);
      const distance = words.slice(longest?.words).join('').length;
      for (const entry of longest?.entries ?? []) found.set(entry, { entry, isExact: false, distance });
    }
    return [...found.values()].slice(0, most);
  }

  /** What the words are if they are nothing but a name, with its qualifiers. Null if they are not a name. */
  private wholly(words: readonly string[]): readonly GazetteerEntry[] | null {
    const short = this.shortAt(words, 0);
    for (const reading of [...(this.fullyAt(words, 0) ?? []), ...(short ? [short] : [])]) {
      if (reading.words === words.length) return reading.entries;
      const qualified = this.qualifiers.qualify(words, 0, reading);
      if (qualified?.words === words.length) return qualified.entries;
    }
    return null;
  }

  /** The names and postcodes that are written in full at a word, longest first. Null if there are none. */
  private fullyAt(words: readonly string[], at: number): GazetteerReading[] | null {
    if (at >= words.length) return null;
    const { names, schools, outcodes } = this.content;
    let found = postcodesAt(words, at, outcodes);
    let key = inFull(words[at]!);
    for (let count = 1; ; count++) {
      const places = names.get(key);
      const named = count > 1 ? schools.get(key) : undefined;
      if (places || named) {
        const entries = places && named ? [...places, ...named] : (places ?? named)!;
        found ??= [];
        found.unshift(readingOf(entries, count, true));
      }
      if (at + count >= words.length || !(names.hasLonger(key) || schools.hasLonger(key))) return found;
      key = `${key} ${inFull(words[at + count]!)}`;
    }
  }

  /** The places that a word is the shortened name of: “Walsham”. */
  private shortAt(words: readonly string[], at: number): GazetteerReading | null {
    const word = words[at];
    const entries = word === undefined ? undefined : this.content.shortNames.get(inFull(word));
    return entries ? readingOf(entries, 1, true) : null;
  }

  /** The name that is nearest to what is written at a word. Null if there is none. */
  private misspeltAt(words: readonly string[], at: number): [GazetteerReading] | null {
    const { names } = this.content;
    const first = inFull(words[at] ?? '');
    const isStrange = first.length >= SHORTEST_MISSPELT && !this.isEnglish(first);
    if (!isStrange && !names.hasLonger(first)) return null;
    for (let count = Math.min(MOST_WORDS, words.length - at); count > 0; count--) {
      const typed = words.slice(at, at + count).map(inFull);
      if ((count === 1 && !isStrange) || typed.every(this.isEnglish)) continue;
      const entries = this.nearest(typed.join(' '));
      if (entries) return [readingOf(entries, count, false)];
    }
    return null;
  }

  private nearest(key: string): GazetteerEntry[] | null {
    const near = this.content.names
      .nearlySpelt(key, mistakesForgiven(key))
      .filter((one) => one.distance <= mistakesForgiven(one.key) && isMisspelt(key, one.key, this.isEnglish));
    const nearest = nearestOf(near).flatMap(({ entries }) => entries);
    return nearest.length > 0 ? [...new Set(nearest)].sort(compareEntries) : null;
  }

  private readonly isEnglish = (word: string): boolean => this.english.rank(word) !== undefined;

  private isEveryday(word: string): boolean {
    return (this.english.rank(word) ?? Number.POSITIVE_INFINITY) < EVERYDAY_RANK;
  }
}

/** Those with the fewest mistakes. */
function nearestOf(names: readonly NearName[]): NearName[] {
  const least = Math.min(...names.map(({ distance }) => distance));
  return names.filter(({ distance }) => distance === least);
}

function largestFirst(one: NearName, other: NearName): number {
  return compareEntries(one.entries[0]!, other.entries[0]!);
}
