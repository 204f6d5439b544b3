import type { Exploration, Said } from '../../platform/search/exploration.js';
import type { SearchQuery } from '../../platform/search/port.js';
import { isEnglish } from './english.js';
import {
  type ConceptRead,
  knownForms,
  piecesOf,
  type Reading,
  type RegisterWords,
  type WordRead,
} from './sentence-reader.js';

/** A register in which parts of a question can be looked for before it is asked. */
export interface Register extends RegisterWords {
  /** Whether a title or name is just these words. */
  hasName(words: readonly string[]): boolean;
  /** Resolves when no stale vacancy counts as open; undefined if none does. To be called before `explore`. */
  upToDate(): Promise<void> | undefined;
  /** Null: it cannot tell yet. */
  explore<T>(
    question: Pick<SearchQuery, 'conditions' | 'scope'>,
    parts: readonly Said[],
    look: (exploration: Exploration) => T,
  ): T | null;
}

/** Which parts of a sentence must match, and which only put the results in order. */
export interface Choice {
  readonly concepts: readonly ConceptRead[];
  readonly words: readonly WordRead[];
  /** Concepts of `concepts` for which offerings that are only related count too, by id. */
  readonly loosely: ReadonlySet<string>;
  /** Concepts that need not match. */
  readonly preferred: readonly ConceptRead[];
  /** Concepts of `preferred` of which at least one must match; empty: none need. */
  readonly anyOf: readonly ConceptRead[];
  /** Words that need not match: no entry has them together with the rest, others say more, or there is no room for them. */
  readonly dropped: readonly WordRead[];
  /** How many documents match; null if the register cannot tell yet. */
  readonly total: number | null;
}

/** The choice for a question without a text. */
export const nothingToChoose: Choice = {
  concepts: [],
  words: [],
  loosely: new Set(),
  preferred: [],
  anyOf: [],
  dropped: [],
  total: null,
};

/** A part that can be required. */
interface Item {
  readonly concept?: ConceptRead;
  readonly word?: WordRead;
  /** The indexes of its parts in the exploration: the strict one, then the loose one, if there is one. */
  readonly parts: readonly number[];
}

/** A sentence with at most this many words that names no concept is often a name. Half a name is a different name. */
const LONGEST_NAME = 3;
/** No engine searches for more words than this. */
const MOST_WORDS = 10;
/** If fewer entries than this stand for all concepts, those that stand for any follow them. */
const ENOUGH = 10;

/**
 * Chooses what must match, with the conditions and the place: all concepts, if enough entries stand for them; else any of them, and
 * those that stand for more of them, and for what fewer entries stand for, come first. In addition to a name, concepts only put
 * results in order. Of words alone, the most telling ones that some entry has together: what the fewest entries have tells most.
 */
export function chooseParts(
  reading: Reading,
  question: Pick<SearchQuery, 'conditions' | 'scope'>,
  register: Register,
): Choice {
  const parts: Said[] = [];
  const items: Item[] = [];
  const said = reading.concepts.filter(({ isPhase }) => !isPhase);
  const phases = reading.concepts.filter(({ isPhase }) => isPhase);
  const concepts = said.length > 0 ? said : phases;
  for (const concept of concepts) {
    const { id } = concept.concept;
    items.push({ concept, parts: [parts.length, parts.length + 1] });
    parts.push({ concept: id }, { concept: id, loosely: true });
  }
  const words = wordsToFind(reading);
  for (const word of words.slice(0, MOST_WORDS)) {
    items.push({ word, parts: [parts.length] });
    parts.push(saidBy(word, register, reading));
  }
  const choose = concepts.length > 0 ? mostTelling : wholeOrMostTelling;
  const choice =
    register.explore(question, parts, (exploration) => choose(items, exploration)) ??
    choiceOf(items, [], new Set(), null);
  const dropped = reading.words.filter(
    (word) =>
      (word.kind === 'TELLING' || word.kind === 'COMMON' || choice.dropped.includes(word)) &&
      !choice.words.includes(word),
  );
  return { ...choice, dropped };
}

/**
 * The words that may have to match. English words in addition to a concept are how people tell their story: they put results in order.
 * Other words are names, or what the register writes as one word.
 */
function wordsToFind({ concepts, words }: Reading): WordRead[] {
  if (concepts.length === 0) return words.filter(({ kind }) => kind !== 'FILLER');
  return words.filter(({ kind, text, length }) => kind === 'TELLING' && (length > 1 || !isEnglish(text)));
}

/**
 * How a word is looked for: a word that the register or English knows, in all its forms; any other with typos, and the last one of
 * a text, which might not be typed to its end, as a beginning too. What the register writes as one word counts as each of its parts.
 */
