import type { EngineResult, SearchAnswerer, SearchQuery } from '../../platform/search/port.js';

/** A way of asking a question, and what it found. */
export interface Attempt {
  readonly query: SearchQuery;
  readonly result: EngineResult;
  /** True when what often goes with the concepts counts, too, and not only what means them. */
  readonly widened: boolean;
}

/** The question with what means its concepts only. */
export function strictly(asked: SearchQuery): SearchQuery {
  const means = asked.concepts.map((id) => ({ kind: 'anyOf', field: 'concepts', values: [id] }) as const);
  return { ...asked, conditions: [...asked.conditions, ...means] };
}

/**
 * For a question that names concepts and finds nothing as it stands: the first of these that finds something, null when
 * none does. Words that find nothing of their own are left out; then all words; then the same with what often goes with
 * the concepts. People type sentences ("autistic girl anxious about school"), and a word that stands in no description
 * should not hide what the others mean; which words were left out is part of the answer. Words without a concept are
 * often a name, and half a name is another one: nothing of them is left out.
 */
export async function relax(engine: SearchAnswerer, asked: SearchQuery): Promise<Attempt | null> {
  if (asked.concepts.length === 0) return null;
  for (const query of [strictly(asked), asked]) {
    for (const words of [query.words, await wordsThatFind(engine, query), []]) {
      const attempt = { ...query, words };
      const result = await engine.search(attempt);
      if (result.total > 0) return { query: attempt, result, widened: query === asked };
    }
  }
  return null;
}

/** The words of a query with each of which, on its own, it finds something. */
async function wordsThatFind(engine: SearchAnswerer, query: SearchQuery): Promise<string[]> {
  const { facets: _, ...rest } = query;
  const useful: string[] = [];
  for (const word of query.words) {
    const { total } = await engine.search({ ...rest, words: [word], page: { offset: 0, size: 0 } });
    if (total > 0) useful.push(word);
  }
  return useful;
}
