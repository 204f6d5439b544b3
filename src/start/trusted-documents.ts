import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Actor, anonymous } from '../features/identity/actor.js';
import type { GraphqlSettings } from '../platform/graphql/graphql.settings.js';
import { readManifest, type TrustedDocuments } from '../platform/graphql/trusted-documents.js';
import { projectRoot } from '../platform/project-root.js';
import { ConfigError } from '../platform/setting-kinds.js';

/** The ready operations, as code generation wrote them. */
const READY_OPERATIONS = join(projectRoot, 'schema/operations/generated/persisted-documents.json');

/**
 * The ready operations and those of the operator's own clients.
 * @throws ConfigError for a file that is not a manifest.
 */
export function trustedDocuments({ TRUSTED_DOCUMENTS }: GraphqlSettings): TrustedDocuments {
  const ready = readManifest(readFileSync(READY_OPERATIONS, 'utf8'));
  return TRUSTED_DOCUMENTS === undefined ? ready : new Map([...ready, ...ownManifest(TRUSTED_DOCUMENTS)]);
}

function ownManifest(path: string): TrustedDocuments {
  try {
    return readManifest(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const what = code === undefined ? message : `The file cannot be read (${code}).`;
    throw new ConfigError(`Wrong setting: TRUSTED_DOCUMENTS=${JSON.stringify(path)}: ${what}`);
  }
}

/** Why a caller may send only trusted documents; null if they may send their own. */
export function whyTrustedOnly({ ARBITRARY_DOCUMENTS }: GraphqlSettings, actor: Actor): string | null {
  if (actor.trustedDocumentsOnly) {
    return 'This API key can send only trusted documents. Send the `documentId` of one, and no `query`.';
  }
  if (ARBITRARY_DOCUMENTS === 'nobody') {
    return 'This hub accepts only trusted documents. Send the `documentId` of one, and no `query`.';
  }
  if (ARBITRARY_DOCUMENTS === 'signed-in' && actor === anonymous) {
    return 'This hub accepts your own documents only if you have signed in. Sign in, or send the `documentId` of a trusted document.';
  }
  return null;
}
