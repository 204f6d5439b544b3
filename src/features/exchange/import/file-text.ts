import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { ImportProblem, printable } from './import-problem.js';

/** The text of a table, and the character between its fields. */
export interface FileText {
  /** Without carriage returns, so that each line end counts once. */
  readonly text: AsyncIterable<string>;
  /** The same with them, and as bytes where these are ASCII: much less work for files of plain rows. */
  readonly plain: AsyncIterable<Buffer | string>;
  readonly delimiter: ',' | ';' | '\t';
}

/** A line of a table is shorter. */
const LONGEST_LINE_BYTES = 1_000_000;
const HEAD_BYTES = 65_536;
const LINE_FEED = 10;
/** How `.xlsx` (a zip) and `.xls` begin. */
const WORKBOOKS = ['PK\x03\x04', '\xd0\xcf\x11\xe0'];

/**
 * Opens a table as people save it: UTF-8 with or without its mark, windows-1252, or UTF-16; with commas, semicolons or tabs.
 * A byte that does not stand for a character becomes U+FFFD.
 * @throws ImportProblem if it is a workbook, or if its lines end in a carriage return alone.
 */
export async function openText(content: AsyncIterable<Buffer>, name: string): Promise<FileText> {
  const chunks = content[Symbol.asyncIterator]();
  const head = await headOf(chunks);
  const wide = wideEncoding(head);
  const all = following(head, chunks);
  const text: AsyncGenerator<Buffer | string> = wide ? decoded(all, wide) : ofLines(all);
  const first: Buffer | string = (await text.next()).value ?? '';
  const [line = ''] = first.toString('latin1').split('\n', 1);
  const problem = isWorkbook(head) ? workbook(name) : endsOldLines(line) ? oldLineEnds(name) : null;
  if (problem) {
    await text.return(undefined);
    throw problem;
  }
  const plain = following(first, text);
  return { plain, text: withoutReturns(plain), delimiter: delimiterOf(line) };
}

/** Whether there are carriage returns in the first line, other than those of its own line end. */
function endsOldLines(line: string): boolean {
  let end = line.length;
  while (line[end - 1] === '\r') end--;
  return line.slice(0, end).includes('\r');
}

/** The first bytes: at least the first line, unless it is very long. */
async function headOf(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (!head.includes(LINE_FEED) && head.length < HEAD_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

async function* following<T>(first: T, rest: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** UTF-16, by its mark, or by the zero byte that each letter of a plain first line then has. */
function wideEncoding(head: Buffer): 'utf-16le' | 'utf-16be' | null {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (head.length < 4) return null;
  if (first !== 0 && second === 0 && head[2] !== 0 && head[3] === 0) return 'utf-16le';
  return first === 0 && second !== 0 && head[2] === 0 && head[3] !== 0 ? 'utf-16be' : null;
}

async function* decoded(content: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding);
  for await (const chunk of content) yield decoder.write(chunk);
  yield decoder.end() ?? '';
}

/** Decodes whole lines, because each line can be judged by itself: people paste lines of one file into another. */
async function* ofLines(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer | string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of content) {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end === 0) {
      rest = Buffer.concat([rest, chunk]);
      if (rest.length <= LONGEST_LINE_BYTES) continue;
      yield block(rest); // what reads the lines says what is wrong with such a long one
      rest = Buffer.alloc(0);
      continue;
    }
    yield block(rest.length === 0 ? chunk.subarray(0, end) : Buffer.concat([rest, chunk.subarray(0, end)]));
    rest = chunk.subarray(end);
  }
  yield block(rest);
}

function block(bytes: Buffer): Buffer | string {
  if (isAscii(bytes)) return bytes;
  let text = '';
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, from);
    const line = bytes.subarray(from, end < 0 ? bytes.length : end + 1);
    text += decodedLine(line);
    from += line.length;
  }
  return text;
}

/**
 * In UTF-8 these letters (Ɓ to ʯ) are two bytes that in windows-1252 are a capital with an accent and a quotation mark or dash, as
 * in "ANDRÉ’S". No name of a school or street in Britain has such a letter.
 */
const UNLIKELY = /[\u0180-\u02af]/;

function decodedLine(line: Buffer): string {
  if (isAscii(line)) return line.toString('latin1');
  if (isUtf8(line)) {
    const text = line.toString('utf8');
    if (!UNLIKELY.test(text)) return text;
  }
  return iconv.decode(line, 'windows-1252', { stripBOM: false });
}

async function* withoutReturns(content: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  for await (const text of content) yield text.toString('latin1').replaceAll('\r', '');
}

/** The character that is most frequent between the fields of the first line. */
function delimiterOf(line: string): ',' | ';' | '\t' {
  const counts = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && Object.hasOwn(counts, character)) counts[character as ',']++;
  }
  if (counts['\t'] > Math.max(counts[','], counts[';'])) return '\t';
  return counts[';'] > counts[','] ? ';' : ',';
}

function isWorkbook(head: Buffer): boolean {
  return WORKBOOKS.includes(head.toString('latin1', 0, 4));
}

/** The problem with a file that a spreadsheet program saved in its own form. */
export function workbook(name: string): ImportProblem {
  return new ImportProblem(
    `${printable(name)} is a workbook of a spreadsheet program, not a CSV file. Save it as CSV UTF-8, and import that.`,
  );
}

/** Whether an archive with such a member is a workbook. */
export function isPartOfWorkbook(member: string): boolean {
  return /(?:^|[ /])xl\/workbook\./.test(member);
}

function oldLineEnds(name: string): ImportProblem {
  return new ImportProblem(
    `The lines of ${printable(name)} end in a carriage return alone, as old programs write them, so no row can be read. ` +
      'Nothing was changed. Save the file as CSV UTF-8, and import that.',
  );
}
