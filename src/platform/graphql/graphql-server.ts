import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Log } from '../log.js';
import type { AbsenceFor } from './absence.js';
import type { Charge, Spend } from './account.js';
import { Documents } from './documents.js';
import { asGraphQLError, createErrorFormatter, type ErrorFormatter } from './error-format.js';
import { Exchange, errorCodesOf, runnerPlugin, STAND_IN, storeOf } from './exchange.js';
import { textOf } from './kept-introspection.js';
import { type KnownOperation, KnownOperations, type PlainRequest, plainRequest } from './known-operations.js';
import { type AnswerLimits, defaultLimits, type Limits, limitRules } from './limits.js';
import { JSON_TYPE, mediaTypeFor } from './media-type.js';
import { type LaneRule, OperationLanes } from './operation-lanes.js';
import {
  createOperationRunner,
  type OperationCheck,
  type OperationRunner,
  spentAll,
} from './operation-runner.js';
import type { Prices } from './prices.js';
import { statusOf } from './refused-status.js';
import {
  documentIdIn,
  isWithoutOperation,
  noOperation,
  type TrustedDocuments,
  withText,
} from './trusted-documents.js';

/** Settings of the GraphQL server. */
export interface GraphQLServerOptions {
  readonly schema: GraphQLSchema;
  readonly log: Log;
  /** Left out, the usual formatter with this log. */
  readonly format?: ErrorFormatter;
  /** Limits that differ from `defaultLimits`. */
  readonly limits?: Partial<Limits>;
  /** Time in milliseconds after which an operation ends with `TIMEOUT`. The default is 10,000. */
  readonly timeoutMs?: number;
  readonly check?: OperationCheck;
  /** Left out, lists are expected to have one entry and fields to cost 1. */
  readonly prices?: Prices;
  /** How much a response to a caller may hold. Left out, `defaultAnswerLimits` apply to everyone. */
  readonly answerLimits?: (context: unknown) => AnswerLimits;
  /** Left out, no one has a budget. */
  readonly spend?: Spend;
  /** Left out, refused operations and use above the expected cost are free. */
  readonly charge?: Charge;
  /** The payer for a context, and how many of their operations run at once. Left out, there is no limit. */
  readonly laneOf?: (context: unknown) => LaneRule;
  /** Left out, the database counts as always within reach. */
  readonly absence?: AbsenceFor;
  /** Documents that clients can send by id. The default is none. */
  readonly trusted?: TrustedDocuments;
  /**
   * The reason why a caller may send only these, as a sentence; null if they may send their own. Left out, everyone may
   * send their own.
   */
  readonly whyTrustedOnly?: (context: object) => string | null;
}

/** One request as it came over HTTP, with its body parsed. */
export interface GraphQLCall {
  readonly requestId: string;
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  readonly body: unknown;
  /** Creates the context of the resolvers. Its errors are reported like those of resolvers. */
  readonly context: () => object | Promise<object>;
}

/** What to send back. */
export interface GraphQLAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Null if the operation has no name, or the document could not be read. */
  readonly operationName: string | null;
  /** The id that the client sent in place of a document, known or not; null if it sent the text. */
  readonly documentId: string | null;
  /** The `extensions.code` of each error. */
  readonly errorCodes: readonly string[];
  /** The number of seconds after which the client should try again; null if that is not known. */
  readonly retryAfterSeconds: number | null;
}

/** Responds to GraphQL requests. It is independent of the web server in front of it. */
export interface GraphQLServer {
  answer(call: GraphQLCall): Promise<GraphQLAnswer>;
  stop(): Promise<void>;
}

/**
 * Apollo and the hub each keep documents parsed, validated and compiled, up to this many characters. A character takes
 * at most 150 bytes of memory.
 */
const KEPT_DOCUMENT_CHARACTERS = 500_000;
/** Apollo's status for a client that does not accept JSON. It is known only when all else is done. */
const NOT_ACCEPTABLE = 406;

/**
 * Apollo Server parses and validates documents (limits included) and formats responses. Our own runner runs the
 * operation that Apollo has chosen. It runs a known operation in a plain request directly, because Apollo takes a tenth
 * of the time of a search. A request has one operation, sent by POST, as text or by the id of a trusted document.
 * Clients cannot add documents, and no usage is reported to anyone.
 */
