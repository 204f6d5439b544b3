import { editDistance } from '../../src/platform/edit-distance.js';
import { haversineMetres } from '../../src/platform/geo.js';
import type {
  Condition,
  EngineHit,
  QueryWord,
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
  if (query.groupBy !== undefined) return inGroups(all, found, query, schema);
  return {
    hits: found.map((document) => hit(document, query)),
    total: found.length,
    facets: Object.fromEntries(
      (query.facets?.fields ?? []).map((field) => [field, facet(schema, all, query, field)]),
    ),
  };
}

/** The same in groups: each of its best document, which gives way to a nearer one of the same thing that is as good. */
function inGroups(
  all: readonly SearchDocument[],
  found: readonly SearchDocument[],
  query: SearchQuery,
  schema: SearchSchema,
): Expected {
  const { groupBy = '', facets, sort } = query;
  const groupOf = (document: SearchDocument) => document.keywords[groupBy]![0]!;
  const thingOf = (document: SearchDocument) => document.keywords[schema.groups[0]!]![0];
  const far = (document: SearchDocument) => distance(document, query) ?? Number.POSITIVE_INFINITY;
  const nearestFirst = (a: SearchDocument, b: SearchDocument) => order(far(a), far(b)) || order(a.id, b.id);
  const groups = grouped(found, groupOf);
  const hits = [...groups.values()].map((members): EngineHit => {
    const best = members[0]!;
    const asGood = members
      .filter((other) => thingOf(other) === thingOf(best))
      .filter((other) => sort.by === 'relevance' || compare(other, best, query) === 0)
      .sort(nearestFirst);
    const shown = far(asGood[0]!) === Number.POSITIVE_INFINITY || sort.by === 'distance' ? best : asGood[0]!;
    const others = members.filter((other) => other !== shown).sort(nearestFirst);
    return { ...hit(shown, query), others: others.slice(0, 20).map((other) => hit(other, query)) };
  });
  const counted = (facets?.fields ?? []).map((field) => {
    const counts = new Map<string, number>();
    const matching = countedBy(schema, all, query, field);
    for (const members of grouped(matching, groupOf).values()) {
      const values = new Set(members.flatMap((document) => document.keywords[field]!));
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [field, counts] as const;
  });
  return { hits, total: groups.size, facets: Object.fromEntries(counted) };
}

/** The documents that the facet of a field counts. */
function countedBy(
  schema: SearchSchema,
  all: readonly SearchDocument[],
  query: SearchQuery,
  field: string,
): SearchDocument[] {
  const own = (condition: Condition) => condition.kind === 'anyOf' && condition.field === field;
  const conditions =
    query.facets?.mode === 'disjunctive' ? query.conditions.filter((c) => !own(c)) : query.conditions;
  return all.filter((document) => matches(schema, document, { ...query, conditions }));
}

function facet(schema: SearchSchema, all: readonly SearchDocument[], query: SearchQuery, field: string) {
  const counts = new Map<string, number>();
  for (const document of countedBy(schema, all, query, field)) {
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

/** Items by a key, in the order in which the keys first come. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const members = groups.get(keyOf(item)) ?? [];
    if (members.push(item) === 1) groups.set(keyOf(item), members);
  }
  return groups;
}

function order(x: number | string, y: number | string): number {
  return x < y ? -1 : x > y ? 1 : 0;
}

function compare(a: SearchDocument, b: SearchDocument, query: SearchQuery): number {
  const { sort } = query;
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

/** Every way to write a question with some neighbours joined, at most three into one. Exact words stay as they are. */
function joinings(asked: readonly QueryWord[]): QueryWord[][] {
  const [first] = asked;
  if (!first) return [[]];
  return [1, 2, 3]
    .filter((count) => count <= asked.length)
    .filter((count) => count === 1 || asked.slice(0, count).every(({ exact }) => !exact))
    .flatMap((count) => {
      const joined = asked.slice(0, count).map(({ text }) => text);
      return joinings(asked.slice(count)).map((rest) => [{ ...first, text: joined.join('') }, ...rest]);
    });
}

function matchesWords(
  schema: SearchSchema,
  document: SearchDocument,
  asked: readonly QueryWord[],
  { joined }: Reading,
): boolean {
  if (asked.length === 0) return true;
  const written = schema.text.flatMap(({ name }) => words(document.text[name]!));
  const tokens = schema.text.flatMap(({ name }) => {
    const list = words(document.text[name]!);
    return joined ? [...list, ...list.slice(1).map((word, i) => list[i]! + word)] : list;
  });
  return asked.every(({ text, exact }, i) => {
    if (exact) return written.includes(text);
    const asPrefix = i === asked.length - 1;
    return tokens.some((token) => remembered(text, token, asPrefix));
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
