import type { MultiSearchQuery } from 'meilisearch';
import { haversineMetres } from '../../src/platform/geo.js';
import { answersTo, type RawAnswer } from '../../src/platform/search/meilisearch/answers.js';
import type { IndexedDocument } from '../../src/platform/search/meilisearch/document.js';
import { standsFor } from './brute-force.js';

/**
 * Finds what a query asks for as the documentation of Meilisearch 1.50 says, from a list of documents. It is slow and ranks by hardly anything, but what
 * it finds, and in which order a search sorts it, is exact. Totals with `distinct` are exact only of a query for pages, and facets then count
 * one document of each group, as the documentation warns.
 */
export function answerAsDocumented(
  documents: readonly IndexedDocument[],
  { q, filter, sort = [], distinct, offset = 0, limit = 20, ...query }: MultiSearchQuery,
): RawAnswer {
  const asked = (q ?? '').match(/"[^"]*"|\S+/g) ?? [];
  const searched = query.attributesToSearchOn?.map((name) => name.replace('text.', ''));
  const matched = (document: IndexedDocument) =>
    asked.filter((word, i) => hasWord(document, word, i === asked.length - 1, searched)).length;
  const least = query.matchingStrategy === 'all' ? asked.length : Math.min(1, asked.length);
  const holds = filterOf(String(filter));
  const found = documents
    .filter((document) => holds(document) && matched(document) >= least)
    .map((document) => ({
      document,
      keys: [...sort.map((rule) => sortKey(document, rule)), -matched(document)],
    }))
    .sort((a, b) => compareKeys(a.keys, b.keys) || compareKeys([a.document.order], [b.document.order]))
    .map(({ document }) => document);
  const met = new Set<unknown>();
  const kept = found.filter((document) => {
    const [value] = distinct ? valuesAt(document, distinct) : [];
    return value === undefined || (!met.has(value) && met.add(value));
  });
  const isPaged = query.hitsPerPage !== undefined;
  const page = isPaged ? kept.slice(0, query.hitsPerPage) : kept.slice(offset, offset + limit);
  const answer = {
    hits: page.map((document) => retrieved(document, query.attributesToRetrieve ?? [])),
    ...(isPaged ? { totalHits: kept.length } : { estimatedTotalHits: found.length }),
    facetDistribution: Object.fromEntries(
      (query.facets ?? []).map((attribute) => [attribute, countsOf(kept, attribute)]),
    ),
  };
  return answersTo(1).parse({ results: [answer] }).results[0]!;
}

/** The attributes of a document that were asked for. */
function retrieved(document: IndexedDocument, paths: readonly string[]): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const path of paths) {
    const [name = '', inner] = path.split('.');
    const value = (document as unknown as Record<string, unknown>)[name] as
      | Record<string, unknown>
      | undefined;
    if (value === undefined) continue;
    if (inner === undefined) found[name] = value;
    else if (value[inner] !== undefined) found[name] = { ...(found[name] as object), [inner]: value[inner] };
  }
  return found;
}

function countsOf(documents: readonly IndexedDocument[], attribute: string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const document of documents) {
    for (const value of valuesAt(document, attribute).map(String))
      counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

function hasWord(
  { text }: IndexedDocument,
  asked: string,
  isLast: boolean,
  searched: readonly string[] = Object.keys(text),
): boolean {
  const words = searched.flatMap((name) => text[name]!.split(' '));
  if (asked.startsWith('"')) return words.includes(asked.slice(1, -1));
  return words.some((word) => standsFor(asked, word, isLast));
}

function sortKey(document: IndexedDocument, rule: string): string | number | undefined {
  const [, lat, lng] = /^_geoPoint\((.+), (.+)\):asc$/.exec(rule) ?? [];
  if (lat === undefined)
    return valuesAt(document, rule.replace(/:asc$/, ''))[0] as string | number | undefined;
  const { _geo } = document;
  return _geo && haversineMetres(Number(lat), Number(lng), _geo.lat, _geo.lng);
}

function compareKeys(a: readonly unknown[], b: readonly unknown[]): number {
  for (const [i, one] of a.entries()) {
    const other = b[i];
    if (one === other) continue;
    if (one === undefined) return 1;
    if (other === undefined) return -1;
    return (one as string) < (other as string) ? -1 : 1;
  }
  return 0;
}

function valuesAt(document: object, path: string): readonly unknown[] {
  const value = path
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], document);
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

type Holds = (document: IndexedDocument) => boolean;

/** Reads a filter: NOT binds more than AND, and AND more than OR. */
function filterOf(text: string): Holds {
  const tokens = text.match(/"[^"]*"|>=|<=|=|[()[\],]|[^\s()[\],"=<>]+/g) ?? [];
  let at = 0;
  const next = () => tokens[at++]!;
  const plain = (token: string) => token.replace(/^"|"$/g, '');
  const numbersUntil = (end: string): number[] => {
    const found: number[] = [];
    for (let token = next(); token !== end; token = next()) if (/\d/.test(token)) found.push(Number(token));
    return found;
  };
  const either = (): Holds => {
    const parts = [both()];
    while (tokens[at] === 'OR') {
      at++;
      parts.push(both());
    }
    return (document) => parts.some((part) => part(document));
  };
  const both = (): Holds => {
    const parts = [single()];
    while (tokens[at] === 'AND') {
      at++;
      parts.push(single());
    }
    return (document) => parts.every((part) => part(document));
  };
  const single = (): Holds => {
    const token = next();
    if (token === 'NOT') {
      const inner = single();
      return (document) => !inner(document);
    }
    if (token === '(') {
      const inner = either();
      at++;
      return inner;
    }
    if (token === '_geoRadius') {
      const [lat, lng, metres] = numbersUntil(')') as [number, number, number];
      return ({ _geo }) => _geo !== undefined && haversineMetres(lat, lng, _geo.lat, _geo.lng) <= metres;
    }
    if (token === '_geoBoundingBox') {
      const [north, east, south, west] = numbersUntil(')') as [number, number, number, number];
      return ({ _geo }) =>
        _geo !== undefined && _geo.lat <= north && _geo.lat >= south && _geo.lng <= east && _geo.lng >= west;
    }
    return condition(plain(token), next());
  };
  const condition = (attribute: string, operator: string): Holds => {
    const values = (document: IndexedDocument) => valuesAt(document, attribute);
    if (operator === 'EXISTS') return (document) => values(document).length > 0;
    if (operator === 'IN') {
      const wanted = new Set<string>();
      for (let token = next(); token !== ']'; token = next())
        if (!/^[[,]$/.test(token)) wanted.add(plain(token));
      return (document) => values(document).some((value) => wanted.has(String(value)));
    }
    const wanted = plain(next());
    if (operator === '=') return (document) => values(document).some((value) => String(value) === wanted);
    const isAtLeast = operator === '>=';
    return (document) =>
      values(document).some((value) =>
        isAtLeast ? Number(value) >= Number(wanted) : Number(value) <= Number(wanted),
      );
  };
  return either();
}
