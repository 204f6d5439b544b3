import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readBody } from './json-body.js';

type Done = (error: Error | null, body?: unknown) => void;

/**
 * Reads the bodies of HTML forms, of at most `limit` bytes, as an object of texts. Of a field that comes several times, the first
 * counts. A form in parts, as mail programs send it, is read and not looked into: its body is undefined.
 */
export function addFormBodies(app: FastifyInstance, limit: number): void {
  const reading =
    (parse: (text: string) => unknown) => (request: FastifyRequest, payload: IncomingMessage, done: Done) =>
      readBody(request, payload, limit, (error, text = '') => {
        if (error) done(error);
        else done(null, parse(text));
      });
  app.addContentTypeParser('application/x-www-form-urlencoded', reading(fieldsIn));
  app.addContentTypeParser(
    'multipart/form-data',
    reading(() => undefined),
  );
}

/** How many fields are read. */
const MOST_FIELDS = 1_000;

function fieldsIn(text: string): Readonly<Record<string, string>> {
  const fields: Record<string, string> = Object.create(null);
  let count = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    if (++count > MOST_FIELDS) break;
    fields[name] ??= value;
  }
  return fields;
}
