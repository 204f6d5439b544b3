import { ConceptTable } from '../../src/features/search/concepts.js';
import type { PlaceNames } from '../../src/features/search/sentence-places.js';
import {
  type Reading,
  type RegisterWords,
  SentenceReader,
} from '../../src/features/search/sentence-reader.js';
import type { Concept } from '../../src/features/vocabulary/concept.entity.js';

/** A concept as the reference data has it. */
export type GivenConcept = Pick<Concept, 'id' | 'phrases'> & Partial<Concept>;

/** Reads sentences with these concepts. By default, no place and no word of a register is known. */
export function readerOf(
  concepts: readonly GivenConcept[],
  places: PlaceNames = { readAt: () => [] },
  register: RegisterWords = { has: () => false },
): (text: string) => Reading {
  const table = new ConceptTable(
    concepts.map(
      (concept) => ({ strongCodes: [], relatedCodes: [], signposts: [], ...concept }) as unknown as Concept,
    ),
  );
  const reader = new SentenceReader(table, places, register);
  return (text) => reader.read(text);
}
