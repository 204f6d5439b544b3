import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** A value that COPY can store in a column here. */
export type CopyValue = string | number | null;

const ESCAPED: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A line in COPY's text format, with its line end. */
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
 * Streams lines into a table with COPY, no faster than the table takes them.
 * @throws any error of the source, the signal's abort, or the error from Postgres. The transaction cannot be used after that.
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
