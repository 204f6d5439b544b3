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
import { type LaneRule, OperationLanes } from './operation-lanes.js';
import {
  createOperationRunner,
  type OperationCheck,
  type OperationRunner,
  spentAll,
} from './operation-runner.js';
import type { Prices } from './prices.js';
import { statusOf } from './refused-status.js';
import { documentIdIn, type TrustedDocuments, withText } from './trusted-documents.js';

/** Settings of the GraphQL server. */
export interface GraphQLServerOptions {
  readonly schema: GraphQLSchema;
  readonly log: Log;
  /** Left out: the usual one on this log. */
  readonly format?: ErrorFormatter;
  /** Those that differ from `defaultLimits`. */
  readonly limits?: Partial<Limits>;
  /** Milliseconds after which an operation is answered `TIMEOUT`; 10,000 unless given. */
  readonly timeoutMs?: number;
  readonly check?: OperationCheck;
  /** Left out: lists are expected to have one entry, fields to cost 1. */
  readonly prices?: Prices;
  /** How much an answer may hold, for whoever asks; `defaultAnswerLimits` for everybody when it is left out. */
  readonly answerLimits?: (context: unknown) => AnswerLimits;
  /** Left out: nobody has a budget. */
  readonly spend?: Spend;
  /** Left out: what is used beyond the expected cost, and what is refused, costs nothing. */
  readonly charge?: Charge;
  /** Whose operations run a few at a time, and how many, by the context; left out: as many as come. */
  readonly laneOf?: (context: unknown) => LaneRule;
  /** Left out: the database is never away. */
  readonly absence?: AbsenceFor;
  /** Documents that may be asked for by id; none unless given. */
  readonly trusted?: TrustedDocuments;
  /** Why who asks may send these only, as a sentence; null: they may send their own, as everybody may when it is left out. */
  readonly whyTrustedOnly?: (context: object) => string | null;
}

/** One request as it came over HTTP, its body parsed. */
export interface GraphQLCall {
  readonly requestId: string;
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  readonly body: unknown;
  /** Makes the context of the resolvers. Its errors are answered like those of resolvers. */
  readonly context: () => object | Promise<object>;
}

/** What to send back. */
export interface GraphQLAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Null when the operation has none, or the document could not be read. */
  readonly operationName: string | null;
  /** The id by which a document was asked for, known or not; null when its text was sent. */
  readonly documentId: string | null;
  /** `extensions.code` of each error. */
  readonly errorCodes: readonly string[];
  /** After how many seconds it is worth asking again; null when that cannot be told. */
  readonly retryAfterSeconds: number | null;
}

/** Answers GraphQL requests; knows nothing of the web server in front of it. */
export interface GraphQLServer {
  answer(call: GraphQLCall): Promise<GraphQLAnswer>;
  stop(): Promise<void>;
}

/** Documents are kept parsed, validated and compiled up to so many characters, by Apollo and by us: 150 bytes of memory each at most. */
const KEPT_DOCUMENT_CHARACTERS = 500_000;
const JSON_TYPE = 'application/json; charset=utf-8';
/** Apollo's status when its sender takes no JSON: known only when all else is done. */
const NOT_ACCEPTABLE = 406;

/**
 * Apollo Server parses, validates (limits included) and words the answers; what it has chosen to run is run by our own
 * runner, and at once when the same comes again in a plain request: Apollo's way there is a tenth of what a search costs.
 * One operation per request, sent by POST, as a text or by the id of a trusted document; clients cannot add documents,
 * and nothing is reported to anybody.
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
    if (typeof query !== 'string' || query === '') return;
    const { document, errors, cost } = documents.read(query);
    exchange.reading = cost;
    const shown = () => errors.map((error) => format(error, { requestId: exchange.requestId }));
    if (!document) exchange.refuse(400, shown());
  };

  return {
    async answer(call) {
      if (Array.isArray(call.body)) {
        const message = 'Send one operation per request; a list of operations is not accepted.';
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
        // Apollo would copy the context; the resolvers get the one in the exchange.
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
  { requestId, body }: GraphQLCall,
): GraphQLAnswer {
  const formatted = format(error, { requestId });
  const code = String(formatted.extensions?.code);
  const status = statusOf(code);
  return {
    status,
    contentType: JSON_TYPE,
    body: JSON.stringify({ errors: [formatted], ...(status === 503 && { data: null }) }),
    operationName: null,
    documentId: documentIdIn(body),
    errorCodes: [code],
    retryAfterSeconds: Number(formatted.extensions?.retryAfterSeconds) || null,
  };
}
