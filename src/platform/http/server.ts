import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { GraphQLServer } from '../graphql/graphql-server.js';
import type { Log } from '../log.js';
import { createCors } from './cors.js';
import { assetPath, type Encoding, type Explorer, explorerPolicy } from './explorer.js';
import { createReadiness, type ReadinessChecks } from './health.js';
import { clientOf, type IncomingRequest, requestId } from './incoming.js';
import { addRefusals, GRAPHQL_PATH, refuse } from './refusals.js';
import { addRequestLog } from './request-log.js';

/** Settings of the web server. Times are in milliseconds. */
export interface HttpServerOptions {
  readonly graphql: GraphQLServer;
  readonly log: Log;
  /** What the resolvers of a request share. */
  readonly context: (request: IncomingRequest) => object | Promise<object>;
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** Left out: none is served. */
  readonly explorer?: Explorer;
  readonly readiness?: ReadinessChecks;
  readonly readinessTimeout?: number;
  /** What /health/ready says besides, by name: facts for operators, nothing secret. */
  readonly readinessFacts?: () => Readonly<Record<string, unknown>>;
  /** Origins whose pages may call the API; none unless given. */
  readonly allowedOrigins?: readonly string[];
  /** Addresses and networks of proxies whose `x-forwarded-for` is believed; none unless given. */
  readonly trustedProxies?: readonly string[];
  /** Largest body in bytes; 100,000 unless given. */
  readonly bodyLimit?: number;
  /** How long a client may take to send a request; 15 seconds unless given. */
  readonly requestTimeout?: number;
  /** How long requests in flight get to finish at close; 10 seconds unless given. */
  readonly drainTimeout?: number;
}

/** A web server that has not begun to listen. */
export interface HttpServer {
  readonly app: FastifyInstance;
  /** Begins to listen. @returns the address, such as `http://127.0.0.1:4000`. */
  listen(): Promise<string>;
  /**
   * Takes no more connections, lets requests in flight finish, and cuts what is left after `drainTimeout`.
   * May be called again; every call waits for the same end.
   */
  close(): Promise<void>;
}

/** What cannot be answered just now can mostly be answered soon: a database that is restarted is back within seconds. */
const RETRY_AFTER_SECONDS = 2;

/** Policy of everything that is no page. */
const NO_PAGE = "default-src 'none'; frame-ancestors 'none'";

/**
 * The web server: POST /graphql, the explorer at GET /graphql, /health/live and /health/ready. Every answer has
 * security headers and the request's id; every request leaves one line in the log.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { graphql, log, context, drainTimeout = 10_000 } = options;
  const app = Fastify({
    logger: false,
    genReqId: ({ headers }) => requestId(headers),
    bodyLimit: options.bodyLimit ?? 100_000,
    requestTimeout: options.requestTimeout ?? 15_000,
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
  });
  let draining = false;
  const cors = createCors(options.allowedOrigins ?? []);

  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': NO_PAGE,
      'cache-control': 'no-store',
    });
    cors(request, reply);
    done();
  });
  app.addHook('onSend', (_, reply, payload, done) => {
    // Otherwise a connection whose last request was in flight at close would stay open, waiting for the next.
    if (draining) reply.header('connection', 'close');
    done(null, payload);
  });
  addRequestLog(app, log);
  addRefusals(app, log);

  app.post(GRAPHQL_PATH, async (request, reply) => {
    const { headers } = request;
    const answer = await graphql.answer({
      requestId: request.id,
      contentType: headers['content-type'],
      accept: headers.accept,
      body: request.body,
      context: () => context({ id: request.id, client: clientOf(headers), headers, address: request.ip }),
    });
    request.operation = answer;
    reply.code(answer.status).header('content-type', answer.contentType);
    if (answer.status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
    if (answer.status === 401) reply.header('www-authenticate', 'Bearer error="invalid_token"');
    return answer.body;
  });
  app.options(GRAPHQL_PATH, (_, reply) => {
    reply.code(204).header('allow', 'GET, HEAD, OPTIONS, POST').send();
  });
  addPage(app, options.explorer);
  addHealth(app, options, () => draining);

  let closing: Promise<void> | undefined;
  const close = async () => {
    draining = true;
    const cut = setTimeout(() => app.server.closeAllConnections(), drainTimeout);
    try {
      await app.close();
    } finally {
      clearTimeout(cut);
      await graphql.stop();
    }
  };
  return {
    app,
    listen: () => app.listen({ host: options.host, port: options.port }),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function addPage(app: FastifyInstance, explorer: Explorer | undefined): void {
  app.get(GRAPHQL_PATH, async (request, reply) => {
    const wantsPage =
      request.headers.accept?.includes('text/html') && Object.keys(request.query as object).length === 0;
    if (explorer && wantsPage) {
      reply.header('content-security-policy', explorerPolicy);
      return reply.type('text/html; charset=utf-8').send(await explorer.page());
    }
    reply.header('allow', 'OPTIONS, POST');
    const message = 'Send operations by POST, so that what is searched for stays out of addresses and logs.';
    return refuse(request, reply, { status: 405, code: 'METHOD_NOT_ALLOWED', message });
  });
  if (!explorer) return;
  app.get(`${assetPath}:hash/:name`, async (request, reply) => {
    const { hash, name } = request.params as { hash: string; name: string };
    const asset = await explorer.asset(`${hash}/${name}`);
    if (!asset) return reply.callNotFound();
    const encoding = encodingFor(request);
    reply.headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'Accept-Encoding' });
    if (encoding !== 'identity') reply.header('content-encoding', encoding);
    return reply.type(asset.contentType).send(await asset.content(encoding));
  });
}

function encodingFor({ headers }: FastifyRequest): Encoding {
  const accepted = String(headers['accept-encoding'] ?? '');
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
}

function addHealth(app: FastifyInstance, options: HttpServerOptions, draining: () => boolean): void {
  const { readiness = {}, readinessTimeout = 2_000, readinessFacts = () => ({}), log } = options;
  const check = createReadiness(readiness, readinessTimeout, log);
  const answer = (reply: FastifyReply, status: number, body: object) =>
    reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));

  app.get('/health/live', (_, reply) => answer(reply, 200, { status: 'live' }));
  app.get('/health/ready', async (_, reply) => {
    if (draining()) return answer(reply, 503, { status: 'draining' });
    const { ready, checks } = await check();
    return answer(reply, ready ? 200 : 503, {
      status: ready ? 'ready' : 'unavailable',
      checks,
      ...readinessFacts(),
    });
  });
}
