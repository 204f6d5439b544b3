/**
 * Opaque global ids: three letters for the kind, an underscore, and the 16 bytes of the UUID in base64url
 * (`prv_AZqv3lVXcAC0kIYmZ8qvLw`, 26 characters).
 */
const PREFIX_LENGTH = 4;
const ID = /^[a-z]{3}_[A-Za-z0-9_-]{22}$/;

/** The global id of a record; the UUID must be well formed, as ids from the database are. */
export function encodeId(prefix: string, uuid: string): string {
  return `${prefix}_${Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url')}`;
}

/** The UUID in a global id of that kind; null when it is none. */
export function decodeId(prefix: string, id: string): string | null {
  if (!ID.test(id) || !id.startsWith(`${prefix}_`)) return null;
  const hex = Buffer.from(id.slice(PREFIX_LENGTH), 'base64url').toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The three letters that name the kind; whatever stands there when the id is none. */
export function prefixOf(id: string): string {
  return id.slice(0, PREFIX_LENGTH - 1);
}
