import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLAnswer } from '../graphql/graphql-server.js';
import type { Log } from '../log.js';
import { clientOf, traceIdOf } from './incoming.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What was found out about the GraphQL operation of this request. */
    operation: Pick<GraphQLAnswer, 'operationName' | 'documentId' | 'errorCodes'> | null;
  }
}

const LONGEST_NAME = 100;

/**
 * Logs one line for each request when its response has been sent or its client has gone: the caller, the operation, how
 * it ended and how long it took. It logs no query string, query text or variables. Health checks that pass are logged
 * at `debug`.
 */
export function addRequestLog(app: FastifyInstance, log: Log): void {
  app.decorateRequest('operation', null);
  app.addHook('onRequest', (request, reply, done) => {
    const began = performance.now();
    // Fastify does not call its own hook for the end of a request if the client has gone.
    reply.raw.once('close', () => {
      const passed = request.routeOptions.url?.startsWith('/health/') && reply.statusCode < 400;
      if (passed) log.debug(facts(request, reply, began), 'request');
      else log.info(facts(request, reply, began), 'request');
    });
    done();
  });
}

function facts(request: FastifyRequest, reply: FastifyReply, began: number): object {
  const { operation } = request;
  const { name, version } = clientOf(request.headers);
  const answered = reply.raw.writableFinished;
  return {
    requestId: request.id,
    traceId: traceIdOf(request.headers) ?? undefined,
    method: request.method,
    route: request.routeOptions.url ?? 'none',
    status: answered ? reply.statusCode : undefined,
    // Fastify takes the time only if it writes the log itself.
    ms: Math.round((performance.now() - began) * 100) / 100,
    bytes: answered ? Number(reply.getHeader('content-length') ?? 0) : undefined,
    client: name ?? undefined,
    clientVersion: version ?? undefined,
    operation: operation?.operationName?.slice(0, LONGEST_NAME),
    document: operation?.documentId ?? undefined,
    errors: operation && operation.errorCodes.length > 0 ? operation.errorCodes : undefined,
    // The client left before it had the whole response.
    cut: answered ? undefined : true,
  };
}
