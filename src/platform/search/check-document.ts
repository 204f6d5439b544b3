import type { Refused, SearchDocument, SearchSchema } from './port.js';

const ID = /^[A-Za-z0-9_-]{1,511}$/;
const INT32 = 2 ** 31;
/** The latest instant that a Date can hold, in milliseconds since 1970. */
const LAST_INSTANT = 8.64e15;

/** Separates documents that can be indexed from those that cannot. Reports each of the latter once. */
export class Sieve {
  private readonly reasons = new Map<string, string>();

  /** @param problemOf why a document cannot be indexed, or null if it can. */
  constructor(private readonly problemOf: (document: SearchDocument) => string | null) {}

  /** Whether a document can be indexed. If not, it is recorded. */
  passes(document: SearchDocument): boolean {
    const problem = this.problemOf(document);
    if (problem !== null) this.refuse(String(document?.id), problem);
    return problem === null;
  }

  /** Records a document that cannot be indexed for another reason. */
  refuse(id: string, reason: string): void {
    this.reasons.set(id, reason);
  }

  get refused(): Refused[] {
    return [...this.reasons].map(([id, reason]) => ({ id, reason }));
  }
}

/**
 * Why a document cannot be indexed, naming the field but not its contents, or null if it can. Ignores fields that the schema does
 * not name. Fields that it names must be present.
 */
export function documentProblem(schema: SearchSchema, document: SearchDocument): string | null {
  if (typeof document?.id !== 'string' || !ID.test(document.id)) {
    return 'the id must be 1 to 511 letters, digits, "_" or "-"';
  }
  return partProblem(schema, document);
}

function partProblem(schema: SearchSchema, document: SearchDocument): string | null {
  for (const { name } of schema.text) {
    if (typeof own(document.text, name) !== 'string') return `text "${name}" must be a string`;
  }
  for (const name of schema.keywords) {
    if (!isStrings(own(document.keywords, name))) return `keyword "${name}" must be a list of strings`;
  }
  for (const name of schema.groups) {
    if (document.keywords[name]!.length !== 1) return `keyword "${name}" must have exactly one value`;
  }
  for (const name of schema.numbers) {
    const value = own(document.numbers, name);
    if (value !== null && !Number.isFinite(value)) return `number "${name}" must be finite or null`;
  }
  for (const name of schema.ranges) {
    const range = own(document.ranges, name);
    if (range !== null && !isRange(range)) {
      return `range "${name}" must be null or two integers, the lower first`;
    }
  }
  const { position, openings, concepts } = document;
  if (position !== null && !(within(position?.lat, 90) && within(position.lng, 180))) {
    return 'position must be null or a latitude within ±90 and a longitude within ±180';
  }
  if (typeof document.onSite !== 'boolean') return 'onSite must be true or false';
  if (!isStrings(document.areasServed)) return 'areasServed must be a list of strings';
  if (!isStrings(concepts?.strong) || !isStrings(concepts.related)) {
    return 'concepts must be two lists of strings, strong and related';
  }
  if (!Array.isArray(openings) || !openings.every(isOpening)) {
    return 'each opening needs places (0 or more), fromDay, minGroup and maxGroup as integers, minGroup <= maxGroup; until is an instant';
  }
  return null;
}

function own(record: unknown, name: string): unknown {
  return typeof record === 'object' && record !== null && Object.hasOwn(record, name)
    ? (record as Record<string, unknown>)[name]
    : undefined;
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isInt32(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= -INT32 && (value as number) < INT32;
}

function isRange(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    isInt32(value[0]) &&
    isInt32(value[1]) &&
    value[0] <= value[1]
  );
}

function within(value: unknown, limit: number): boolean {
  return typeof value === 'number' && Math.abs(value) <= limit;
}

function isEnd(value: unknown): boolean {
  return value === undefined || (Number.isInteger(value) && within(value, LAST_INSTANT));
}

function isOpening(value: unknown): boolean {
  const places = own(value, 'places');
  return (
    isInt32(places) &&
    places >= 0 &&
    isInt32(own(value, 'fromDay')) &&
    isRange([own(value, 'minGroup'), own(value, 'maxGroup')]) &&
    isEnd(own(value, 'until'))
  );
}
