// cspell:ignore kilometer kilometers
import type { GazetteerEntry, GazetteerReading } from '../place/gazetteer.js';
import { type Sentence, type Span, sentenceOf, textWithout } from './sentence.js';

/** Knows the names of places. */
export interface PlaceNames {
  /** All readings that begin at a word, longest first. */
  readAt(words: readonly string[], at: number): readonly GazetteerReading[];
}

/** A place that a part of a sentence names, with the words that lead to it. */
export interface PlaceRead extends Span {
  /** What the name can mean, best first. */
  readonly entries: readonly GazetteerEntry[];
  readonly isExact: boolean;
  /** Whether several places have the name, so that someone must be asked which one. */
  readonly isAmbiguous: boolean;
  /** How it is led to; null: it only stands there. */
  readonly link: 'IN' | 'NEAR' | 'WITHIN' | null;
  /** How many of the span's words are the name itself, and where they begin. */
  readonly name: Span;
  /** The distance that was stated, in metres; null if none was. */
  readonly metres: number | null;
}

const METRES: Readonly<Record<string, number>> = {
  mile: 1_609.344,
  miles: 1_609.344,
  mi: 1_609.344,
  km: 1_000,
  kms: 1_000,
  kilometre: 1_000,
  kilometres: 1_000,
  kilometer: 1_000,
  kilometers: 1_000,
};
const NUMBER_WORDS: Readonly<Record<string, number>> = {
  a: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
};

/** What leads to a place, longest first. */
const LINKS: readonly { readonly said: readonly string[]; readonly link: 'IN' | 'NEAR' }[] = [
  ...links(
    'NEAR',
    'close to',
    'near to',
    'next to',
    'not far from',
    'just outside',
    'outside of',
    'in and around',
    'or around',
    'or near',
    'within reach of',
    'easy reach of',
    'travel from',
    'travelling from',
    'coming from',
    'the other side of',
    'this side of',
    'up the road from',
    'accessible from',
    'anywhere near',
    'somewhere near',
    'out of',
    'out by',
    'over by',
    'up by',
    'down by',
  ),
  ...links(
    'IN',
    'live in',
    'lives in',
    'living in',
    'based in',
    'located in',
    'over in',
    'out in',
    'up in',
    'down in',
    'all of',
    'whole of',
    'across',
  ),
  ...links(
    'NEAR',
    'near',
    'nr',
    'nearby',
    'around',
    'round',
    'outside',
    'by',
    'from',
    'towards',
    'between',
    'nearest',
  ),
  ...links('IN', 'in', 'at', 'within', 'inside', 'covering', 'serving'),
];

function links(link: 'IN' | 'NEAR', ...names: readonly string[]) {
  return names.map((name) => ({ said: name.split(' '), link }));
}

/** Words after a name that say that it is one, and widen it: "swaffham area", "up Cromer way". */
const AFTER = new Set([
  'area',
  'areas',
  'district',
  'county',
  'way',
  'region',
  'surroundings',
  'direction',
  'wide',
  'based',
  'side',
]);

/** Every reading of a place in the first words of a sentence, with what leads to it. Readings can overlap. */
export function readPlaces(
  sentence: Sentence,
  names: PlaceNames,
  mostWords = sentence.words.length,
): PlaceRead[] {
  const { words, tokens } = sentence;
  const found: PlaceRead[] = [];
  for (let at = 0; at < Math.min(words.length, mostWords); at++) {
    for (const reading of names.readAt(words, at)) {
      const name = { at, length: reading.words };
      const lead = leadBefore(sentence, at);
      const end = at + reading.words;
      const after = tokens[end - 1]?.endsPart ? 0 : afterName(words, end);
      const start = at - lead.length;
      found.push({
        entries: reading.entries,
        isExact: reading.isExact,
        isAmbiguous: reading.isAmbiguous,
        name,
        link: lead.link ?? (after > 0 ? 'NEAR' : null),
        metres: lead.metres,
        at: start,
        length: end + after - start,
      });
    }
  }
  return found;
}

