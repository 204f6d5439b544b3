import { Writable } from 'node:stream';
import {
  createGraphQLServer,
  type GraphQLServerOptions,
} from '../../../src/platform/graphql/graphql-server.js';
import {
  createHttpServer,
  type HttpServer,
  type HttpServerOptions,
} from '../../../src/platform/http/server.js';
import { createLog, type LogLevel } from '../../../src/platform/log.js';
import { type Gate, gate } from '../../support/gate.js';
import { kitchenSink } from '../graphql/kitchen-sink.js';

/** One line of the log. */
export type LogLine = Record<string, unknown> & { level: string; msg: string };

/** A real server on a free port with the kitchen sink as its graph. */
export interface RunningServer {
  readonly url: string;
  readonly server: HttpServer;
  /** Everything logged so far. */
  readonly lines: LogLine[];
  /** `{ held }` returns "at last" when its end is opened. */
  readonly held: { readonly begun: Gate; readonly end: Gate };
  /** Posts JSON to /graphql. */
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Posts an operation and returns the parsed body. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
}

/** The body of a GraphQL answer. */
export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
  readonly extensions?: Record<string, unknown>;
}

/** Settings that differ from the usual ones. */
export interface Settings {
  readonly http?: Partial<HttpServerOptions>;
  readonly graphql?: Partial<GraphQLServerOptions>;
  readonly level?: LogLevel;
}

/** Starts a server. Close it with `running.server.close()`. */
export async function startServer({ http, graphql, level = 'info' }: Settings = {}): Promise<RunningServer> {
  const lines: LogLine[] = [];
  const log = createLog(
    level,
    new Writable({
      write(chunk, _, done) {
        lines.push(JSON.parse(String(chunk)));
        done();
      },
    }),
  );
  const held = { begun: gate(), end: gate() };
  const schema = kitchenSink(async () => {
    held.begun.open();
    await held.end.opened;
    return 'at last';
  });
  const server = await createHttpServer({
    graphql: await createGraphQLServer({ schema, log, ...graphql }),
    log,
    context: () => ({}),
    host: '127.0.0.1',
    port: 0,
    ...http,
  });
  const url = await server.listen();
  const post = (body: unknown, headers?: Record<string, string>) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    url,
    server,
    lines,
    held,
    post,
    ask: async (query, variables) => (await (await post({ query, variables })).json()) as Answer,
  };
}
