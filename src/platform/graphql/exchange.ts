import { type ApolloServerPlugin, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Spending } from '../budget.js';
import type { Documents } from './documents.js';
import type { KnownOperation } from './known-operations.js';
import type { OperationAnswer, OperationRunner } from './operation-runner.js';

/** A document that Apollo gets in place of one that is refused. */
export const STAND_IN = '{ __typename }';
/** The longest part of an operation's name that is logged. */
const LOGGED_NAME = 100;

/** What Apollo learns about a request, apart from its body. */
interface Sent {
  readonly requestId: string;
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
}

/** A request on its way through Apollo Server, with what is found out about it. */
export class Exchange implements HTTPGraphQLRequest {
  readonly method = 'POST';
  readonly search = '';
  readonly headers = new HeaderMap();
  body: unknown;
  readonly requestId: string;
  operationName: string | null = null;
  errorCodes: readonly string[] = [];
  retryAfterSeconds: number | null = null;
  /** The operation that Apollo has chosen to run. */
  chosen: Omit<KnownOperation, 'contentType'> | undefined;
  /** The cost of reading the document now. */
  reading = 0;
  /** The response to a request that is refused before Apollo has looked at it. Apollo adds the rest. */
  refused: OperationAnswer | undefined;

  constructor(
    call: Sent,
    body: unknown,
    readonly context: object,
  ) {
    this.body = body;
    this.requestId = call.requestId;
    if (call.contentType !== undefined) this.headers.set('content-type', call.contentType);
    if (call.accept !== undefined) this.headers.set('accept', call.accept);
  }

  /** Refuses the request. Apollo gets another document to look at, and sends this response. */
  refuse(status: number, errors: readonly GraphQLFormattedError[], purse?: Spending): void {
    const { limit, remaining, resetSeconds } = purse ?? {};
    const extensions = purse && { extensions: { rateLimit: { limit, remaining, resetSeconds } } };
    this.retryAfterSeconds = resetSeconds ?? null;
    this.refused = { status, result: { errors, ...extensions }, retryAfterSeconds: this.retryAfterSeconds };
    this.body = { query: STAND_IN };
  }
}

/** The `extensions.code` of each error. */
export function errorCodesOf({ errors = [] }: FormattedExecutionResult): readonly string[] {
  return errors.map(({ extensions }) => String(extensions?.code));
}

/** Makes our own runner run the operation that Apollo has chosen. */
export function runnerPlugin(run: OperationRunner): ApolloServerPlugin {
  const listener: Awaited<ReturnType<NonNullable<ApolloServerPlugin['requestDidStart']>>> = {
    async responseForOperation({ document, operation, queryHash, request }) {
      const exchange = request.http;
      // If there is no operation to run, Apollo words the error.
      if (!operation || !(exchange instanceof Exchange)) return null;
      const { refused, context, requestId, reading } = exchange;
      if (refused) return responseOf(refused);
      const operationName = operation.name?.value.slice(0, LOGGED_NAME) ?? null;
      exchange.operationName = operationName;
      exchange.chosen = { document, operation, operationName, documentHash: queryHash };
      const answer = await run(
        { document, operation, variables: request.variables, context },
        { operationName, documentHash: queryHash, requestId },
        reading,
      );
      exchange.retryAfterSeconds = answer.retryAfterSeconds;
      return responseOf(answer);
    },
    async willSendResponse({ request, response }) {
      const exchange = request.http;
      if (!(exchange instanceof Exchange)) return;
      if (response.body.kind === 'single') exchange.errorCodes = errorCodesOf(response.body.singleResult);
    },
  };
  return { requestDidStart: async () => listener };
}

function responseOf({ status, result }: OperationAnswer) {
  return {
    http: { status, headers: new HeaderMap() },
    body: { kind: 'single' as const, singleResult: result },
  };
}

/** A store in which Apollo finds the documents that were read before it was called. */
export function storeOf(documents: Documents) {
  return {
    // Its keys end with the SHA-256 of the text.
    get: async (key: string) => documents.known(key.slice(-64)),
    set: async () => {},
    delete: async () => false,
  };
}
