import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** What Postgres takes unless told otherwise. */
const ITERATIONS = 4096;

/**
 * What Postgres stores of a password (SCRAM-SHA-256: RFC 5803, RFC 5802), to be sent in its place: statements may be logged by the
 * server, and this is of no use to who reads it there.
 */
export function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, ITERATIONS, 32, 'sha256');
  const keyed = (name: string) => createHmac('sha256', salted).update(name).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest();
  const [saltText, storedText, serverText] = [salt, stored, keyed('Server Key')].map((bytes) =>
    bytes.toString('base64'),
  );
  return `SCRAM-SHA-256$${ITERATIONS}:${saltText}$${storedText}:${serverText}`;
}
