import type { FastifyReply, FastifyRequest } from 'fastify';

const MAX_AGE_SECONDS = 600;
/**
 * The headers that pages may send. A page's own libraries add `traceparent` and the names of Apollo Client, whether it
 * wants them or not.
 */
const REQUEST_HEADERS = [
  'apollographql-client-name',
  'apollographql-client-version',
  'authorization',
  'content-type',
  'idempotency-key',
  'traceparent',
  'x-client-name',
  'x-client-version',
  'x-request-id',
].join(', ');

/**
 * Lets browser pages of these origins read responses. Without origins no header is set, and browsers let no page read
 * them.
 * @param origins exact origins, such as `https://portal.example.org`.
 */
export function createCors(
  origins: readonly string[],
): (request: FastifyRequest, reply: FastifyReply) => void {
  const allowed = new Set(origins);
  return (request, reply) => {
    const { origin } = request.headers;
    if (allowed.size === 0) return;
    reply.header('vary', 'Origin');
    if (!origin || !allowed.has(origin)) return;
    reply.header('access-control-allow-origin', origin);
    if (request.method !== 'OPTIONS') {
      reply.header('access-control-expose-headers', 'retry-after, x-request-id');
      return;
    }
    reply.header('access-control-allow-methods', 'POST');
    reply.header('access-control-allow-headers', REQUEST_HEADERS);
    reply.header('access-control-max-age', MAX_AGE_SECONDS);
  };
}
