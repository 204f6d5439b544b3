import { ApolloServer, type ApolloServerPlugin, type GraphQLResponse, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { Forbidden, UserProblem } from '../errors.js';
import type { Log } from '../log.js';
import { createCost } from './cost.js';
import { withDeadline } from './deadline.js';
import { createDocumentStore } from './document-store.js';
import { createErrorFormatter, type OperationFacts } from './error-format.js';
import { createExecutor, type OperationRequest } from './executor.js';
import { defaultLimits, type Limits, limitRules } from './limits.js';

/** Settings of the GraphQL server. */
export interface GraphQLServerOptions {
  readonly schema: GraphQLSchema;
  readonly log: Log;
  /** Those that differ from `defaultLimits`. */
  readonly limits?: Partial<Limits>;
  /** Milliseconds after which an operation is answered `TIMEOUT`; 10,000 unless given. What it started goes on. */
  readonly timeoutMs?: number;
  /** Looks at an operation before it runs, such as for permissions; any error refuses it whole. */
  readonly check?: (operation: OperationRequest) => readonly GraphQLError[];
}

/** One request as it came over HTTP. */
export interface GraphQLCall {
  readonly requestId: string;
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  /** The parsed body. */
  readonly body: unknown;
  /** Makes the context of the resolvers; its errors are answered like those of resolvers. */
  readonly context: () => object | Promise<object>;
}

/** What to send back. */
export interface GraphQLAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Null when the operation has none, or the document could not be read. */
  readonly operationName: string | null;
  /** `extensions.code` of each error. */
  readonly errorCodes: readonly string[];
}

/** Answers GraphQL requests; knows nothing of the web server in front of it. */
export interface GraphQLServer {
  answer(call: GraphQLCall): Promise<GraphQLAnswer>;
  stop(): Promise<void>;
}

const TEN_SECONDS = 10_000;
const JSON_TYPE = 'application/json; charset=utf-8';

/** A request on its way through Apollo Server, with what is found out about it there. */
class Exchange implements HTTPGraphQLRequest {
  readonly method = 'POST';
  readonly search = '';
  readonly headers = new HeaderMap();
  readonly body: unknown;
  readonly requestId: string;
  operationName: string | null = null;
  errorCodes: string[] = [];
  cost: number | null = null;

  constructor(
    call: GraphQLCall,
    readonly context: object,
  ) {
    this.body = call.body;
    this.requestId = call.requestId;
    if (call.contentType !== undefined) this.headers.set('content-type', call.contentType);
    if (call.accept !== undefined) this.headers.set('accept', call.accept);
  }
}

/**
 * Apollo Server for parsing, validating (limits included) and answering over HTTP; between the two, operations are priced, checked
 * and run by our own executor. One operation per request, by POST only, none persisted.
 */
export async function createGraphQLServer(options: GraphQLServerOptions): Promise<GraphQLServer> {
  const { schema, log, check, timeoutMs = TEN_SECONDS } = options;
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const execute = createExecutor(schema);
  const costOf = createCost(schema);
  const format = createErrorFormatter(log);

  const run: ApolloServerPlugin = {
    requestDidStart: async () => listener,
  };
  const listener: Awaited<ReturnType<NonNullable<ApolloServerPlugin['requestDidStart']>>> = {
    async responseForOperation({ document, operation, operationName, queryHash, request }) {
      const exchange = request.http;
      // Without an operation nothing can run; Apollo words the error.
      if (!operation || !(exchange instanceof Exchange)) return null;
      const facts = { operationName, documentHash: queryHash, requestId: exchange.requestId };
      const asked = { document, operation, variables: request.variables, context: exchange.context };
      const refused = price(asked, exchange) ?? check?.(asked);
      if (refused && refused.length > 0) return respond({ errors: refused }, facts, 400);
      const running = execute(asked);
      const result =
        'then' in running ? await withDeadline(running, timeoutMs, () => late(timeoutMs)) : running;
      // Without data nothing ran, since the variables do not fit; Apollo words the error.
      if (!('data' in result)) return null;
      return respond(result, facts, result === TIMED_OUT ? 504 : undefined);
    },
    async willSendResponse({ operationName, request, response }) {
      const exchange = request.http;
      if (!(exchange instanceof Exchange) || response.body.kind !== 'single') return;
      const { singleResult } = response.body;
      exchange.operationName = operationName ?? null;
      for (const { extensions } of singleResult.errors ?? []) exchange.errorCodes.push(String(extensions?.code));
      if (exchange.cost !== null) {
        singleResult.extensions = { cost: { requested: exchange.cost, maximum: limits.cost } };
      }
    },
  };
}
