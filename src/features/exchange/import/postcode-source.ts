import { parse as parseSync } from 'csv-parse/sync';
import { ImportProblem, printable } from './import-problem.js';
import { acceptedProducts, type PostcodeLayout, recogniseProduct } from './postcode-products.js';
import { entriesOf, type SourceEntry, type SourceFile, sourceFiles } from './source-entries.js';

/** What a path was found to hold. */
export interface PostcodeSource {
  readonly product: string;
  /** The files that hold something to read, and which of their entries, with how to read them. */
  readonly files: readonly {
    readonly file: SourceFile;
    readonly layouts: ReadonlyMap<string, PostcodeLayout>;
  }[];
  /** Names of the entries that are not read. */
  readonly ignored: readonly string[];
}

/**
 * Looks at the first row of everything at a path, before anything is imported.
 * @throws ImportProblem when nothing is recognised, or more than one product; the signal's reason.
 */
export async function recogniseSource(path: string, signal: AbortSignal): Promise<PostcodeSource> {
  const ignored: string[] = [];
  const files: { file: SourceFile; layouts: Map<string, PostcodeLayout> }[] = [];
  for (const file of await sourceFiles(path)) {
    const layouts = new Map<string, PostcodeLayout>();
    for await (const entry of entriesOf(file, () => signal.throwIfAborted())) {
      const layout = await layoutOf(entry);
      if (layout) layouts.set(entry.name, layout);
      else ignored.push(entry.name);
    }
    files.push({ file, layouts });
  }
  const names = files.flatMap(({ layouts }) => [...layouts.keys()]);
  for (const name of splitCopies(names)) {
    ignored.push(name);
    for (const { layouts } of files) layouts.delete(name);
  }
  const products = new Set(
    files.flatMap(({ layouts }) => [...layouts.values()].map((layout) => layout.product)),
  );
  const [product] = products;
  if (!product) throw nothingRecognised(path, ignored);
  if (products.size > 1) {
    throw new ImportProblem(
      `${printable(path)} holds ${[...products].sort().join(' and ')}. Import one at a time.`,
    );
  }
  return { product, files: files.filter(({ layouts }) => layouts.size > 0), ignored };
}

function nothingRecognised(path: string, ignored: readonly string[]): ImportProblem {
  const [first = path, ...others] = ignored;
  const found = others.length > 0 ? `${printable(first)} and ${others.length} more` : printable(first);
  return new ImportProblem(
    `No postcodes were recognised in ${printable(path)} (looked at ${found}). ` +
      `Give ${acceptedProducts}: a CSV file as published, a folder of them, or the zip or tar.gz they came in.`,
  );
}

const HEAD_BYTES = 65_536;

async function layoutOf(entry: SourceEntry): Promise<PostcodeLayout | null> {
  const head = await firstLines(entry.content);
  try {
    const [first, second] = parseSync(head, { bom: true, relax_column_count: true });
    const layout = first ? recogniseProduct(first, entry.name) : null;
    return layout?.hasHeader && !second ? null : layout; // a list of column names, not a product
  } catch {
    return null; // not CSV
  }
}

/** The first two lines of a text; nothing of a file that has none. */
async function firstLines(content: AsyncIterable<Buffer>): Promise<string> {
  let head = Buffer.alloc(0);
  for await (const chunk of content) {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\n', head.indexOf('\n') + 1);
    if (end > head.indexOf('\n')) return head.toString('utf8', 0, end + 1);
    if (head.length > HEAD_BYTES) return '';
  }
  return head.toString('utf8');
}

/**
 * The ONS adds the same rows split by postcode area: ONSPD_NOV_2025_UK.csv comes with ONSPD_NOV_2025_UK_AB.csv and
 * so on. Where the whole is there, its parts are not read.
 */
function splitCopies(names: readonly string[]): string[] {
  const stemOf = (name: string) => name.replace(/^.*[/\\]/, '').replace(/\.csv$/i, '');
  const stems = new Set(names.map(stemOf));
  return names.filter((name) => {
    const whole = /^(.+)_[A-Z]{1,2}$/i.exec(stemOf(name))?.[1];
    return whole !== undefined && stems.has(whole);
  });
}
