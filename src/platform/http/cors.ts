import type { FastifyReply, FastifyRequest } from 'fastify';

const MAX_AGE_SECONDS = 600;
const REQUEST_HEADERS =
  'authorization, content-type, idempotency-key, x-client-name, x-client-version, x-request-id';

/**
 * Lets browser pages of these origins read answers; without origins no header is ever set, and browsers let none.
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
