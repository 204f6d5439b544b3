import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { CountedRequest } from './body-parts.js';
import type { Connections } from './connections.js';
import { finalAnswer } from './final-answer.js';

/** Times in milliseconds. */
export interface ServerTimeouts {
  /** From the first byte of a request (or the opening of a connection) to the last. */
  readonly request: number;
  /** Between requests. */
  readonly keepAlive: number;
  /** Without a byte in either direction while a response is in progress. */
  readonly stall: number;
}

/** Maximum number of header lines in a request, and of bytes in all of them. */
export const MOST_HEADERS = 100;
const HEADER_BYTES = 16_384;
const CHECK_EVERY_MS = 1_000;

/** Node's web server with its limits set. It asks `connections` about each connection and request. */
export function createLimitedServer(
  connections: Connections,
  timeouts: ServerTimeouts,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const server = createServer(
    {
      connectionsCheckingInterval: CHECK_EVERY_MS,
      // Node swaps the two if the first is longer, and slow bodies would then have its default of a minute.
      headersTimeout: timeouts.request,
      requestTimeout: timeouts.request,
      keepAliveTimeout: timeouts.keepAlive,
      maxHeaderSize: HEADER_BYTES,
      IncomingMessage: CountedRequest,
    },
    (request, response) => connections.handle(request, response, handler),
  );
  server.timeout = timeouts.stall;
  server.maxHeadersCount = MOST_HEADERS + 1; // Node drops the rest; one more shows there were too many
  // A refused connection does not reach Node's own listener, which would create a parser for it.
  const [accept] = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    connections.admit(socket, () => accept?.call(server, socket));
  });
  // Node's own method treats a connection as idle while its response is on its way.
  server.closeIdleConnections = () => connections.closeFree();
  return server;
}

/**
 * Responds to data that is not a request or arrives too slowly, unless that would go into another response. Then closes
 * the connection.
 */
export function clientErrorAnswerer(
  connections: Connections,
): (error: NodeJS.ErrnoException, socket: Socket) => void {
  return (error, socket) => {
    const { status, code, message } = clientErrors[error.code ?? ''] ?? unreadable;
    if (connections.mayAnswer(socket)) socket.write(finalAnswer(status, code, message));
    socket.destroy();
  };
}

const unreadable = {
  status: '400 Bad Request',
  code: 'BAD_REQUEST',
  message: 'The data sent is not an HTTP request.',
};
const clientErrors: Readonly<Record<string, typeof unreadable>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    code: 'REQUEST_TIMEOUT',
    message: 'The request took too long to arrive.',
  },
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    code: 'HEADERS_TOO_LARGE',
    message: 'The headers of the request are too large.',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: '413 Payload Too Large',
    code: 'BODY_TOO_LARGE',
    message: 'The body of the request is too large.',
  },
};
