import { createHash } from 'node:crypto';
import { GraphQLError, parse } from 'graphql';
import { z } from 'zod';
import { readJson } from '../json.js';

/** Texts of documents that the hub knows beforehand, by id: `sha256:` and the SHA-256 of the text, hexadecimal. */
export type TrustedDocuments = ReadonlyMap<string, string>;

const ID = /^sha256:[0-9a-f]{64}$/;
const PREFIX = 'sha256:';

/** A manifest: texts by id, with or without `sha256:` before the digits, as code generators write it. */
const manifest = z.record(z.string().regex(/^(sha256:)?[0-9a-f]{64}$/), z.string());

/**
 * Reads a manifest of documents (JSON).
 * @throws Error with one sentence, for an operator, on what is wrong with it.
 */
export function readManifest(json: string): TrustedDocuments {
  return new Map(Object.entries(manifestIn(json)).map(([key, text]) => [checkedId(key, text), text]));
}

function manifestIn(json: string): z.output<typeof manifest> {
  try {
    return readJson(manifest, json);
  } catch (error) {
    throw new Error(
      error instanceof SyntaxError
        ? 'It is not JSON.'
        : 'It must be an object of texts, each under the SHA-256 of the text ("sha256:<64 digits>").',
    );
  }
}

function checkedId(key: string, text: string): string {
  const id = `${PREFIX}${createHash('sha256').update(text).digest('hex')}`;
  if (id !== key && id !== `${PREFIX}${key}`) {
    throw new Error(`The text under ${key} has another SHA-256: ${id}.`);
  }
  try {
    parse(text, { noLocation: true });
  } catch {
    throw new Error(`The text under ${key} is no GraphQL document.`);
  }
  return id;
}

/** The id in the body of a request, fit to be logged; null when there is none of the right form. */
export function documentIdIn(body: unknown): string | null {
  const { documentId } = Object(body) as { documentId?: unknown };
  return typeof documentId === 'string' && ID.test(documentId) ? documentId : null;
}

/**
 * The body of a request with the text of a trusted document in the place of its id, after the draft appendix on persisted
 * documents of GraphQL over HTTP. `whyNot` says why its sender may not send a text of their own; null: they may.
 * @throws GraphQLError for an id that is not known, and for a text that is not wanted.
 */
export function withText(body: unknown, trusted: TrustedDocuments, whyNot: () => string | null): unknown {
  const { documentId, query: sent } = Object(body) as { documentId?: unknown; query?: unknown };
  if (documentId === undefined || documentId === null) {
    const reason = whyNot();
    if (reason !== null) throw refused('DOCUMENT_NOT_TRUSTED', reason);
    return body;
  }
  if (typeof documentId !== 'string' || (sent !== undefined && sent !== null)) {
    throw refused('BAD_REQUEST', 'Send either documentId, a text such as "sha256:...", or query.');
  }
  const query = trusted.get(documentId);
  if (query === undefined) {
    throw refused(
      'PERSISTED_DOCUMENT_NOT_FOUND',
      'There is no document with this documentId here. It may be of another release of your program or of the hub.',
    );
  }
  const { documentId: _, ...rest } = body as object & { documentId: string };
  return { ...rest, query };
}

function refused(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
