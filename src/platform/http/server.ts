import type { Server } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import type { GraphQLServer } from '../graphql/graphql-server.js';
import { Connections } from './connections.js';
import { createCors } from './cors.js';
import type { Explorer } from './explorer.js';
import { addHealth, type HealthOptions } from './health.js';
import { addHostCheck } from './hosts.js';
import { clientOf, type IncomingRequest, requestId } from './incoming.js';
import { inNetworks, ipAddress } from './ip-address.js';
import { addJsonBodies } from './json-body.js';
import { clientErrorAnswerer, createLimitedServer, MOST_HEADERS } from './limited-server.js';
import { addPage } from './page.js';
import { addRefusals, GRAPHQL_PATH, refuse } from './refusals.js';
import { addRequestLog } from './request-log.js';
import { addRoutes, type Door, type Route } from './routes.js';
import { createSenderOf } from './sender.js';

/** Settings of the web server. Times are in milliseconds. */
export interface HttpServerOptions extends HealthOptions {
  readonly graphql: GraphQLServer;
  /** What the resolvers of a request share. */
  readonly context: (request: IncomingRequest) => object | Promise<object>;
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** What is answered beside the graph; nothing unless given. */
  readonly routes?: { readonly all: readonly Route[] } & Pick<Door, 'spend' | 'format'>;
  /** Left out: none is served. */
  readonly explorer?: Explorer;
  /** Names that the server is called by, beside those of this machine (see `addHostCheck`); any unless given. */
  readonly allowedHosts?: readonly string[];
  /** Origins whose pages may call the API; none unless given. */
  readonly allowedOrigins?: readonly string[];
  /** Addresses and networks of proxies whose `x-forwarded-for` is believed; none unless given. */
  readonly trustedProxies?: readonly string[];
  /** Largest body in bytes; 100,000 unless given. */
  readonly bodyLimit?: number;
  /** Most connections at a time; 2,000 unless given. */
  readonly maxConnections?: number;
  /** Most of them from one address that is no trusted proxy's; 200 unless given. */
  readonly maxConnectionsPerAddress?: number;
  /** Most bytes held in all for clients that do not read their answers; 50,000,000 unless given. */
  readonly maxUnreadBytes?: number;
  /** How long a client may take to send a request; 15 seconds unless given. */
  readonly requestTimeout?: number;
  /** How long a connection stays open between requests; 72 seconds unless given. */
  readonly keepAliveTimeout?: number;
  /** Longest that an answer takes to be made: no connection is given up before; 10 seconds unless given. */
  readonly operationTimeout?: number;
  /** How long a client may take nothing of its answer; 15 seconds unless given. It has four times as long for all of it. */
  readonly writeTimeout?: number;
  /** How long requests in flight get to finish at close; 10 seconds unless given. */
  readonly drainTimeout?: number;
}

/** A web server that has not begun to listen. */
export interface HttpServer {
  readonly app: FastifyInstance;
  /** Begins to listen. @returns the address, such as `http://127.0.0.1:4000`. */
  listen(): Promise<string>;
  /**
   * Lets everybody know that it is about to close, for so many milliseconds: /health/ready answers 503 and every answer
   * says `Connection: close`, while all else goes on and new connections are taken.
   */
  drain(milliseconds: number): Promise<void>;
  /**
   * Takes no more connections, lets requests in flight finish, and cuts what is left after `drainTimeout`.
   * May be called again; every call waits for the same end.
   */
  close(): Promise<void>;
  /** Ends the waiting of `drain`, or of `close`, at once; false when neither is waiting. */
  hurry(): boolean;
}

/** What cannot be answered just now can mostly be answered soon: a database that is restarted is back within seconds. */
const RETRY_AFTER_SECONDS = 2;

/** Policy of everything that is no page. */
const NO_PAGE = "default-src 'none'; frame-ancestors 'none'";

/** An operation that is given up is answered within this. */
const ANSWERING_MS = 5_000;

const tooManyHeaders = {
  status: 431,
  code: 'HEADERS_TOO_LARGE',
  message: `Send no more than ${MOST_HEADERS} headers.`,
};

/**
 * The web server: POST /graphql, the explorer at GET /graphql, /health/live and /health/ready. Every answer has
 * security headers and the request's id; every request leaves one line in the log.
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
  /** One, or two when it listens on `localhost`. */
  const servers: Server[] = [];
  const app = Fastify({
    logger: false,
    genReqId: ({ headers }) => requestId(headers),
    bodyLimit,
    // What comes in while it closes was sent before anybody could know.
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
  addRefusals(app, log);
  if (options.allowedHosts) addHostCheck(app, options.allowedHosts);

  app.post(GRAPHQL_PATH, async (request, reply) => {
    const { headers } = request;
    const turn = connections.turn(request.raw.socket);
    if (turn) {
      await turn;
      if (request.raw.socket.destroyed) return reply.hijack(); // nobody waits for it any more
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
    const wait = answer.retryAfterSeconds ?? (answer.status === 503 ? RETRY_AFTER_SECONDS : null);
    if (wait !== null) reply.header('retry-after', wait);
    if (answer.status === 401) reply.header('www-authenticate', 'Bearer error="invalid_token"');
    return answer.body;
  });
  app.options(GRAPHQL_PATH, (_, reply) => {
    reply.code(204).header('allow', 'GET, HEAD, OPTIONS, POST').send();
  });
  if (options.routes) {
    const { all, ...door } = options.routes;
    addRoutes(app, all, { ...door, context, senderOf: (request) => senderOf(request.raw) });
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
      // Fastify listens for upgrades on the second server and does nothing about them. A request to upgrade is answered as any.
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
