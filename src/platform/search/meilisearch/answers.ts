import { z } from 'zod';

/*
 * The parts of Meilisearch's responses that the hub reads. Checking the response to a search takes 40 µs for a page of 20 with ten
 * facets. The search itself takes 1.4 ms. For six lists of 1,000 hits it takes 0.4 ms, half of what parsing the JSON takes.
 */

const counts = z.record(z.string(), z.number());

/** The returned part of a document: its id, what shows how it was reached and from how far, and by what it was sorted. */
const hit = z.object({
  id: z.string(),
  _geo: z.object({ lat: z.number(), lng: z.number() }).optional(),
  onSite: z.boolean().optional(),
  keywords: z.record(z.string(), z.array(z.string())).optional(),
  availFrom: counts.optional(),
  numbers: counts.optional(),
  sort: z.record(z.string(), z.string()).optional(),
});
export type RawHit = Readonly<z.output<typeof hit>>;

/** The response to one query of several. */
const answer = z.object({
  hits: z.array(hit),
  estimatedTotalHits: z.number().optional(),
  /** Exact, in groups as well; only of a query that asks for pages. */
  totalHits: z.number().optional(),
  facetDistribution: z.record(z.string(), counts).optional(),
});
export type RawAnswer = Readonly<z.output<typeof answer>>;

/** The responses to several queries that were sent at once, in their order. */
export const answersTo = (queries: number) => z.object({ results: z.array(answer).length(queries) });

export const versionAnswer = z.object({ pkgVersion: z.string() });
export const statsAnswer = z.object({ numberOfDocuments: z.number() });
export const indexAnswer = z.object({ createdAt: z.string() });

/** A task that has been added to the queue. */
export const enqueued = z.object({ taskUid: z.number() });
export type Enqueued = Readonly<z.output<typeof enqueued>>;

/** The state of a task. */
export const taskAnswer = z.object({
  status: z.string(),
  error: z.object({ code: z.string(), type: z.string() }).nullish(),
});
