import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Actor, anonymous } from '../features/identity/actor.js';
import type { GraphqlSettings } from '../platform/graphql/graphql.settings.js';
import { readManifest, type TrustedDocuments } from '../platform/graphql/trusted-documents.js';
import { projectRoot } from '../platform/project-root.js';
import { ConfigError } from '../platform/setting-kinds.js';

/** The ready operations, as code generation has written them. */
const READY_OPERATIONS = join(projectRoot, 'schema/operations/generated/persisted-documents.json');

/** The ready operations and those of the operator's own clients. @throws ConfigError for a file that is no manifest. */
export function trustedDocuments({ TRUSTED_DOCUMENTS }: GraphqlSettings): TrustedDocuments {
  const ready = readManifest(readFileSync(READY_OPERATIONS, 'utf8'));
  return TRUSTED_DOCUMENTS === undefined ? ready : new Map([...ready, ...ownManifest(TRUSTED_DOCUMENTS)]);
}

function ownManifest(path: string): TrustedDocuments {
  try {
    return readManifest(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const what = code === undefined ? message : `It cannot be read (${code}).`;
    throw new ConfigError(`Wrong setting: TRUSTED_DOCUMENTS=${JSON.stringify(path)}: ${what}`);
  }
}

/** Why somebody may send trusted documents only; null: they may send their own. */
export function whyTrustedOnly({ ARBITRARY_DOCUMENTS }: GraphqlSettings, actor: Actor): string | null {
  if (actor.trustedDocumentsOnly) {
    return 'This API key may send trusted documents only: send the documentId of one, and no query.';
  }
  if (ARBITRARY_DOCUMENTS === 'nobody') {
    return 'This hub takes trusted documents only: send the documentId of one, and no query.';
  }
  if (ARBITRARY_DOCUMENTS === 'signed-in' && actor === anonymous) {
    return 'This hub takes documents of your own when you have signed in. Without, send the documentId of a trusted one.';
  }
  return null;
}
