import { editDistance } from '../../src/platform/edit-distance.js';
import { haversineMetres } from '../../src/platform/geo.js';
import type {
  Condition,
  EngineHit,
  SearchDocument,
  SearchQuery,
  SearchSchema,
} from '../../src/platform/search/port.js';
import { fold, words } from '../../src/platform/text.js';

/** What the port says a query finds. `hits` are all of them, in order but for relevance, whose order is an engine's own. */
export interface Expected {
  readonly hits: readonly EngineHit[];
  readonly total: number;
  readonly facets: Record<string, Map<string, number>>;
}

/** `joined`: neighbouring words also count as one, in a text and in a question. */
interface Reading {
  readonly joined: boolean;
}

/** The oracle: reads the port's sentences off one document at a time, with no index and no shortcut. */
export function bruteForce(
  schema: SearchSchema,
  documents: Iterable<SearchDocument>,
  query: SearchQuery,
  reading: Reading = { joined: false },
): Expected {
  const all = [...documents];
  const found = all.filter((document) => matches(schema, document, query, reading));
  found.sort((a, b) => compare(a, b, query) || (a.id < b.id ? -1 : 1));
  return {
    hits: found.map((document) => hit(document, query)),
    total: found.length,
    facets: Object.fromEntries(
      (query.facets?.fields ?? []).map((field) => [field, facet(schema, all, query, field)]),
    ),
  };
}

