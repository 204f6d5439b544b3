import { type ApolloServerPlugin, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Spending } from '../budget.js';
import type { Documents } from './documents.js';
import type { KnownOperation } from './known-operations.js';
import type { OperationAnswer, OperationRunner } from './operation-runner.js';

/** What Apollo is given to look at in the place of what is refused. */
export const STAND_IN = '{ __typename }';
/** So much of an operation's name is logged. */
const LOGGED_NAME = 100;

/** What Apollo is told of a request beside its body. */
interface Sent {
  readonly requestId: string;
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
}

/** A request on its way through Apollo Server, with what is found out about it there. */
export class Exchange implements HTTPGraphQLRequest {
  readonly method = 'POST';
  readonly search = '';
  readonly headers = new HeaderMap();
  body: unknown;
  readonly requestId: string;
  operationName: string | null = null;
  errorCodes: readonly string[] = [];
  retryAfterSeconds: number | null = null;
  /** What Apollo has chosen to run. */
  chosen: Omit<KnownOperation, 'contentType'> | undefined;
  /** What it has cost to read the document just now. */
  reading = 0;
  /** The answer to a request that is refused before Apollo has looked at it; Apollo words the rest of it. */
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

  /** Refuses what the request asks for: Apollo is given something else to look at, and sends this answer. */
  refuse(status: number, errors: readonly GraphQLFormattedError[], purse?: Spending): void {
    const { limit, remaining, resetSeconds } = purse ?? {};
    const extensions = purse && { extensions: { rateLimit: { limit, remaining, resetSeconds } } };
    this.retryAfterSeconds = resetSeconds ?? null;
    this.refused = { status, result: { errors, ...extensions }, retryAfterSeconds: this.retryAfterSeconds };
    this.body = { query: STAND_IN };
  }
}

/** `extensions.code` of each error. */
export function errorCodesOf({ errors = [] }: FormattedExecutionResult): readonly string[] {
  return errors.map(({ extensions }) => String(extensions?.code));
}

/** Lets our own runner run what Apollo has chosen. */
export function runnerPlugin(run: OperationRunner): ApolloServerPlugin {
  const listener: Awaited<ReturnType<NonNullable<ApolloServerPlugin['requestDidStart']>>> = {
    async responseForOperation({ document, operation, queryHash, request }) {
      const exchange = request.http;
      // No operation to run: Apollo words the error.
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

/** A store of documents for Apollo, which finds in it what was read before it was called. */
export function storeOf(documents: Documents) {
  return {
    // Its keys end in the SHA-256 of the text.
    get: async (key: string) => documents.known(key.slice(-64)),
    set: async () => {},
    delete: async () => false,
  };
}
