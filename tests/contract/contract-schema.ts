import type {
  EngineResult,
  QueryWord,
  SearchDocument,
  SearchQuery,
  SearchSchema,
} from '../../src/platform/search/port.js';

/** The fields that the contract's documents have: some of each kind. */
export const contractSchema: SearchSchema = {
  text: [
    { name: 'title', weight: 6 },
    { name: 'provider', weight: 4 },
    { name: 'body', weight: 1 },
  ],
  sortedTexts: ['title', 'provider', 'body'],
  keywords: ['needs', 'stages', 'district', 'thing', 'owner'],
  groups: ['thing', 'owner'],
  numbers: ['fee', 'rating'],
  ranges: ['ages'],
};

/** A document with nothing known about it but what is given; a title stands for all its text. */
export function aDocument(id: string, part: PartialDocument = {}): SearchDocument {
  const { title = '', text = {}, keywords = {}, numbers = {}, ranges = {}, concepts = {}, ...rest } = part;
  return {
    position: null,
    onSite: true,
    areasServed: [],
    openings: [],
    ...rest,
    id,
    text: { title, provider: '', body: '', ...text },
    keywords: { needs: [], stages: [], district: [], thing: [id], owner: ['someone'], ...keywords },
    numbers: { fee: null, rating: null, ...numbers },
    ranges: { ages: null, ...ranges },
    concepts: { strong: [], related: [], ...concepts },
  };
}

/** What a test cares to say about a document. */
export interface PartialDocument
  extends Partial<Omit<SearchDocument, 'id' | 'text' | 'keywords' | 'numbers' | 'ranges' | 'concepts'>> {
  readonly title?: string;
  readonly text?: Record<string, string>;
  readonly keywords?: Record<string, readonly string[]>;
  readonly numbers?: Record<string, number | null>;
  readonly ranges?: Record<string, readonly [number, number] | null>;
  readonly concepts?: Partial<SearchDocument['concepts']>;
}

/** What a test cares to say about a query. A text stands for a word that need not be exact. */
export interface PartialQuery extends Partial<Omit<SearchQuery, 'words'>> {
  readonly words?: readonly (string | QueryWord)[];
}

/** A query for everything, by relevance, first hundred, but for what is given. */
export function aQuery({ words = [], ...part }: PartialQuery = {}): SearchQuery {
  return {
    words: words.map((word) => (typeof word === 'string' ? { text: word } : word)),
    concepts: [],
    conditions: [],
    sort: { by: 'relevance' },
    page: { offset: 0, size: 100 },
    ...part,
  };
}

/** Documents as a rebuild reads them. */
export async function* inBatches(
  documents: readonly SearchDocument[],
  size = 500,
): AsyncGenerator<readonly SearchDocument[]> {
  for (let i = 0; i < documents.length; i += size) yield documents.slice(i, i + size);
}

/** The ids of an answer, in its order. */
export function idsOf(result: EngineResult): string[] {
  return result.hits.map((hit) => hit.id);
}

/** Facet counts as plain objects, in order of value, for comparing. */
export function plainFacets(facets: EngineResult['facets']): Record<string, Record<string, number>> {
  return Object.fromEntries(
    Object.entries(facets).map(([field, counts]) => [
      field,
      Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
    ]),
  );
}
