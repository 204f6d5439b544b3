import { createHash } from 'node:crypto';
import { GraphQLError, parse } from 'graphql';
import { z } from 'zod';
import { readJson } from '../json.js';

/** Texts of documents that the hub knows in advance, by id: `sha256:` and the SHA-256 of the text, hexadecimal. */
export type TrustedDocuments = ReadonlyMap<string, string>;

const ID = /^sha256:[0-9a-f]{64}$/;
const PREFIX = 'sha256:';

/** A manifest: texts by id, with or without `sha256:` before the digits, as code generators write it. */
const manifest = z.record(z.string().regex(/^(sha256:)?[0-9a-f]{64}$/), z.string());

/**
 * Reads a manifest of documents (JSON).
 * @throws Error with a sentence for an operator about what is wrong with it.
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
        : 'It must be an object whose values are texts, each under the SHA-256 of the text ("sha256:<64 digits>").',
    );
  }
}

function checkedId(key: string, text: string): string {
  const id = `${PREFIX}${createHash('sha256').update(text).digest('hex')}`;
  if (id !== key && id !== `${PREFIX}${key}`) {
    throw new Error(`The text under ${key} has a different SHA-256: ${id}.`);
  }
  try {
    parse(text, { noLocation: true });
  } catch {
    throw new Error(`The text under ${key} is not a GraphQL document.`);
  }
  return id;
}

/** The id in the body of a request, fit to be logged; null if there is none of the right form. */
export function documentIdIn(body: unknown): string | null {
  const { documentId } = Object(body) as { documentId?: unknown };
  return typeof documentId === 'string' && ID.test(documentId) ? documentId : null;
}

/**
 * The body of a request with the text of a trusted document in place of its id, as in the draft appendix on persisted
 * documents of GraphQL over HTTP. `whyNot` says why its sender must not send a text of their own; null if they may.
 * @throws GraphQLError for an unknown id, and for a text that is not allowed.
 */
export function withText(body: unknown, trusted: TrustedDocuments, whyNot: () => string | null): unknown {
  const { documentId, query: sent } = Object(body) as { documentId?: unknown; query?: unknown };
  if (documentId === undefined || documentId === null) {
    const reason = whyNot();
    if (reason !== null) throw refused('DOCUMENT_NOT_TRUSTED', reason);
    return body;
  }
  if (typeof documentId !== 'string' || (sent !== undefined && sent !== null)) {
    throw refused(
      'BAD_REQUEST',
      'Send either `query` or `documentId`, a text such as "sha256:...", but not both.',
    );
  }
  const query = trusted.get(documentId);
  if (query === undefined) {
    throw refused(
      'PERSISTED_DOCUMENT_NOT_FOUND',
      'No document here has this `documentId`. It may belong to another release of your program or of the hub.',
    );
  }
  const { documentId: _, ...rest } = body as object & { documentId: string };
  return { ...rest, query };
}

/** Whether a body has neither a text nor a persisted query. Apollo would refuse it in its own words. */
export function isWithoutOperation(body: unknown): boolean {
  const { query, extensions } = Object(body) as { query?: unknown; extensions?: unknown };
  const isMissing = query === undefined || query === null || query === '';
  return isMissing && Object(extensions).persistedQuery === undefined;
}

/** The error for such a body. */
export function noOperation(): GraphQLError {
  return refused(
    'BAD_REQUEST',
    'The body has no operation. Send its text as `query`, or the id of a trusted document ("sha256:...") as `documentId`.',
  );
}

function refused(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
