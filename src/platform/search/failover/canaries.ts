import type { EngineResult, SearchAnswerer, SearchQuery } from '../port.js';

/** How many ids of each result are compared. */
const COMPARED = 50;

/** Finds everything that an engine holds. The results are counted but not listed. */
export const EVERYTHING: SearchQuery = {
  words: [],
  concepts: [],
  conditions: [],
  sort: { by: 'relevance' },
  page: { offset: 0, size: 0 },
};

/**
 * Queries that all engines must answer in the same way, because they have only filters and the order by id: everything, and for
 * each keyword field the documents with its most frequent value.
 */
export async function canariesFor(
  engine: SearchAnswerer,
  keywords: readonly string[],
): Promise<SearchQuery[]> {
  const { facets } = await engine.search({
    ...EVERYTHING,
    facets: { fields: keywords, mode: 'conjunctive' },
  });
  const listed: SearchQuery = { ...EVERYTHING, page: { offset: 0, size: COMPARED } };
  const byField = keywords.flatMap((field) => {
    const [most] = [...(facets[field] ?? [])].sort((a, b) => b[1] - a[1]);
    return most ? [{ ...listed, conditions: [{ kind: 'anyOf' as const, field, values: [most[0]] }] }] : [];
  });
  return [listed, ...byField];
}

/**
 * Whether a result can come from a state of the register between those of two results of an engine that is known to be
 * right. If no one writes in between, the two are the same, and the result must be exactly the same too.
 */
export function liesBetween(before: EngineResult, answer: EngineResult, after: EngineResult): boolean {
  const least = Math.min(before.total, after.total);
  const most = Math.max(before.total, after.total);
  if (answer.total < least || answer.total > most) return false;
  const [early, seen, late] = [before, answer, after].map(
    (result) => new Set(result.hits.map((hit) => hit.id)),
  );
  const kept = [...early!].filter((id) => late!.has(id));
  return kept.every((id) => seen!.has(id)) && [...seen!].every((id) => early!.has(id) || late!.has(id));
}
