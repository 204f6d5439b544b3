import { RETRY_AFTER_SECONDS } from './retry-after.js';

/**
 * A response in the form in which it is sent, after which the connection is closed. It is for data that never becomes a
 * request.
 */
export function finalAnswer(status: string, code: string, message: string): string {
  const body = JSON.stringify({ error: { code, message } });
  const retryAfter = status.startsWith('503') ? `Retry-After: ${RETRY_AFTER_SECONDS}\r\n` : '';
  return (
    `HTTP/1.1 ${status}\r\nConnection: close\r\n${retryAfter}Content-Type: application/json; charset=utf-8\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  );
}
