// cspell:ignore boxall camhs
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConcepts } from '../../../seeds/reference-files.js';
import { projectRoot } from '../../../src/platform/project-root.js';
import { readerOf } from '../../support/reading.js';

const folder = join(projectRoot, 'tests', 'golden', 'concepts');
const read = <T>(file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as T[];

/** A sentence, and the concepts that it names. They were written before the table was enlarged, and not changed to suit it. */
interface Sentence {
  readonly kind: 'SENCO' | 'PARENT' | 'OFFICER' | 'ACTIVITY' | 'DELIVERY';
  readonly text: string;
  readonly concepts: readonly string[];
}

/** A text that must not be taken for these concepts; or for any but `only`. */
interface NotMeant {
  readonly text: string;
  readonly never?: readonly string[];
  readonly only?: readonly string[];
}

const concepts = readConcepts();
const readSentence = readerOf(concepts);
/** The concepts that a text is understood as, without key stages, which are judged elsewhere. */
const understood = (text: string) =>
  readSentence(text)
    .concepts.map(({ concept }) => concept.id)
    .filter((id) => !id.startsWith('key-stage-'));

/** Whether a phrase is read as school years or key stages. */
const namesAPhase = (phrase: string) => readSentence(phrase).years.length > 0;

describe('every phrase of the reference data', () => {
  it('is of one concept', () => {
    const owners = new Map<string, string>();
    const twice: string[] = [];
    for (const { id, phrases } of concepts) {
      for (const phrase of phrases) {
        if (owners.has(phrase)) twice.push(`${phrase}: ${owners.get(phrase)} and ${id}`);
        owners.set(phrase, id);
      }
    }
    expect(twice).toEqual([]);
    expect(owners.size).toBeGreaterThan(5_000);
  });

  it.each([
    ['alone', (phrase: string) => phrase],
    ['in a sentence', (phrase: string) => `looking for ${phrase} for a year 9 near Thetford`],
  ])('is understood as its concept %s', (_, sentence) => {
    const wrong: Record<string, unknown> = {};
    for (const { id, phrases } of concepts.filter((concept) => !concept.id.startsWith('key-stage-'))) {
      for (const phrase of phrases) {
        const found = understood(sentence(phrase));
        // A phase of school filters by key stages instead.
        if (found.join() !== id && !namesAPhase(phrase)) wrong[phrase] = { id, found };
      }
    }
    expect(wrong).toEqual({});
  });
});

describe('what sounds like a concept', () => {
  it.each(read<NotMeant>('not-meant.json'))('but is something else: $text', ({ text, never, only }) => {
    const found = understood(text);
    expect(
      only ? found.filter((id) => !only.includes(id)) : found.filter((id) => never?.includes(id)),
    ).toEqual([]);
  });
});

/** Sentences in which a reader sees something else, or something more or less. */
const known = [
  'AP for a lad on his 4th FTS this term, heading for PEX',
  'reintegration package after CAMHS tier 4 stay',
  'struggles with transition from Y6 into Y7',
  'boxall profile, turn taking, friendship issues',
  "she's trans and gets nothing but abuse from other kids",
  'CiC moved placement, bridging education needed',
  'HI and VI, needs MSI specialist',
  'respite placement to avoid PEX',
  'tutor who can come to our house',
];

describe('sentences', () => {
  const sentences = read<Sentence>('sentences.json');
  const ids = new Set(concepts.map(({ id }) => id));

  it('name the concepts that a reader would, but for those that are known not to', () => {
    const wrong = sentences.filter(
      ({ text, concepts: expected }) => [...understood(text)].sort().join() !== [...expected].sort().join(),
    );
    expect(wrong.map(({ text }) => text)).toEqual(known);
  });

  it('are of every kind, and each is there once', () => {
    expect(new Set(sentences.map(({ text }) => text)).size).toBe(sentences.length);
    expect(new Set(sentences.map(({ kind }) => kind)).size).toBe(5);
    expect(sentences.flatMap(({ concepts: named }) => named).filter((id) => !ids.has(id))).toEqual([]);
  });
});
