/** The embedded Postgres cannot be used. The message is one or two plain sentences for an operator. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** The solution that always works. It ends every message that has no more specific one. */
export const OWN_POSTGRES = 'set DATABASE_URL to a Postgres of your own';

const PLAIN_WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission was denied',
  EPERM: 'permission was denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many files are open',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file is in the way of a folder',
};

/** The operating system's code of a failure (`EACCES`), or undefined if it has none. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** Any failure in a data folder, in words for an operator. The original error is the `cause`. */
export function explain(error: unknown, dataDir: string): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error;
  const { message = String(error), path } = Object(error) as Partial<NodeJS.ErrnoException>;
  const known = PLAIN_WORDS[codeOf(error) ?? ''];
  const reason = known ? `${known}${path ? ` (${path})` : ''}` : message.replace(/\.$/, '');
  return new EmbeddedPostgresError(
    `The embedded Postgres in ${dataDir} cannot be used: ${reason}. ` +
      `Correct that, choose another folder with DATA_DIR, or ${OWN_POSTGRES}.`,
    { cause: error },
  );
}
