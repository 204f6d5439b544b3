import { fold, words } from '../../text.js';
import { documentProblem } from '../check-document.js';
import type { Opening, SearchDocument, SearchSchema } from '../port.js';
import { encodeKeyword, fitsKeyword, idSortKey, sortKey } from './keyword-code.js';

/** Groups whose openings are stored one by one. */
const FIRST_GROUP = -5;
const LAST_GROUP = 20;
/** More places than this on one opening cannot be asked for. */
const MOST_PLACES = 200;

/** A search document as Meilisearch holds it. What is unknown is left out, so that no condition finds it. */
export interface IndexedDocument {
  readonly id: string;
  /** See `idSortKey`. */
  readonly order: string;
  /** The words of the heaviest text, to be found as a whole; absent when there are too many. */
  readonly name?: string;
  /** Folded words, so that both engines read a text alike. */
  readonly text: Readonly<Record<string, string>>;
  readonly sort: Readonly<Record<string, string>>;
  readonly keywords: Readonly<Record<string, readonly string[]>>;
  readonly numbers: Readonly<Record<string, number>>;
  readonly ranges: Readonly<Record<string, { readonly from: number; readonly to: number }>>;
  readonly onSite: boolean;
  /** Whether it has `_geo`: on site, at a known position. Nothing else may have a distance. */
  readonly placed: boolean;
  readonly _geo?: { readonly lat: number; readonly lng: number };
  readonly areasServed: readonly string[];
  readonly strong: readonly string[];
  readonly related: readonly string[];
  readonly availFrom: Readonly<Record<string, number>>;
}

/** The field that holds the first day with so many places on one opening, for whoever or for one group (`y` in all indexes there are). */
export function availFrom(places: number, group?: number): string {
  return group === undefined ? `p${places}` : `p${places}y${group}`;
}

/** Words as they are stored to be found as a whole. */
export function nameOf(folded: readonly string[]): string {
  return encodeKeyword(folded.join(' '));
}

/** The text field that counts most in relevance. */
export function heaviestText(schema: SearchSchema): string | undefined {
  return [...schema.text].sort((a, b) => b.weight - a.weight)[0]?.name;
}

/** Why a document cannot be indexed here; null when it can. */
export function indexingProblem(schema: SearchSchema, document: SearchDocument): string | null {
  const problem = documentProblem(schema, document);
  if (problem) return problem;
  const { openings, areasServed, concepts } = document;
  if (openings.some(({ minGroup, maxGroup }) => minGroup < FIRST_GROUP || maxGroup > LAST_GROUP)) {
    return `the groups of an opening must lie from ${FIRST_GROUP} to ${LAST_GROUP}`;
  }
  const values = [...schema.keywords.flatMap((name) => document.keywords[name]!), ...areasServed];
  return [...values, ...concepts.strong, ...concepts.related].every(fitsKeyword)
    ? null
    : 'a keyword is too long to be told from others';
}

/** Makes the stored form of a document without a problem. */
export function toIndexed(schema: SearchSchema, document: SearchDocument): IndexedDocument {
  const { id, position, onSite } = document;
  const title = words(document.text[heaviestText(schema) ?? ''] ?? '');
  const geo = onSite && position ? { lat: position.lat, lng: position.lng } : undefined;
  return {
    id,
    order: idSortKey(id),
    ...(title.length > 0 && fitsKeyword(title.join(' ')) && { name: nameOf(title) }),
    text: Object.fromEntries(schema.text.map(({ name }) => [name, words(document.text[name]!).join(' ')])),
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
    strong: codes(document.concepts.strong),
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
 * The first day for every number of places: Meilisearch flattens lists of objects, so that a condition on places and one on
 * the day could be met by two different openings. One number per question cannot be.
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
