import type { Server } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { GraphQLServer } from '../graphql/graphql-server.js';
import { Connections } from './connections.js';
import { createCors } from './cors.js';
import type { Explorer } from './explorer.js';
import { addFrontDoor, type FrontDoor } from './front-door.js';
import { addHealth, type HealthOptions } from './health.js';
import { addHostCheck } from './hosts.js';
import { clientOf, type IncomingRequest, requestId } from './incoming.js';
import { inNetworks, ipAddress } from './ip-address.js';
import { addJsonBodies } from './json-body.js';
import { clientErrorAnswerer, createLimitedServer, MOST_HEADERS } from './limited-server.js';
import { addPage } from './page.js';
import { addRefusals, GRAPHQL_PATH, refuse } from './refusals.js';
import { addRequestLog } from './request-log.js';
import { addRetryAfter } from './retry-after.js';
import { addRoutes, type Door, type Route } from './routes.js';
import { createSenderOf } from './sender.js';

/** Settings of the web server. Times are in milliseconds. */
export interface HttpServerOptions extends HealthOptions {
  readonly graphql: GraphQLServer;
  /** What the resolvers of a request share. */
  readonly context: (request: IncomingRequest) => object | Promise<object>;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Routes apart from the graph. The default is none. */
  readonly routes?: {
    readonly all: readonly Route[];
    readonly frontDoor?: FrontDoor;
  } & Pick<Door, 'spend' | 'format'>;
  /** Left out, no explorer is served. */
  readonly explorer?: Explorer;
  /** Names of the server, as well as those of this machine (see `addHostCheck`). The default is any name. */
  readonly allowedHosts?: readonly string[];
  /** Origins whose pages can call the API. The default is none. */
  readonly allowedOrigins?: readonly string[];
  /** Addresses and networks of proxies whose `x-forwarded-for` is trusted. The default is none. */
  readonly trustedProxies?: readonly string[];
  /** Largest body in bytes. The default is 100,000. */
  readonly bodyLimit?: number;
  /** Maximum number of connections at a time. The default is 2,000. */
  readonly maxConnections?: number;
  /** Maximum number of them from one address that is not a trusted proxy's. The default is 200. */
  readonly maxConnectionsPerAddress?: number;
  /** Maximum number of bytes held, in all, for clients that do not read their responses. The default is 50,000,000. */
  readonly maxUnreadBytes?: number;
  /** How long a client may take to send a request. The default is 15 seconds. */
  readonly requestTimeout?: number;
  /** How long a connection stays open between requests. The default is 72 seconds. */
  readonly keepAliveTimeout?: number;
  /** Longest time that creating a response takes. No connection is given up before. The default is 10 seconds. */
  readonly operationTimeout?: number;
  /**
   * How long a client may read no part of its response. The default is 15 seconds. It has four times as long for the
   * whole response.
   */
  readonly writeTimeout?: number;
  /** How long requests in progress get to finish at close. The default is 10 seconds. */
  readonly drainTimeout?: number;
}

/** A web server that has not begun to listen. */
export interface HttpServer {
  readonly app: FastifyInstance;
  /**
   * Begins to listen.
   * @returns the address, such as `http://127.0.0.1:4000`.
   */
  listen(): Promise<string>;
  /**
   * Announces for so many milliseconds that the server is about to close: /health/ready returns 503 and every response
   * has `Connection: close`. Everything else continues, and new connections are accepted.
   */
  drain(milliseconds: number): Promise<void>;
  /**
   * Takes no more connections, lets requests in progress finish, and cuts off what is left after `drainTimeout`. It may
   * be called again: every call waits for the same end.
   */
  close(): Promise<void>;
  /** Ends the wait of `drain` or `close` at once; false if neither is waiting. */
  hurry(): boolean;
}

/** The policy of everything that is not a page. */
const NO_PAGE = "default-src 'none'; frame-ancestors 'none'";

/** An operation that is given up gets its response within this time. */
const ANSWERING_MS = 5_000;

const tooManyHeaders = {
  status: 431,
  code: 'HEADERS_TOO_LARGE',
  message: `Send no more than ${MOST_HEADERS} headers.`,
};

