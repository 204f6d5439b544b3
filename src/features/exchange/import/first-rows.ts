import { parse as parseSync } from 'csv-parse/sync';
import { openText } from './file-text.js';
import type { SourceEntry } from './source-entries.js';

const HEAD_LENGTH = 65_536;

/** The first two rows of an entry, whatever their length. None if it is not CSV. @throws ImportProblem if it is a workbook. */
export async function firstRows(entry: SourceEntry): Promise<string[][]> {
  const { text, delimiter } = await openText(entry.content, entry.name);
  const head = await firstLines(text);
  try {
    return parseSync(head, { bom: true, relax_column_count: true, delimiter });
  } catch {
    return []; // not CSV
  }
}

/** The first two lines of a text; empty if the file does not have lines. */
async function firstLines(content: AsyncIterable<string>): Promise<string> {
  let head = '';
  for await (const text of content) {
    head += text;
    const end = head.indexOf('\n', head.indexOf('\n') + 1);
    if (end > head.indexOf('\n')) return head.slice(0, end + 1);
    if (head.length > HEAD_LENGTH) return '';
  }
  return head;
}
