import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { JSON_TYPE, mediaTypeFor } from '../graphql/media-type.js';
import { errorFacts, type Log } from '../log.js';
import { ENCODED_BODY } from './json-body.js';

/** The path that operations are sent to. */
export const GRAPHQL_PATH = '/graphql';

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** What the web server itself finds wrong with a request, by the code of the error. */
const refusals: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'BODY_TOO_LARGE',
    message: 'The body of the request is too large.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    message: 'Send the body as application/json and say so in the content-type header.',
  },
  [ENCODED_BODY]: {
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    message: 'Send the body without compression, and without the content-encoding header.',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    status: 400,
    code: 'BAD_REQUEST',
    message: 'The body is empty. Send a JSON object with `query` or `documentId`.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: { status: 400, code: 'BAD_REQUEST', message: 'The body is not valid JSON.' },
};

/** Sends a refusal in JSON, in the shape of GraphQL on paths that serve GraphQL. */
export function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, code, message }: Refusal,
): FastifyReply {
  const isGraphql = pathOf(request) === GRAPHQL_PATH;
  const body = isGraphql ? { errors: [{ message, extensions: { code } }] } : { error: { code, message } };
  const type = isGraphql ? mediaTypeFor(request.headers.accept) : JSON_TYPE;
  return reply.code(status).type(type).send(JSON.stringify(body));
}

/** Refuses requests that no route takes or that cannot be read. An unexpected error gets an id that is in the log. */
export function addRefusals(app: FastifyInstance, log: Log): void {
  app.setNotFoundHandler((request, reply) => {
    if (pathOf(request) === GRAPHQL_PATH) {
      reply.header('allow', 'GET, HEAD, OPTIONS, POST');
      const message = 'Send operations by POST.';
      return refuse(request, reply, { status: 405, code: 'METHOD_NOT_ALLOWED', message });
    }
    const message = `There is nothing at this address. Send operations to POST ${GRAPHQL_PATH}. GET / lists the other addresses.`;
    return refuse(request, reply, { status: 404, code: 'NOT_FOUND', message });
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = refusals[error.code];
    if (known) return refuse(request, reply, known);
    const { statusCode = 500 } = error;
    if (statusCode >= 400 && statusCode < 500) {
      const message = 'The request could not be read.';
      return refuse(request, reply, { status: statusCode, code: 'BAD_REQUEST', message });
    }
    const id = randomUUID();
    log.error({ errorId: id, requestId: request.id, error: errorFacts(error) }, 'unexpected error');
    const message = `Something went wrong on our side. Quote error ${id}.`;
    return refuse(request, reply, { status: 500, code: 'INTERNAL', message });
  });
}

function pathOf({ url }: FastifyRequest): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}