/** A sentence that ends in the beginning of a name of a place, or may. */
export interface UnfinishedPlace {
  /** What was typed of the name so far. */
  readonly name: string;
  /** The text before the name, as it was typed, with what leads to it. */
  readonly before: string;
  /** The text without the place and what leads to it. Not empty. */
  readonly textWithout: string;
  /** Whether something leads to it. */
  readonly isLed: boolean;
}

/** A name has at most so many words. */
const LONGEST_NAME = 4;

/**
 * The ways to read the end of a sentence as the beginning of a name, the likeliest first: what follows "near", "in" and the like, and,
 * if nothing leads to a place, the last words.
 */
export function unfinishedPlaces(text: string): UnfinishedPlace[] {
  const sentence = sentenceOf(text);
  const { words, tokens, chunks } = sentence;
  const found: UnfinishedPlace[] = [];
  for (let at = Math.max(1, words.length - LONGEST_NAME); at < words.length; at++) {
    const chunk = tokens[at]!.chunk;
    if (tokens[at - 1]!.chunk === chunk) continue;
    const lead = leadBefore(sentence, at);
    const span = { at: at - lead.length, length: words.length - at + lead.length };
    const rest = textWithout(sentence, [span]);
    if (rest === '') continue;
    const [start] = chunks[chunk]!;
    found.push({
      name: text.slice(start),
      before: text.slice(0, start),
      textWithout: rest,
      isLed: lead.link !== null,
    });
  }
  const led = found.filter(({ isLed }) => isLed);
  return led.length > 0 ? led : found;
}

function afterName(words: readonly string[], at: number): number {
  if (words[at] === 'and' && /^(?:surrounding|surroundings|around)$/.test(words[at + 1] ?? '')) {
    return /^areas?$/.test(words[at + 2] ?? '') ? 3 : 2;
  }
  if (words[at] === 'planning' && words[at + 1] === 'area') return 2;
  return AFTER.has(words[at] ?? '') ? 1 : 0;
}

interface Lead {
  readonly link: PlaceRead['link'];
  readonly metres: number | null;
  readonly length: number;
}

/** What stands before a name: "near", "within 15 miles of", "10 km from the". */
function leadBefore({ words, tokens }: Sentence, at: number): Lead {
  const nothing: Lead = { link: null, metres: null, length: 0 };
  if (at > 0 && tokens[at - 1]!.endsPart) return nothing;
  const article = words[at - 1] === 'the' ? 1 : 0;
  const end = at - article;
  const link = linkBefore(words, end);
  const distance = distanceBefore(words, end);
  if (distance) return { ...distance, length: distance.length + article };
  if (link) return { link: link.link, metres: null, length: link.length + article };
  return nothing;
}

function linkBefore(words: readonly string[], end: number) {
  for (const { said, link } of LINKS) {
    const start = end - said.length;
    if (start >= 0 && said.every((word, i) => words[start + i] === word))
      return { link, length: said.length };
  }
  return null;
}

/** "within 15 miles of", "10km from", "up to twenty miles around", "15 mile radius of". */
function distanceBefore(words: readonly string[], end: number): Lead | null {
  let at = end - 1;
  if (!/^(?:of|from|around|round|away|outside|to|near)$/.test(words[at] ?? '')) return null;
  at--;
  if (words[at] === 'away') at--;
  if (words[at] === 'radius') at--;
  const joined = /^(\d{1,3})(miles?|km|k|mi)$/.exec(words[at] ?? '');
  const unit = joined ? (METRES[joined[2]!] ?? 1_000) : METRES[words[at] ?? ''];
  if (unit === undefined) return null;
  if (!joined) at--;
  const said = joined?.[1] ?? words[at] ?? '';
  const number = /^\d{1,3}$/.test(said) ? Number(said) : NUMBER_WORDS[said];
  if (number === undefined) return null;
  let start = at;
  while (
    start > 0 &&
    /^(?:within|up|to|about|roughly|approx|max|maximum|under|less|than|no|more|further|a|radius|around)$/.test(
      words[start - 1]!,
    )
  )
    start--;
  return { link: 'WITHIN', metres: number * unit, length: end - start };
}
