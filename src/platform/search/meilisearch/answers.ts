import { z } from 'zod';

/*
 * What Meilisearch answers, as far as the hub reads it. To check the answer of a search takes 40 µs for a page of 20 with ten
 * facets, where the search itself takes 1.4 ms; for six lists of 1,000 hits 0.4 ms, half of what reading the JSON takes.
 */

const counts = z.record(z.string(), z.number());

/** What comes back of a document: its id, and what is needed to say how it was reached and from how far. */
const hit = z.object({
  id: z.string(),
  _geo: z.object({ lat: z.number(), lng: z.number() }).optional(),
  onSite: z.boolean().optional(),
  keywords: z.record(z.string(), z.array(z.string())).optional(),
  availFrom: counts.optional(),
});
export type RawHit = Readonly<z.output<typeof hit>>;

/** The answer to one query of several. */
const answer = z.object({
  hits: z.array(hit),
  estimatedTotalHits: z.number().optional(),
  facetDistribution: z.record(z.string(), counts).optional(),
});
export type RawAnswer = Readonly<z.output<typeof answer>>;

/** The answers to so many queries that were sent at once, in their order. */
export const answersTo = (queries: number) => z.object({ results: z.array(answer).length(queries) });

export const versionAnswer = z.object({ pkgVersion: z.string() });
export const statsAnswer = z.object({ numberOfDocuments: z.number() });
export const indexAnswer = z.object({ createdAt: z.string() });

/** A task that has been taken into the queue. */
export const enqueued = z.object({ taskUid: z.number() });
export type Enqueued = Readonly<z.output<typeof enqueued>>;

/** What has become of a task. */
export const taskAnswer = z.object({
  status: z.string(),
  error: z.object({ code: z.string(), type: z.string() }).nullish(),
});
