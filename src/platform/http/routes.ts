import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Spend } from '../graphql/account.js';
import { asGraphQLError, type ErrorFormatter } from '../graphql/error-format.js';
import { spentAll } from '../graphql/operation-runner.js';
import { statusOf } from '../graphql/refused-status.js';
import { clientOf, type IncomingRequest } from './incoming.js';

/** What a route gets. */
export interface Asked {
  /** What the graph's resolvers also share, above all the caller. */
  readonly context: object;
  /** Parts of the path, by the names that the route gives them. The route must parse them. */
  readonly params: unknown;
  /** The route must parse it. */
  readonly query: unknown;
  /** JSON; undefined if there is no body. The route must parse it. */
  readonly body: unknown;
}

/** An address apart from the graph, with responses in JSON. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Such as `/exports/:name`; its parts come as `params`. */
  readonly path: string;
  /** What it takes from the caller's budget, in the points of GraphQL operations. */
  readonly cost: number;
  /**
   * @returns what is sent as JSON; undefined for status 204.
   * @throws the errors of the platform, which are reported as in the graph.
   */
  answer(asked: Asked): unknown;
}

/** What routes share with the graph: the caller, the budget, and the wording of errors. */
export interface Door {
  readonly context: (request: IncomingRequest) => object | Promise<object>;
  readonly spend: Spend | undefined;
  readonly format: ErrorFormatter;
  /** The address of the sender. */
  readonly senderOf: (request: FastifyRequest) => string;
}

/** Serves routes. An error is sent as `{ error: { code, message } }`, with the status that it has in the graph. */
export function addRoutes(app: FastifyInstance, routes: readonly Route[], door: Door): void {
  for (const { method, path, cost, answer } of routes) {
    app.route({
      method,
      url: path,
      handler(request, reply) {
        reply.type('application/json; charset=utf-8');
        return throughDoor(request, reply, door, cost, async (context) => {
          const { params, query, body } = request;
          const answered: unknown = await answer({ context, params, query, body });
          return answered === undefined ? reply.code(204).send() : JSON.stringify(answered);
        });
      },
    });
  }
}

/** Signs the caller in, takes the cost from their budget, and sends what `answer` returns, or the error in JSON. */
export async function throughDoor(
  request: FastifyRequest,
  reply: FastifyReply,
  door: Door,
  cost: number,
  answer: (context: object) => unknown,
): Promise<unknown> {
  try {
    const { id, headers } = request;
    const address = door.senderOf(request);
    const context = await door.context({ id, client: clientOf(headers), headers, address });
    const spending = await door.spend?.(context, cost);
    if (spending && !spending.allowed) throw spentAll(spending);
    return await answer(context);
  } catch (thrown) {
    const { message, extensions = {} } = door.format(asGraphQLError(thrown), { requestId: request.id });
    const { code, retryAfterSeconds, ...more } = extensions;
    const status = statusOf(String(code));
    if (status === 401) reply.header('www-authenticate', 'Bearer error="invalid_token"');
    if (retryAfterSeconds !== undefined) reply.header('retry-after', Number(retryAfterSeconds));
    reply.type('application/json; charset=utf-8');
    return reply.code(status).send(JSON.stringify({ error: { code, message, ...more } }));
  }
}
