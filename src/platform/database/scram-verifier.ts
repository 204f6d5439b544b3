import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** The number of iterations that Postgres uses by default. */
const ITERATIONS = 4096;

/** Spaces beyond ASCII (RFC 3454, table C.1.2), and the characters that are removed from a password (table B.1). */
const SPACES = /[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000]/g;
const LEFT_OUT = /\u00AD|\u034F|\u1806|[\u180B-\u180D]|\u200C|\u200D|\u2060|[\uFE00-\uFE0F]|\uFEFF/g;

/**
 * What Postgres stores for a password (SCRAM-SHA-256: RFC 5803, RFC 5802). It is sent in place of the password: the server may log
 * statements, and the verifier is of no use to anyone who reads it there.
 */
export function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(prepared(password), salt, ITERATIONS, 32, 'sha256');
  const keyed = (name: string) => createHmac('sha256', salted).update(name).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest();
  const [saltText, storedText, serverText] = [salt, stored, keyed('Server Key')].map((bytes) =>
    bytes.toString('base64'),
  );
  return `SCRAM-SHA-256$${ITERATIONS}:${saltText}$${storedText}:${serverText}`;
}

/** A password in the form that Postgres and its clients use (SASLprep, RFC 4013). */
function prepared(password: string): string {
  return password.replace(SPACES, ' ').replace(LEFT_OUT, '').normalize('NFKC');
}
