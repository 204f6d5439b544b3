import { encodeId } from '../../../platform/graphql/global-id.js';

/** The id by which clients know a provider, for files that people read. */
export function providerId(id: string): string {
  return encodeId('prv', id);
}
