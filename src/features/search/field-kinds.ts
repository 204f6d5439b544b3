import type { z } from 'zod';
import type { SearchDocument, SearchSchema } from '../../platform/search/port.js';
import type { Areas } from '../place/atlas.js';
import type { CodeList } from '../vocabulary/code-lists.rules.js';
import type { IndexedOffering, IndexedSite } from './indexed-offering.js';

/** What a search document is made from: a listed offering at one of its sites (or at none), and where that is. */
export interface SearchRecord extends Omit<IndexedOffering, 'sites'> {
  readonly site: IndexedSite | null;
  readonly areas: Areas;
  readonly districtName: string;
  /** Ids of the concepts that its codes or words mean. */
  readonly concepts: readonly string[];
}

/** Where the allowed values of a keyword field come from. */
export type Values =
  | { readonly of: 'list'; readonly list: CodeList }
  | { readonly of: 'choices'; readonly choices: readonly string[] }
  | { readonly of: 'ids'; readonly prefix: string }
  | { readonly of: 'localAuthorities' }
  | { readonly of: 'districts' }
  | { readonly of: 'concepts' }
  | { readonly of: 'flag' };

/** A searchable field: how it is read from a record, and how it is searched. */
export type SearchField =
  | {
      readonly kind: 'text';
      readonly weight: number;
      readonly sorted: boolean;
      readonly from: (record: SearchRecord) => string;
    }
  | {
      readonly kind: 'keyword';
      readonly values: Values;
      readonly facet: boolean;
      /** Whether a record can have several values. */
      readonly several: boolean;
      readonly about: string;
      readonly from: (record: SearchRecord) => readonly string[];
    }
  | {
      readonly kind: 'number';
      readonly about: string;
      readonly from: (record: SearchRecord) => number | null;
    }
  | { readonly kind: 'order'; readonly from: (record: SearchRecord) => number | null }
  | { readonly kind: 'group'; readonly from: (record: SearchRecord) => readonly string[] }
  | {
      readonly kind: 'range';
      /** What may be asked for: whole numbers between bounds. */
      readonly asked: z.ZodInt;
      readonly about: string;
      readonly from: (record: SearchRecord) => readonly [number, number];
    };

type From<T> = (record: SearchRecord) => T;
const keyword = <S extends boolean>(
  values: Values,
  about: string,
  from: From<readonly string[]>,
  facet: boolean,
  several: S,
) => ({ kind: 'keyword', values, about, from, facet, several }) as const;
const lone = (from: From<string | null>) => (record: SearchRecord) => {
  const value = from(record);
  return value ? [value] : [];
};

/** Free text, weighed in relevance; answers can be sorted by it where wanted. */
export const text = (weight: number, from: From<string>, sorted = false) =>
  ({ kind: 'text', weight, sorted, from }) as const;
/** Codes of a list: filter and facet. */
export const codes = (list: CodeList, about: string, from: From<readonly string[]>) =>
  keyword({ of: 'list', list }, about, from, true, true);
/** A code of a list: filter and facet. */
export const code = (list: CodeList, about: string, from: From<string>) =>
  keyword({ of: 'list', list }, about, lone(from), true, false);
/** Some of a few words the hub owns: filter and facet. */
export const choices = (allowed: readonly string[], about: string, from: From<readonly string[]>) =>
  keyword({ of: 'choices', choices: allowed }, about, from, true, true);
/** One of a few words the hub owns: filter and facet. */
export const choice = (allowed: readonly string[], about: string, from: From<string | null>) =>
  keyword({ of: 'choices', choices: allowed }, about, lone(from), true, false);
/** A global id of a node with a prefix: filter, and facet where wanted. */
export const ids = (prefix: string, about: string, from: From<string | null>, facet = false) =>
  keyword({ of: 'ids', prefix }, about, lone(from), facet, false);
/** Ids of concepts: filter only, there are too many to count. */
export const concepts = (about: string, from: From<readonly string[]>) =>
  keyword({ of: 'concepts' }, about, from, false, true);
/** The codes of a place: filter and facet. */
export const areas = (
  of: 'localAuthorities' | 'districts',
  about: string,
  from: From<readonly (string | null)[]>,
) => keyword({ of }, about, (record) => from(record).filter((code) => code !== null), true, false);
/** Yes, no, or null for unknown, which matches neither. */
export const flag = (about: string, from: From<boolean | null>) =>
  keyword(
    { of: 'flag' },
    about,
    (record) => [from(record)].filter((is) => is !== null).map(String),
    false,
    false,
  );
/** A number, or null for unknown, which matches no bound. */
export const number = (about: string, from: From<number | null>) =>
  ({ kind: 'number', about, from }) as const;
/** A number that answers are sorted by, and nothing else; null for unknown comes last. */
export const order = (from: From<number | null>) => ({ kind: 'order', from }) as const;
/** A value that results are grouped by, and nothing else. */
export const group = (from: From<string>) =>
  ({ kind: 'group', from: (record: SearchRecord) => [from(record)] }) as const;
/** An inclusive range of whole numbers; a filter asks whether one number, which has bounds of its own, lies inside. */
export const range = (asked: z.ZodInt, about: string, from: From<readonly [number, number]>) =>
  ({ kind: 'range', asked, about, from }) as const;

/** What an engine must know of a table of fields. `groups`: those by which results are grouped, the thing that is found first. */
export function schemaOf(
  fields: Readonly<Record<string, SearchField>>,
  groups: readonly string[],
): SearchSchema {
  const entries = Object.entries(fields);
  const names = (kind: SearchField['kind']) =>
    entries.filter(([, field]) => field.kind === kind).map(([name]) => name);
  return {
    text: entries.flatMap(([name, field]) => (field.kind === 'text' ? [{ name, weight: field.weight }] : [])),
    sortedTexts: entries.flatMap(([name, field]) => (field.kind === 'text' && field.sorted ? [name] : [])),
    keywords: [...names('keyword'), ...names('group')],
    groups,
    numbers: [...names('number'), ...names('order')],
    ranges: names('range'),
  };
}

/** Where a document holds the values of a kind of field. */
const partOf = {
  text: 'text',
  keyword: 'keywords',
  number: 'numbers',
  order: 'numbers',
  group: 'keywords',
  range: 'ranges',
} as const satisfies Readonly<Record<SearchField['kind'], keyof SearchDocument>>;

/** Reads the field values of a document. */
export function valueReader(
  fields: Readonly<Record<string, SearchField>>,
): (record: SearchRecord) => Pick<SearchDocument, 'text' | 'keywords' | 'numbers' | 'ranges'> {
  const reader = <T>(part: (typeof partOf)[SearchField['kind']]) => {
    const entries = Object.entries(fields).filter(([, { kind }]) => partOf[kind] === part);
    // A copy has all its keys from the beginning, which makes it twice as fast to fill.
    const blank = Object.fromEntries(entries.map(([name]) => [name, null]));
    return (record: SearchRecord) => {
      const values = { ...blank } as Record<string, T>;
      for (const [name, field] of entries) values[name] = field.from(record) as T;
      return values;
    };
  };
  const texts = reader<string>('text');
  const keywords = reader<readonly string[]>('keywords');
  const numbers = reader<number | null>('numbers');
  const ranges = reader<readonly [number, number]>('ranges');
  return (record) => ({
    text: texts(record),
    keywords: keywords(record),
    numbers: numbers(record),
    ranges: ranges(record),
  });
}