export async function createGraphQLServer(options: GraphQLServerOptions): Promise<GraphQLServer> {
  const { schema, log, timeoutMs = 10_000, check, spend, charge, laneOf, prices, answerLimits } = options;
  const { trusted = new Map<string, string>(), whyTrustedOnly = () => null } = options;
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const { format = createErrorFormatter(log) } = options;
  const run = createOperationRunner({
    schema,
    format,
    maxCost: limits.cost,
    timeoutMs,
    prices,
    answerLimits,
    check,
    spend,
    charge,
    laneOf,
    lanes: new OperationLanes(),
    absence: options.absence,
  });
  const documents = new Documents(schema, limits, KEPT_DOCUMENT_CHARACTERS);
  const known = new KnownOperations(KEPT_DOCUMENT_CHARACTERS);
  const apollo = new ApolloServer({
    schema,
    introspection: true,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: limitRules(limits),
    documentStore: storeOf(documents),
    formatError: (_, error) => format(asGraphQLError(error), {}),
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    logger: {
      debug: (message) => log.debug({}, String(message)),
      info: (message) => log.info({}, String(message)),
      warn: (message) => log.warn({}, String(message)),
      error: (message) => log.error({}, String(message)),
    },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      runnerPlugin(run),
    ],
  });
  await apollo.start();

  const read = (exchange: Exchange) => {
    const { query } = Object(exchange.body) as { query?: unknown };
    if (isWithoutOperation(exchange.body)) {
      exchange.refuse(400, [format(noOperation(), { requestId: exchange.requestId })]);
      return;
    }
    if (typeof query !== 'string') return; // Apollo reports what is wrong with it.
    const { document, errors, cost } = documents.read(query);
    exchange.reading = cost;
    const shown = () => errors.map((error) => format(error, { requestId: exchange.requestId }));
    if (!document) exchange.refuse(400, shown());
  };

  return {
    async answer(call) {
      if (Array.isArray(call.body)) {
        const message = 'Send one operation for each request. Lists of operations are not accepted.';
        return refusal(new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } }), format, call);
      }
      let context: object;
      let body: unknown;
      try {
        const made = call.context();
        context = 'then' in made ? await made : made;
        body = withText(call.body, trusted, () => whyTrustedOnly(context));
      } catch (error) {
        return refusal(asGraphQLError(error), format, call);
      }
      const plain = plainRequest(body, call.contentType, call.accept);
      const direct = plain && known.get(plain);
      if (direct) {
        return runDirectly(run, direct, plain, context, call);
      }
      const exchange = new Exchange(call, body, context);
      const purse = charge?.(context, 0);
      if (purse && purse.remaining <= 0) {
        exchange.refuse(429, [format(spentAll(purse), { requestId: call.requestId })], purse);
      } else {
        read(exchange);
      }
      if (exchange.refused) documents.read(STAND_IN);
      const {
        status,
        headers,
        body: answer,
      } = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: exchange,
        // Apollo would copy the context. The resolvers get the one in the exchange.
        context: async () => ({}),
      });
      if (answer.kind !== 'complete') throw new Error('Incremental delivery is not supported.');
      const contentType = headers.get('content-type') ?? JSON_TYPE;
      const { chosen } = exchange;
      if (!chosen) charge?.(context, 1 + exchange.reading);
      if (plain && chosen && status !== NOT_ACCEPTABLE) known.keep(plain, { ...chosen, contentType });
      return {
        status: status ?? 200,
        contentType,
        body: answer.string,
        operationName: exchange.operationName,
        documentId: documentIdIn(call.body),
        errorCodes: exchange.errorCodes,
        retryAfterSeconds: exchange.retryAfterSeconds,
      };
    },
    stop: () => apollo.stop(),
  };
}

async function runDirectly(
  run: OperationRunner,
  { document, operation, operationName, documentHash, contentType }: KnownOperation,
  { variables }: PlainRequest,
  context: object,
  { requestId, body }: GraphQLCall,
): Promise<GraphQLAnswer> {
  const { status, result, retryAfterSeconds } = await run(
    { document, operation, variables, context },
    { operationName, documentHash, requestId },
  );
  return {
    status,
    contentType,
    body: `${textOf(result)}\n`,
    operationName,
    documentId: documentIdIn(body),
    errorCodes: errorCodesOf(result),
    retryAfterSeconds,
  };
}

function refusal(
  error: GraphQLError,
  format: ErrorFormatter,
  { requestId, body, accept }: GraphQLCall,
): GraphQLAnswer {
  const formatted = format(error, { requestId });
  const code = String(formatted.extensions?.code);
  const status = statusOf(code);
  return {
    status,
    contentType: mediaTypeFor(accept),
    body: JSON.stringify({ errors: [formatted], ...(status === 503 && { data: null }) }),
    operationName: null,
    documentId: documentIdIn(body),
    errorCodes: [code],
    retryAfterSeconds: Number(formatted.extensions?.retryAfterSeconds) || null,
  };
}
