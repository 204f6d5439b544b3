import type { Condition, QueryWord, SearchQuery } from '../../platform/search/port.js';
import { MOST_MISSPELT, type Speller } from './did-you-mean.js';
import { formsOf } from './english.js';
import { type Choice, type Register, saidBy } from './giving-way.js';
import { filler } from './plain-words.js';
import { knownForms, nothingSaid, type Reading, type WordRead } from './sentence-reader.js';

/** No title or name has more words than this, so a longer text cannot be one. */
const LONGEST_PHRASE = 30;
/** At most so many words and forms put results in order: more would cost time and say little. */
const MOST_HELPFUL = 200;

const noTerms = { words: [], concepts: [], preferred: [], helpful: [] };

/** The words and concepts of a question for an engine. */
export function termsOf(
  reading: Reading,
  choice: Choice,
  register: Register & Speller,
): Pick<SearchQuery, 'words' | 'concepts' | 'phrase' | 'preferred' | 'helpful'> {
  if (reading === nothingSaid) return noTerms;
  const required = [...choice.words]
    .sort((a, b) => a.at - b.at)
    .map((word) => wordFor(word, register, reading));
  const searched = required.map(({ text }) => text);
  const phrase = reading.sentence.words.slice(0, LONGEST_PHRASE);
  const spoken = reading.words.filter(({ kind }) => kind !== 'FILLER');
  const said = [
    ...spoken.map(({ text }) => text),
    ...alikeTo(spoken, register),
    ...reading.concepts.flatMap(({ said: phrase }) => phrase.split(' ')),
    // A place that is not clear still says where it may be, and years can be part of a title.
    ...[...reading.ambiguous.map(({ name }) => name), ...reading.years].flatMap(({ at, length }) =>
      reading.sentence.words.slice(at, at + length),
    ),
  ].filter((word) => !filler.has(word));
  // The words themselves before their other forms, because an engine may only look at the first few.
  const helpful = [...new Set([...said, ...said.flatMap(formsOf)])].filter(
    (word) => !searched.includes(word),
  );
  return {
    words: required,
    concepts: choice.concepts.map(({ concept }) => concept.id),
    ...(phrase.length > 0 && { phrase }),
    preferred: choice.preferred.map(({ concept }) => concept.id),
    helpful: helpful.slice(0, MOST_HELPFUL),
  };
}

/** For the first few words that no entry has in any form: the word that each is most like. */
function alikeTo(words: readonly WordRead[], register: Register & Speller): string[] {
  const unknown = words.filter(({ text }) => !register.has(text) && knownForms(text, register).length === 0);
  return unknown.slice(0, MOST_MISSPELT).flatMap(({ text }) => register.wordsAlike(text).slice(0, 1));
}

/** A word as an engine looks for it: what is not a misspelling is taken letter by letter, with its other forms. */
function wordFor(word: WordRead, register: Register, reading: Reading): QueryWord {
  const said = saidBy(word, register, reading);
  if (!('anyWord' in said)) return { text: word.text };
  const [first = word.text, ...forms] = said.anyWord;
  return { text: first, exact: true, ...(forms.length > 0 && { forms }) };
}

/** Conditions that leave out what is only related to the concepts that must match, except where related ones count too. */
export function meaningAll(choice: Choice): Condition[] {
  const any = choice.anyOf.map(({ concept }) => concept.id);
  const each = choice.concepts
    .filter(({ concept }) => !choice.loosely.has(concept.id))
    .map(({ concept }): Condition => ({ kind: 'anyOf', field: 'concepts', values: [concept.id] }));
  return any.length > 0 ? [...each, { kind: 'anyOf', field: 'concepts', values: any }] : each;
}
