import { fold, indexedWords, words } from '../../text.js';
import { documentProblem } from '../check-document.js';
import type { Opening, SearchDocument, SearchSchema } from '../port.js';
import { encodeKeyword, fitsKeyword, idSortKey, sortKey } from './keyword-code.js';

/** The groups whose openings are stored one by one. */
const FIRST_GROUP = -5;
const LAST_GROUP = 20;
/** A query cannot ask for more places than this on one opening. */
const MOST_PLACES = 200;

/** A search document as Meilisearch holds it. Unknown values are left out, so that no condition matches them. */
export interface IndexedDocument {
  readonly id: string;
  /** See `idSortKey`. */
  readonly order: string;
  /** The words of the heaviest text, to be matched as a whole; absent if there are too many. */
  readonly name?: string;
  /** Folded words, so that both engines read a text in the same way. */
  readonly text: Readonly<Record<string, string>>;
  readonly sort: Readonly<Record<string, string>>;
  readonly keywords: Readonly<Record<string, readonly string[]>>;
  readonly numbers: Readonly<Record<string, number>>;
  readonly ranges: Readonly<Record<string, { readonly from: number; readonly to: number }>>;
  readonly onSite: boolean;
  /** Whether it has `_geo`: it is on site, at a known position. No other document can have a distance. */
  readonly placed: boolean;
  readonly _geo?: { readonly lat: number; readonly lng: number };
  readonly areasServed: readonly string[];
  readonly strong: readonly string[];
  readonly related: readonly string[];
  readonly availFrom: Readonly<Record<string, number>>;
}

/** The field with the first day with so many places on one opening, for any group or for one (`y` in all existing indexes). */
export function availFrom(places: number, group?: number): string {
  return group === undefined ? `p${places}` : `p${places}y${group}`;
}

/** Words in the form in which they are stored to be matched as a whole. */
export function nameOf(folded: readonly string[]): string {
  return encodeKeyword(folded.join(' '));
}

/** The text field that counts most for relevance. */
export function heaviestText(schema: SearchSchema): string | undefined {
  return [...schema.text].sort((a, b) => b.weight - a.weight)[0]?.name;
}

/** Why a document cannot be indexed here; null if it can. */
export function indexingProblem(schema: SearchSchema, document: SearchDocument): string | null {
  const problem = documentProblem(schema, document);
  if (problem) return problem;
  const { openings, areasServed, concepts } = document;
  if (openings.some(({ minGroup, maxGroup }) => minGroup < FIRST_GROUP || maxGroup > LAST_GROUP)) {
    return `the groups of an opening must be from ${FIRST_GROUP} to ${LAST_GROUP}`;
  }
  const values = [...schema.keywords.flatMap((name) => document.keywords[name]!), ...areasServed];
  return [...values, ...concepts.strong, ...concepts.related].every(fitsKeyword)
    ? null
    : 'a keyword is too long to be distinguished from others';
}

/** The stored form of a document that has no problem. */
export function toIndexed(schema: SearchSchema, document: SearchDocument): IndexedDocument {
  const { id, position, onSite } = document;
  const title = words(document.text[heaviestText(schema) ?? ''] ?? '');
  const geo = onSite && position ? { lat: position.lat, lng: position.lng } : undefined;
  return {
    id,
    order: idSortKey(id),
    ...(title.length > 0 && fitsKeyword(title.join(' ')) && { name: nameOf(title) }),
    text: Object.fromEntries(
      schema.text.map(({ name }) => [name, indexedWords(document.text[name]!).join(' ')]),
    ),
    sort: Object.fromEntries(schema.sortedTexts.map((name) => [name, sortKey(fold(document.text[name]!))])),
    keywords: Object.fromEntries(schema.keywords.map((name) => [name, codes(document.keywords[name]!)])),
    numbers: Object.fromEntries(known(schema.numbers, document.numbers)),
    ranges: Object.fromEntries(
      known(schema.ranges, document.ranges).map(([name, [from, to]]) => [name, { from, to }]),
    ),
    onSite,
    placed: geo !== undefined,
    ...(geo && { _geo: geo }),
    areasServed: codes(document.areasServed),
    // Meilisearch has no third layer: likely is as good as strong.
    strong: codes([...document.concepts.strong, ...(document.concepts.likely ?? [])]),
    related: codes(document.concepts.related),
    availFrom: firstDays(document.openings),
  };
}

function codes(values: readonly string[]): string[] {
  return [...new Set(values)].map(encodeKeyword);
}

function known<T>(names: readonly string[], values: Readonly<Record<string, T | null>>): [string, T][] {
  return names.flatMap((name): [string, T][] => {
    const value = values[name] ?? null;
    return value === null ? [] : [[name, value]];
  });
}

/**
 * The first day for every number of places. Meilisearch flattens lists of objects, so two different openings could meet a condition
 * on places and one on the day. With one number per question that cannot happen.
 */
function firstDays(openings: readonly Opening[]): Record<string, number> {
  const days: Record<string, number> = {};
  const mostSoFar = new Map<number | undefined, number>();
  for (const { places, fromDay, minGroup, maxGroup } of [...openings].sort((a, b) => a.fromDay - b.fromDay)) {
    const most = Math.min(places, MOST_PLACES);
    const groups = Array.from({ length: maxGroup - minGroup + 1 }, (_, i) => minGroup + i);
    for (const group of [undefined, ...groups]) {
      const before = mostSoFar.get(group) ?? 0;
      for (let n = before + 1; n <= most; n++) days[availFrom(n, group)] = fromDay;
      mostSoFar.set(group, Math.max(before, most));
    }
  }
  return days;
}
