import type { GazetteerReference } from '../place/gazetteer.js';
import type { SentenceReader as TextReader } from '../search/sentence-reader.js';
import type { Concept } from '../vocabulary/concept.entity.js';

/** What a sentence was read as. Nothing keeps it. */
export interface SentenceReading {
  /** The concepts in the order in which the sentence mentions them, each once, with the words that named it. */
  readonly concepts: readonly ReadConcept[];
  readonly place: {
    readonly reference: Omit<GazetteerReference, 'localAuthority'>;
    readonly label: string;
  } | null;
  /** The national curriculum year; 0 is reception. */
  readonly yearGroup: number | null;
  /** In whole years. */
  readonly age: number | null;
  /** Codes of the list KEY_STAGE. */
  readonly keyStages: readonly string[];
  /** Words that say something, but were not understood. */
  readonly leftOut: readonly string[];
}

/** A concept that a sentence names. */
export interface ReadConcept {
  readonly concept: Concept;
  /** The words as they were typed, folded. */
  readonly said: string;
}

/** Understands a sentence. It never keeps or logs any part of it. */
export interface SentenceReader {
  read(text: string): Promise<SentenceReading>;
}

/** Reads sentences as a search does. */
export class SearchedReader implements SentenceReader {
  constructor(private readonly reader: Pick<TextReader, 'read'>) {}

  async read(text: string): Promise<SentenceReading> {
    const { concepts, place, years, words } = this.reader.read(text);
    const [entry] = place?.entries ?? [];
    // A match looks from a place or in a district or planning area, but not in a whole local authority.
    const { localAuthority: _, ...reference } = entry?.reference ?? {};
    return {
      concepts,
      place: entry && Object.keys(reference).length > 0 ? { reference, label: entry.name } : null,
      yearGroup: years.flatMap(({ yearGroups }) => yearGroups ?? [])[0] ?? null,
      age: years.flatMap(({ age }) => age ?? [])[0] ?? null,
      keyStages: [...new Set(years.flatMap(({ keyStages }) => keyStages ?? []))],
      leftOut: words
        .filter(({ kind }) => kind === 'TELLING' || kind === 'COMMON')
        .map(({ text: word }) => word),
    };
  }
}