function facet(schema: SearchSchema, all: SearchDocument[], query: SearchQuery, field: string) {
  const own = (condition: Condition) => condition.kind === 'anyOf' && condition.field === field;
  const conditions =
    query.facets?.mode === 'disjunctive' ? query.conditions.filter((c) => !own(c)) : query.conditions;
  const counts = new Map<string, number>();
  for (const document of all) {
    if (!matches(schema, document, { ...query, conditions })) continue;
    for (const value of new Set(document.keywords[field])) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function matches(
  schema: SearchSchema,
  document: SearchDocument,
  query: SearchQuery,
  reading: Reading = { joined: false },
): boolean {
  return (
    query.conditions.every((condition) => meets(document, condition)) &&
    (!query.scope || reachedBy(document, query) !== undefined) &&
    query.concepts.every((concept) =>
      [...document.concepts.strong, ...document.concepts.related].includes(concept),
    ) &&
    (reading.joined
      ? joinings(query.words).some((asked) => matchesWords(schema, document, asked, reading))
      : matchesWords(schema, document, query.words, reading))
  );
}

function meets(document: SearchDocument, condition: Condition): boolean {
  switch (condition.kind) {
    case 'anyOf':
      return condition.values.some((value) => document.keywords[condition.field]!.includes(value));
    case 'allOf':
      return (
        condition.values.length > 0 &&
        condition.values.every((value) => document.keywords[condition.field]!.includes(value))
      );
    case 'noneOf':
      return !condition.values.some((value) => document.keywords[condition.field]!.includes(value));
    case 'number': {
      const value = document.numbers[condition.field]!;
      const { gte = Number.NEGATIVE_INFINITY, lte = Number.POSITIVE_INFINITY } = condition;
      return value !== null && value >= gte && value <= lte;
    }
    case 'within': {
      const range = document.ranges[condition.field]!;
      return range !== null && range[0] <= condition.value && condition.value <= range[1];
    }
    case 'opening':
      return document.openings.some(
        (opening) =>
          opening.places >= condition.places &&
          opening.fromDay <= condition.byDay &&
          (condition.groups?.some((group) => opening.minGroup <= group && group <= opening.maxGroup) ?? true),
      );
  }
}

function reachedBy(document: SearchDocument, { scope }: SearchQuery): 'SITE' | 'AREA' | undefined {
  if (!scope) return undefined;
  const { position } = document;
  const near =
    scope.kind === 'area'
      ? scope.values.some((value) => document.keywords[scope.field]!.includes(value))
      : position !== null &&
        (scope.kind === 'radius'
          ? haversineMetres(scope.centre.lat, scope.centre.lng, position.lat, position.lng) <= scope.metres
          : position.lat >= scope.south &&
            position.lat <= scope.north &&
            position.lng >= scope.west &&
            position.lng <= scope.east);
  if (document.onSite && near) return 'SITE';
  return scope.areas.some((area) => document.areasServed.includes(area)) ? 'AREA' : undefined;
}

function distance(document: SearchDocument, query: SearchQuery): number | undefined {
  const { sort, scope } = query;
  const from = sort.by === 'distance' ? sort.from : scope?.kind === 'radius' ? scope.centre : undefined;
  if (!from || !document.onSite || !document.position) return undefined;
  if (scope && reachedBy(document, query) !== 'SITE') return undefined;
  return haversineMetres(from.lat, from.lng, document.position.lat, document.position.lng);
}

function hit(document: SearchDocument, query: SearchQuery): EngineHit {
  const metres = distance(document, query);
  const reached = reachedBy(document, query);
  return {
    id: document.id,
    ...(metres === undefined ? {} : { distanceMetres: metres }),
    ...(reached ? { reachedBy: reached } : {}),
  };
}

function compare(a: SearchDocument, b: SearchDocument, query: SearchQuery): number {
  const { sort } = query;
  const order = (x: number | string, y: number | string) => (x < y ? -1 : x > y ? 1 : 0);
  const last = Number.POSITIVE_INFINITY;
  switch (sort.by) {
    case 'distance':
      return order(distance(a, query) ?? last, distance(b, query) ?? last);
    case 'opening': {
      const first = (document: SearchDocument) =>
        Math.min(
          ...document.openings
            .filter((o) => o.places >= sort.places)
            .filter((o) => sort.groups?.some((group) => o.minGroup <= group && group <= o.maxGroup) ?? true)
            .map((o) => o.fromDay),
        );
      return order(first(a), first(b));
    }
    case 'number':
      return order(a.numbers[sort.field] ?? last, b.numbers[sort.field] ?? last);
    case 'text':
      return order(fold(a.text[sort.field]!), fold(b.text[sort.field]!));
    default:
      return 0;
  }
}

/** Every way to write a question with some neighbours joined, at most three into one. */
function joinings(asked: readonly string[]): string[][] {
  if (asked.length === 0) return [[]];
  return [1, 2, 3]
    .filter((count) => count <= asked.length)
    .flatMap((count) =>
      joinings(asked.slice(count)).map((rest) => [asked.slice(0, count).join(''), ...rest]),
    );
}

function matchesWords(
  schema: SearchSchema,
  document: SearchDocument,
  asked: readonly string[],
  { joined }: Reading,
): boolean {
  if (asked.length === 0) return true;
  const tokens = schema.text.flatMap(({ name }) => {
    const written = words(document.text[name]!);
    return joined ? [...written, ...written.slice(1).map((word, i) => written[i]! + word)] : written;
  });
  return asked.every((word, i) => {
    const asPrefix = i === asked.length - 1;
    return tokens.some((token) => remembered(word, token, asPrefix));
  });
}

/** `standsFor` is pure and slow, and a register says the same few words over and over. */
function remembered(word: string, token: string, asPrefix: boolean): boolean {
  const key = `${word} ${token} ${asPrefix}`;
  let answer = answers.get(key);
  if (answer === undefined) {
    answer = standsFor(word, token, asPrefix);
    answers.set(key, answer);
  }
  return answer;
}

const answers = new Map<string, boolean>();

/** Whether a query word finds a word of a document: Meilisearch's typo rule, by which nothing is a slip of a number. */
export function standsFor(word: string, token: string, asPrefix: boolean): boolean {
  const isNumber = (text: string) => /^\p{N}+$/u.test(text);
  const allowed = isNumber(word) || isNumber(token) || word.length < 5 ? 0 : word.length < 9 ? 1 : 2;
  const beginnings = asPrefix ? Array.from(token, (_, i) => token.slice(0, i + 1)) : [token];
  return beginnings.some(
    (beginning) => editDistance(word, beginning, allowed) + (word[0] === beginning[0] ? 0 : 1) <= allowed,
  );
}
