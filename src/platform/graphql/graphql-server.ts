import { ApolloServer, type ApolloServerPlugin, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { type DocumentNode, type FormattedExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Log } from '../log.js';
import type { AbsenceFor } from './absence.js';
import { asGraphQLError, createErrorFormatter, type ErrorFormatter } from './error-format.js';
import { type KnownOperation, KnownOperations, type PlainRequest, plainRequest } from './known-operations.js';
import { defaultLimits, type Limits, limitRules } from './limits.js';
import {
  createOperationRunner,
  type OperationCheck,
  type OperationRunner,
  type Spend,
} from './operation-runner.js';
import { documentIdIn, type TrustedDocuments, withText } from './trusted-documents.js';

/** Settings of the GraphQL server. */
export interface GraphQLServerOptions {
  readonly schema: GraphQLSchema;
  readonly log: Log;
  /** Those that differ from `defaultLimits`. */
  readonly limits?: Partial<Limits>;
  /** Milliseconds after which an operation is answered `TIMEOUT`; 10,000 unless given. */
  readonly timeoutMs?: number;
  readonly check?: OperationCheck;
  /** Left out: nobody has a budget. */
  readonly spend?: Spend;
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

/** A request on its way through Apollo Server, with what is found out about it there. */
class Exchange implements HTTPGraphQLRequest {
  readonly method = 'POST';
  readonly search = '';
  readonly headers = new HeaderMap();
  readonly body: unknown;
  readonly requestId: string;
  readonly plain: PlainRequest | undefined;
  operationName: string | null = null;
  errorCodes: readonly string[] = [];
  /** What Apollo has chosen to run. */
  chosen: Omit<KnownOperation, 'contentType'> | undefined;
  /** Set when the variables were found not to fit. */
  isUnfit = false;

  constructor(
    call: GraphQLCall,
    body: unknown,
    readonly context: object,
  ) {
    this.body = body;
    this.plain = plainRequest(body, call.contentType, call.accept);
    this.requestId = call.requestId;
    if (call.contentType !== undefined) this.headers.set('content-type', call.contentType);
    if (call.accept !== undefined) this.headers.set('accept', call.accept);
  }
}

/**
 * Apollo Server parses, validates (limits included) and words the answers; what it has chosen to run is run by our own
 * runner, and at once when the same comes again in a plain request: Apollo's way there is a tenth of what a search costs.
 * One operation per request, sent by POST, as a text or by the id of a trusted document; clients cannot add documents,
 * and nothing is reported to anybody.
 */
export async function createGraphQLServer(options: GraphQLServerOptions): Promise<GraphQLServer> {
  const { schema, log, timeoutMs = 10_000, check, spend, absence } = options;
  const { trusted = new Map<string, string>(), whyTrustedOnly = () => null } = options;
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const format = createErrorFormatter(log);
  const run = createOperationRunner({
    schema,
    format,
    maxCost: limits.cost,
    timeoutMs,
    check,
    spend,
    absence,
  });
  const known = new KnownOperations(KEPT_DOCUMENT_CHARACTERS);
  const apollo = new ApolloServer({
    schema,
    introspection: true,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: limitRules(limits),
    documentStore: createDocumentStore(),
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
      const exchange = new Exchange(call, body, context);
      const direct = exchange.plain && known.get(exchange.plain);
      if (direct) {
        const answered = await runDirectly(run, direct, exchange);
        if (answered) return { ...answered, documentId: documentIdIn(call.body) };
      }
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
      const { plain, chosen } = exchange;
      if (plain && chosen && status !== NOT_ACCEPTABLE) known.keep(plain, { ...chosen, contentType });
      return {
        status: status ?? 200,
        contentType,
        body: answer.string,
        operationName: exchange.operationName,
        documentId: documentIdIn(call.body),
        errorCodes: exchange.errorCodes,
      };
    },
    stop: () => apollo.stop(),
  };
}

/** Null when the variables do not fit: Apollo words the error. */
async function runDirectly(
  run: OperationRunner,
  { document, operation, operationName, documentHash, contentType }: KnownOperation,
  exchange: Exchange,
): Promise<Omit<GraphQLAnswer, 'documentId'> | null> {
  const { context, requestId, plain } = exchange;
  const answer = await run(
    { document, operation, variables: plain?.variables, context },
    { operationName, documentHash, requestId },
  );
  if (!answer) {
    exchange.isUnfit = true;
    return null;
  }
  const { status, result } = answer;
  return {
    status,
    contentType,
    body: `${JSON.stringify(result)}\n`,
    operationName,
    errorCodes: errorCodesOf(result),
  };
}

function errorCodesOf({ errors = [] }: FormattedExecutionResult): readonly string[] {
  return errors.map(({ extensions }) => String(extensions?.code));
}

function runnerPlugin(run: OperationRunner): ApolloServerPlugin {
  const listener: Awaited<ReturnType<NonNullable<ApolloServerPlugin['requestDidStart']>>> = {
    async responseForOperation({ document, operation, operationName, queryHash, request }) {
      const exchange = request.http;
      // No operation to run, or variables that do not fit it (null below): Apollo words the error.
      if (!operation || !(exchange instanceof Exchange) || exchange.isUnfit) return null;
      exchange.chosen = { document, operation, operationName, documentHash: queryHash };
      const answer = await run(
        { document, operation, variables: request.variables, context: exchange.context },
        { operationName, documentHash: queryHash, requestId: exchange.requestId },
      );
      return (
        answer && {
          http: { status: answer.status, headers: new HeaderMap() },
          body: { kind: 'single', singleResult: answer.result },
        }
      );
    },
    async willSendResponse({ operationName, request, response }) {
      const exchange = request.http;
      if (!(exchange instanceof Exchange)) return;
      exchange.operationName = operationName ?? null;
      if (response.body.kind === 'single') exchange.errorCodes = errorCodesOf(response.body.singleResult);
    },
  };
  return { requestDidStart: async () => listener };
}

function createDocumentStore() {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: KEPT_DOCUMENT_CHARACTERS,
    sizeCalculation: (document) => Math.max(1, document.loc?.source.body.length ?? 1),
  });
  return {
    get: async (key: string) => documents.get(key),
    set: async (key: string, document: DocumentNode) => void documents.set(key, document),
    delete: async (key: string) => documents.delete(key),
  };
}

/** HTTP status of a request that is refused before its operation is looked at; 400 for any other code. */
const statuses: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  DOCUMENT_NOT_TRUSTED: 403,
  INTERNAL: 500,
  SIGN_IN_UNAVAILABLE: 503,
  UNAVAILABLE: 503,
};

function refusal(
  error: GraphQLError,
  format: ErrorFormatter,
  { requestId, body }: GraphQLCall,
): GraphQLAnswer {
  const formatted = format(error, { requestId });
  const code = String(formatted.extensions?.code);
  const status = statuses[code] ?? 400;
  return {
    status,
    contentType: JSON_TYPE,
    body: JSON.stringify({ errors: [formatted], ...(status === 503 && { data: null }) }),
    operationName: null,
    documentId: documentIdIn(body),
    errorCodes: [code],
  };
}
