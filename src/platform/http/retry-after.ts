import type { FastifyInstance } from 'fastify';

/** What fails for a moment can usually be done soon: a restarted database is back within seconds. */
export const RETRY_AFTER_SECONDS = 2;

const FOR_NOW: ReadonlySet<number> = new Set([429, 503]);

/** Adds `Retry-After` to every response with 429 or 503, unless it already has one. */
export function addRetryAfter(app: FastifyInstance): void {
  app.addHook('onSend', (_, reply, payload, done) => {
    if (FOR_NOW.has(reply.statusCode) && !reply.hasHeader('retry-after')) {
      reply.header('retry-after', RETRY_AFTER_SECONDS);
    }
    done(null, payload);
  });
}
