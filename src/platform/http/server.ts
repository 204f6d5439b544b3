import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { createGraphQLServer } from '../graphql/graphql-server.js';
import type { Limits } from '../graphql/limits.js';
import type { Log } from '../log.js';

/** Settings of the web server. */
export interface HttpServerOptions {
  readonly schema: GraphQLSchema;
  readonly log: Log;
  readonly host: string;
  readonly port: number;
  readonly limits?: Partial<Limits>;
  readonly bodyLimit?: number;
  readonly operationTimeoutMs?: number;
  readonly drainTimeoutMs?: number;
  readonly allowedOrigins?: readonly string[];
  readonly explorer?: { readonly title: string; readonly examples: readonly object[] } | null;
  readonly checks?: Readonly<Record<string, () => Promise<void>>>;
}

/** Interim web server: GraphQL by POST, health. */
export async function createHttpServer(
  options: HttpServerOptions,
): Promise<{ app: FastifyInstance; listen(): Promise<string>; close(): Promise<void> }> {
  const graphql = await createGraphQLServer({ schema: options.schema, log: options.log, limits: options.limits ?? {} });
  const app = Fastify({ bodyLimit: options.bodyLimit ?? 100_000 });
  app.post('/graphql', async (request, reply) => {
    const answer = await graphql.answer({
      requestId: randomUUID(),
      contentType: request.headers['content-type'],
      accept: request.headers.accept,
      body: request.body,
      context: () => ({}),
    });
    return reply.code(answer.status).header('content-type', answer.contentType).send(answer.body);
  });
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async () => ({ status: 'ready' }));
  return {
    app,
    listen: () => app.listen({ host: options.host, port: options.port }),
    async close() {
      await app.close();
      await graphql.stop();
    },
  };
}