export function saidBy(
  { text: word, at, length }: WordRead,
  register: RegisterWords,
  { sentence }: Reading,
): Said {
  const isLast = at + length === sentence.words.length;
  const pieces = length === 1 ? piecesOf(sentence, at, register) : [];
  const forms = [...knownForms(word, register), ...pieces];
  if (register.has(word)) return { anyWord: [word, ...forms] };
  if (forms.length > 0) return { anyWord: forms };
  return isEnglish(word) && !isLast ? { anyWord: [word] } : { likeWord: word, isBeginning: isLast };
}

/**
 * For words alone: all of them, else all but general ones. A few words are often a name, and half a name is a different name, so
 * only a longer sentence gives way further.
 */
function wholeOrMostTelling(items: readonly Item[], exploration: Exploration): Choice {
  const own = items.filter(({ word }) => word?.kind !== 'GENERAL');
  for (const some of own.length > 0 ? [items, own] : [items]) {
    const total = exploration.together(some.map(({ parts }) => parts[0]!));
    if (total > 0)
      return choiceOf(
        some,
        items.filter((item) => !some.includes(item)),
        new Set(),
        total,
      );
  }
  return own.length <= LONGEST_NAME ? choiceOf(items, [], new Set(), 0) : mostTelling(own, exploration);
}

function mostTelling(items: readonly Item[], exploration: Exploration): Choice {
  const frequency = (item: Item) => {
    for (const part of item.parts) {
      const found = exploration.alone(part);
      if (found > 0) return found;
    }
    return Number.POSITIVE_INFINITY;
  };
  const rarestFirst = items
    .map((item) => ({ item, found: frequency(item) }))
    .sort((a, b) => Number(Boolean(b.item.word)) - Number(Boolean(a.item.word)) || a.found - b.found)
    .map(({ item }) => item);
  const kept: { item: Item; part: number }[] = [];
  const together = (...more: readonly number[]) =>
    exploration.together([...kept.map(({ part }) => part), ...more]);
  for (const item of rarestFirst) {
    const part = item.parts.find((one) => together(one) > 0);
    if (part !== undefined) kept.push({ item, part });
  }
  // Nothing that was said is to be found here: that must not find everything.
  if (kept.length === 0) return choiceOf(items, [], new Set(), 0);
  const total = together();
  const names = kept.filter(({ item }) => item.word);
  if (names.length > 0 && names.length < kept.length && total < ENOUGH) {
    const chosen = names.map(({ item }) => item);
    return choiceOf(
      chosen,
      items.filter((item) => !chosen.includes(item)),
      new Set(),
      exploration.together(names.map(({ part }) => part)),
    );
  }
  const topics = items.filter(({ concept }) => concept && !isCondition(concept));
  if (topics.length > 1 && total < ENOUGH && kept.every(({ item }) => item.concept)) {
    const conditions = kept.filter(({ item }) => !topics.includes(item));
    const any = exploration.togetherWithAny(
      topics.map(({ parts }) => parts[0]!),
      conditions.map(({ part }) => part),
    );
    if (any > 0) {
      const required = conditions.map(({ item }) => item);
      const others = items.filter((item) => !required.includes(item));
      const anyOf = topics.flatMap(({ concept }) => concept ?? []);
      return { ...choiceOf(required, others, looselyOf(conditions), any), anyOf };
    }
  }
  const chosen = kept.map(({ item }) => item);
  return choiceOf(
    chosen,
    items.filter((item) => !chosen.includes(item)),
    looselyOf(kept),
    total,
  );
}

/** The ids of the concepts for which only the loose part was found. */
function looselyOf(kept: readonly { readonly item: Item; readonly part: number }[]): ReadonlySet<string> {
  return new Set(
    kept.flatMap(({ item, part }) =>
      item.concept && part !== item.parts[0] ? [item.concept.concept.id] : [],
    ),
  );
}

/** Lists of codes that say how something is offered. Concepts of these do not give way to others. */
const CONDITIONS = new Set(['REFERRAL_ROUTE', 'DELIVERY_MODE', 'TIER', 'ACCESSIBILITY', 'KEY_STAGE']);

/** Whether a concept says how something is offered, not what: "online", "parents can refer". */
function isCondition({ concept: { strongCodes = [] } }: ConceptRead): boolean {
  return strongCodes.length > 0 && strongCodes.every((code) => CONDITIONS.has(code.split(':')[0]!));
}

function choiceOf(
  kept: readonly Item[],
  others: readonly Item[],
  loosely: ReadonlySet<string>,
  total: number | null,
): Choice {
  const concepts = (some: readonly Item[]) => some.flatMap(({ concept }) => concept ?? []);
  const words = (some: readonly Item[]) => some.flatMap(({ word }) => word ?? []);
  return {
    concepts: concepts(kept),
    words: words(kept),
    loosely,
    preferred: concepts(others),
    anyOf: [],
    dropped: words(others),
    total,
  };
}
