import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Spend } from '../graphql/account.js';
import { asGraphQLError, type ErrorFormatter } from '../graphql/error-format.js';
import { spentAll } from '../graphql/operation-runner.js';
import { statusOf } from '../graphql/refused-status.js';
import { clientOf, type IncomingRequest } from './incoming.js';

/** What a route is asked. */
export interface Asked {
  /** What resolvers of the graph share, too: who asks, above all. */
  readonly context: object;
  /** Parts of the path, by the names that the route gives them. To be parsed. */
  readonly params: unknown;
  /** To be parsed. */
  readonly query: unknown;
  /** JSON; undefined when there is none. To be parsed. */
  readonly body: unknown;
}

/** Something beside the graph that the web server answers in JSON. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Such as `/exports/:name`; its parts come as `params`. */
  readonly path: string;
  /** What it takes from the budget of whoever asks, in the points of GraphQL operations. */
  readonly cost: number;
  /**
   * @returns what is sent as JSON; undefined: status 204.
   * @throws the errors of the platform, which are answered as the graph answers them.
   */
  answer(asked: Asked): unknown;
}

/** The door that routes share with the graph: who asks, what they may spend, and how errors are worded. */
export interface Door {
  readonly context: (request: IncomingRequest) => object | Promise<object>;
  readonly spend: Spend | undefined;
  readonly format: ErrorFormatter;
  /** Whose request it is, as an address. */
  readonly senderOf: (request: FastifyRequest) => string;
}

/** Serves routes. Errors are answered as `{ error: { code, message } }`, with the status that the graph would have. */
export function addRoutes(app: FastifyInstance, routes: readonly Route[], door: Door): void {
  for (const { method, path, cost, answer } of routes) {
    app.route({
      method,
      url: path,
      async handler(request, reply) {
        reply.type('application/json; charset=utf-8');
        try {
          const { id, headers, params, query, body } = request;
          const address = door.senderOf(request);
          const context = await door.context({ id, client: clientOf(headers), headers, address });
          const spending = await door.spend?.(context, cost);
          if (spending && !spending.allowed) throw spentAll(spending);
          const answered: unknown = await answer({ context, params, query, body });
          return answered === undefined ? reply.code(204).send() : JSON.stringify(answered);
        } catch (thrown) {
          const { message, extensions = {} } = door.format(asGraphQLError(thrown), { requestId: request.id });
          const { code, retryAfterSeconds, ...more } = extensions;
          const status = statusOf(String(code));
          if (status === 401) reply.header('www-authenticate', 'Bearer error="invalid_token"');
          if (retryAfterSeconds !== undefined) reply.header('retry-after', Number(retryAfterSeconds));
          return reply.code(status).send(JSON.stringify({ error: { code, message, ...more } }));
        }
      },
    });
  }
}
