/** The embedded Postgres cannot be used; the message is one or two plain sentences for an operator. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** The way out that always exists; ends every message for which there is no nearer one. */
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

/** The operating system's code of a failure (`EACCES`), or undefined where it has none. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** Any failure around a data folder in an operator's words; the original stays as `cause`. */
export function explain(error: unknown, dataDir: string): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error;
  const { message = String(error), path } = Object(error) as Partial<NodeJS.ErrnoException>;
  const known = PLAIN_WORDS[codeOf(error) ?? ''];
  const reason = known ? `${known}${path ? ` (${path})` : ''}` : message.replace(/\.$/, '');
  return new EmbeddedPostgresError(
    `The embedded Postgres in ${dataDir} cannot be used: ${reason}. ` +
      `Put that right, choose another folder with DATA_DIR, or ${OWN_POSTGRES}.`,
    { cause: error },
  );
}