/**
 * The web server: POST /graphql, the explorer at GET /graphql, the index at /, /schema.graphql, /health/live and
 * /health/ready. Every response has security headers and the request's id. Every request leaves one line in the log.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { graphql, log, context, drainTimeout = 10_000, bodyLimit = 100_000 } = options;
  const { trustedProxies = [], requestTimeout = 15_000, operationTimeout = 10_000 } = options;
  const { keepAliveTimeout = 72_000, writeTimeout = 15_000 } = options;
  const isTrusted = inNetworks(trustedProxies);
  const connections = new Connections(
    {
      all: options.maxConnections ?? 2_000,
      perAddress: options.maxConnectionsPerAddress ?? 200,
      isProxy(address) {
        const sender = ipAddress(address);
        return sender !== null && isTrusted(sender);
      },
      unreadBytes: options.maxUnreadBytes ?? 50_000_000,
      exchangeTimeout: requestTimeout + operationTimeout + 4 * writeTimeout,
    },
    log,
  );
  const timeouts = {
    request: requestTimeout,
    keepAlive: keepAliveTimeout,
    stall: Math.max(writeTimeout, operationTimeout + ANSWERING_MS),
  };
  /** One, or two if it listens on `localhost`. */
  const servers: Server[] = [];
  const app = Fastify({
    logger: false,
    genReqId: ({ headers }) => requestId(headers),
    bodyLimit,
    // A request that arrives while the server closes was sent before its client could know.
    return503OnClosing: false,
    clientErrorHandler: clientErrorAnswerer(connections),
    serverFactory(handler) {
      const server = createLimitedServer(connections, timeouts, handler);
      servers.push(server);
      return server;
    },
  });
  let draining = false;
  const beginToDrain = () => {
    draining = true;
    connections.endWithAnswers();
  };
  const cors = createCors(options.allowedOrigins ?? []);
  const senderOf = createSenderOf(trustedProxies);

  addJsonBodies(app, bodyLimit);
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': NO_PAGE,
      'cache-control': 'no-store',
    });
    cors(request, reply);
    if (draining) reply.header('connection', 'close');
    if (request.raw.rawHeaders.length > 2 * MOST_HEADERS) {
      refuse(request, reply, tooManyHeaders);
      return;
    }
    done();
  });
  addRequestLog(app, log);
  addRetryAfter(app);
  addRefusals(app, log);
  if (options.allowedHosts) addHostCheck(app, options.allowedHosts);

  app.post(GRAPHQL_PATH, async (request, reply) => {
    const { headers } = request;
    const turn = connections.turn(request.raw.socket);
    if (turn) {
      await turn;
      if (request.raw.socket.destroyed) return reply.hijack(); // No one waits for it any more.
    }
    const answer = await graphql.answer({
      requestId: request.id,
      contentType: headers['content-type'],
      accept: headers.accept,
      body: request.body,
      context: () =>
        context({ id: request.id, client: clientOf(headers), headers, address: senderOf(request.raw) }),
    });
    request.operation = answer;
    reply.code(answer.status).header('content-type', answer.contentType);
    if (answer.retryAfterSeconds !== null) reply.header('retry-after', answer.retryAfterSeconds);
    if (answer.status === 401) reply.header('www-authenticate', 'Bearer error="invalid_token"');
    return answer.body;
  });
  app.options(GRAPHQL_PATH, (_, reply) => {
    reply.code(204).header('allow', 'GET, HEAD, OPTIONS, POST').send();
  });
  if (options.routes) {
    const { all, frontDoor, ...rest } = options.routes;
    const door = { ...rest, context, senderOf: (request: FastifyRequest) => senderOf(request.raw) };
    addRoutes(app, all, door, bodyLimit);
    if (frontDoor) addFrontDoor(app, frontDoor, options.explorer !== undefined, door);
  }
  addPage(app, options.explorer);
  addHealth(app, options, () => draining);

  let endWait: (() => void) | undefined;
  let closing: Promise<void> | undefined;
  const close = async () => {
    beginToDrain();
    endWait = () => connections.cutAll();
    const cut = setTimeout(() => connections.cutAll(), drainTimeout);
    try {
      const closed: Promise<unknown>[] = [];
      await connections.inALull(() => {
        for (const server of servers) closed.push(new Promise((resolve) => server.close(resolve)));
      });
      await Promise.all(closed);
      await app.close();
    } finally {
      clearTimeout(cut);
      endWait = undefined;
      connections.stop();
      await graphql.stop();
    }
  };
  return {
    app,
    async listen() {
      const address = await app.listen({ host: options.host, port: options.port });
      // Fastify listens for upgrades on the second server and does nothing about them. A request to upgrade is treated
      // like any other.
      for (const server of servers) server.removeAllListeners('upgrade');
      return address;
    },
    async drain(milliseconds) {
      beginToDrain();
      await new Promise<void>((resolve) => {
        const wait = setTimeout(resolve, milliseconds);
        endWait = () => {
          clearTimeout(wait);
          resolve();
        };
      });
      endWait = undefined;
    },
    close() {
      closing ??= close();
      return closing;
    },
    hurry() {
      endWait?.();
      return endWait !== undefined;
    },
  };
}
