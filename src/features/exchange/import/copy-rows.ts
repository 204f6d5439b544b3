import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** What COPY can store in a column here. */
export type CopyValue = string | number | null;

const ESCAPED: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line of COPY's text format, with its line end. */
export function copyLine(values: readonly CopyValue[]): string {
  return `${values.map(copyField).join('\t')}\n`;
}

function copyField(value: CopyValue): string {
  if (value === null) return '\\N';
  return typeof value === 'number'
    ? String(value)
    : value.replace(/[\\\n\r\t]/g, (character) => ESCAPED[character]!);
}

/**
 * Streams lines into a table through COPY, with back-pressure all the way to the source.
 * @throws whatever the source throws, the signal's abort, or Postgres' own error; the transaction is then void.
 */
export async function copyRows(
  db: pg.PoolClient,
  target: string,
  lines: AsyncIterable<string>,
  signal: AbortSignal,
): Promise<void> {
  const copy = db.query(copyFrom(`copy ${target} from stdin`));
  await pipeline(Readable.from(lines), copy, { signal });
}
