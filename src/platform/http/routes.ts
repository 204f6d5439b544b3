import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Spend } from '../graphql/account.js';
import { asGraphQLError, type ErrorFormatter } from '../graphql/error-format.js';
import { spentAll } from '../graphql/operation-runner.js';
import { statusOf } from '../graphql/refused-status.js';
import { addFormBodies } from './form-body.js';
import { clientOf, type IncomingRequest } from './incoming.js';
import { type PlainPage, sendPage } from './plain-page.js';

/** What a route gets. */
export interface Asked {
  /** What the graph's resolvers also share, above all the caller. */
  readonly context: object;
  /** Parts of the path, by the names that the route gives them. The route must parse them. */
  readonly params: unknown;
  /** The route must parse it. */
  readonly query: unknown;
  /** JSON, or the fields of a form if the route takes forms; undefined if there is no body. The route must parse it. */
  readonly body: unknown;
}

/** An address apart from the graph. Its responses are JSON, or pages if it has `page`. */
export type Route = JsonRoute | PageRoute;

interface JsonRoute extends Place {
  /**
   * @returns what is sent as JSON; undefined for status 204.
   * @throws the errors of the platform, which are reported as in the graph.
   */
  answer(asked: Asked): unknown;
}

/** A route for people. If it takes POST, its body is a form. */
interface PageRoute extends Place {
  page(asked: Asked): Promise<PlainPage>;
  /** The page for an error, from what the graph would say about it. */
  pageOfError(message: string): PlainPage;
}

interface Place {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Such as `/exports/:name`; its parts come as `params`. */
  readonly path: string;
  /** What it takes from the caller's budget, in the points of GraphQL operations. */
  readonly cost: number;
}

/** What routes share with the graph: the caller, the budget, and the wording of errors. */
export interface Door {
  readonly context: (request: IncomingRequest) => object | Promise<object>;
  readonly spend: Spend | undefined;
  readonly format: ErrorFormatter;
  /** The address of the sender. */
  readonly senderOf: (request: FastifyRequest) => string;
}

/**
 * Serves routes. An error is sent as `{ error: { code, message } }`, or as a page, with the status that it has in the graph.
 * @param bodyLimit the largest form in bytes.
 */
export function addRoutes(
  app: FastifyInstance,
  routes: readonly Route[],
  door: Door,
  bodyLimit: number,
): void {
  for (const route of routes) if (!('page' in route)) addJsonRoute(app, route, door);
  const pages = routes.filter((route) => 'page' in route);
  if (pages.length === 0) return;
  // Forms are read only here: the graph takes none.
  app.register((inner, _, done) => {
    addFormBodies(inner, bodyLimit);
    for (const route of pages) addPageRoute(inner, route, door);
    done();
  });
}

function addJsonRoute(app: FastifyInstance, { method, path, cost, answer }: JsonRoute, door: Door): void {
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

function addPageRoute(app: FastifyInstance, route: PageRoute, door: Door): void {
  const { method, path, cost } = route;
  app.route({
    method,
    url: path,
    handler(request, reply) {
      return throughDoor(
        request,
        reply,
        door,
        cost,
        async (context) => {
          const { params, query, body } = request;
          return sendPage(reply, await route.page({ context, params, query, body }));
        },
        ({ message }, status) => sendPage(reply, { ...route.pageOfError(message), status }),
      );
    },
  });
}

type SendError = (error: { readonly message: string; readonly code: unknown }, status: number) => unknown;

/** Signs the caller in, takes the cost from their budget, and sends what `answer` returns, or the error: in JSON if nothing is given. */
export async function throughDoor(
  request: FastifyRequest,
  reply: FastifyReply,
  door: Door,
  cost: number,
  answer: (context: object) => unknown,
  sendError: SendError = (error) => {
    reply.type('application/json; charset=utf-8');
    return reply.send(JSON.stringify({ error }));
  },
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
    reply.code(status);
    return sendError({ code, message, ...more }, status);
  }
}
