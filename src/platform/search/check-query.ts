import {
  type Condition,
  type Scope,
  SearchError,
  type SearchQuery,
  type SearchSchema,
  type Sort,
} from './port.js';

/** The largest number of places that a query can ask for on one opening. */
const MOST_PLACES = 200;

/** What an engine must provide to have its queries checked. */
export interface CheckedEngine {
  readonly name: string;
  readonly schema: SearchSchema;
  readonly limits: { readonly maxWindow: number; readonly maxQueryWords: number };
}

/**
 * Refuses a query that no engine can answer, before any work is done.
 *
 * @throws SearchError `invalid_query`, saying which part is wrong and why; `timeout` if the caller has already cancelled.
 */
export function checkQuery(engine: CheckedEngine, query: SearchQuery): void {
  if (query.signal?.aborted) {
    throw new SearchError('timeout', 'The search was cancelled before it began.', engine.name);
  }
  const problem = firstProblem(engine, query);
  if (problem) throw new SearchError('invalid_query', `${problem}.`, engine.name);
}

function firstProblem({ schema, limits }: CheckedEngine, query: SearchQuery): string | null {
  const { words, concepts, conditions, scope, sort, page, facets } = query;
  if (words.length > limits.maxQueryWords) {
    return `A search can have at most ${limits.maxQueryWords} words, not ${words.length}`;
  }
  if (![...words.map(({ text }) => text), ...concepts].every(isText)) {
    return 'Words and concepts must not be empty';
  }
  if (!isCount(page.offset) || !isCount(page.size)) {
    return `A page needs a whole offset and size of 0 or more, not ${page.offset} and ${page.size}`;
  }
  if (page.offset + page.size > limits.maxWindow) {
    return `Only the first ${limits.maxWindow} results can be read, not ${page.offset} + ${page.size}`;
  }
  for (const condition of conditions) {
    const problem = conditionProblem(schema, condition);
    if (problem) return problem;
  }
  if (facets) {
    if (facets.mode !== 'conjunctive' && facets.mode !== 'disjunctive') {
      return `Facet mode "${String(facets.mode)}" is unknown`;
    }
    for (const field of facets.fields) {
      if (!schema.keywords.includes(field)) return `The index has no keyword field "${field}" to count`;
    }
  }
  if (query.groupBy !== undefined && !schema.groups.includes(query.groupBy)) {
    return `Results cannot be grouped by "${query.groupBy}"`;
  }
  return (scope ? scopeProblem(schema, scope) : null) ?? sortProblem(schema, sort);
}

function conditionProblem(schema: SearchSchema, condition: Condition): string | null {
  switch (condition.kind) {
    case 'anyOf':
    case 'allOf':
    case 'noneOf':
      return schema.keywords.includes(condition.field)
        ? null
        : `The index has no keyword field "${condition.field}"`;
    case 'number': {
      const { field, gte = 0, lte = 0 } = condition;
      if (!schema.numbers.includes(field)) return `The index has no number field "${field}"`;
      return Number.isFinite(gte) && Number.isFinite(lte)
        ? null
        : `The bounds of "${field}" must be finite numbers`;
    }
    case 'within': {
      const { field, value } = condition;
      if (!schema.ranges.includes(field)) return `The index has no range field "${field}"`;
      return Number.isFinite(value) ? null : `The value for "${field}" must be a finite number`;
    }
    case 'opening': {
      if (!isPlaces(condition.places)) return placesProblem(condition.places);
      if (!Number.isInteger(condition.byDay))
        return `byDay must be a whole number of days, not ${condition.byDay}`;
      const groups = condition.groups ?? [];
      return groupsProblem(groups);
    }
    default:
      return `Condition "${String((condition as { kind: unknown }).kind)}" is unknown`;
  }
}

function scopeProblem(schema: SearchSchema, scope: Scope): string | null {
  switch (scope.kind) {
    case 'radius':
      if (!isPosition(scope.centre)) return `The centre of a radius ${positionRule(scope.centre)}`;
      return Number.isFinite(scope.metres) && scope.metres >= 0
        ? null
        : `A radius must be 0 metres or more, not ${scope.metres}`;
    case 'box': {
      const { south, west, north, east } = scope;
      return [south, west, north, east].every(Number.isFinite) && south <= north && west <= east
        ? null
        : `A box needs south <= north and west <= east, not ${south}, ${west} to ${north}, ${east}`;
    }
    case 'area':
      return schema.keywords.includes(scope.field) ? null : `The index has no keyword field "${scope.field}"`;
    default:
      return `Scope "${String((scope as { kind: unknown }).kind)}" is unknown`;
  }
}

function sortProblem(schema: SearchSchema, sort: Sort): string | null {
  switch (sort.by) {
    case 'relevance':
      return null;
    case 'distance':
      return isPosition(sort.from) ? null : `The point to sort from ${positionRule(sort.from)}`;
    case 'opening':
      return isPlaces(sort.places) ? groupsProblem(sort.groups ?? []) : placesProblem(sort.places);
    case 'number':
      return schema.numbers.includes(sort.field)
        ? null
        : `The index has no number field "${sort.field}" to sort by`;
    case 'text':
      return schema.sortedTexts.includes(sort.field)
        ? null
        : `The index has no text field "${sort.field}" to sort by`;
    default:
      return `Sort "${String((sort as { by: unknown }).by)}" is unknown`;
  }
}

function groupsProblem(groups: readonly number[]): string | null {
  return groups.every(Number.isInteger) ? null : `groups must be whole numbers, not ${groups.join(', ')}`;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}

function isPlaces(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MOST_PLACES;
}

function placesProblem(value: number): string {
  return `places must be a whole number from 1 to ${MOST_PLACES}, not ${value}`;
}

function isPosition({ lat, lng }: { lat: number; lng: number }): boolean {
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
}

function positionRule({ lat, lng }: { lat: number; lng: number }): string {
  return `needs a latitude within ±90 and a longitude within ±180, not ${lat}, ${lng}`;
}
