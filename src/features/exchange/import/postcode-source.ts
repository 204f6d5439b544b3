import { isPartOfWorkbook, workbook } from './file-text.js';
import { firstRows } from './first-rows.js';
import { ImportProblem, printable } from './import-problem.js';
import { acceptedProducts, type PostcodeLayout, recogniseProduct } from './postcode-products.js';
import { entriesOf, type SourceEntry, type SourceFile, sourceFiles } from './source-entries.js';

/** What was found at a path. */
export interface PostcodeSource {
  readonly product: string;
  /** The files with something to read, and how to read each entry of them. */
  readonly files: readonly {
    readonly file: SourceFile;
    readonly layouts: ReadonlyMap<string, PostcodeLayout>;
  }[];
  /** The names of entries that are not read. */
  readonly ignored: readonly string[];
}

/**
 * Reads the first row of every file at a path, before anything is imported.
 * @throws ImportProblem if no product is recognised, or more than one; the signal's reason.
 */
export async function recogniseSource(path: string, signal: AbortSignal): Promise<PostcodeSource> {
  const ignored: string[] = [];
  let problem: ImportProblem | undefined;
  const files: { file: SourceFile; layouts: Map<string, PostcodeLayout> }[] = [];
  for (const file of await sourceFiles(path)) {
    const layouts = new Map<string, PostcodeLayout>();
    for await (const entry of entriesOf(file, () => signal.throwIfAborted())) {
      const layout = await layoutOf(entry).catch((error: unknown) => {
        if (!(error instanceof ImportProblem)) throw error;
        problem ??= error;
        return null;
      });
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
  if (!product) throw problem ?? nothingRecognised(path, ignored);
  if (products.size > 1) {
    throw new ImportProblem(
      `${printable(path)} contains ${[...products].sort().join(' and ')}. Import one product at a time.`,
    );
  }
  return { product, files: files.filter(({ layouts }) => layouts.size > 0), ignored };
}

function nothingRecognised(path: string, ignored: readonly string[]): ImportProblem {
  if (ignored.some((name) => isPartOfWorkbook(name))) return workbook(path);
  const [first = path, ...others] = ignored;
  const found = others.length > 0 ? `${printable(first)} and ${others.length} more` : printable(first);
  return new ImportProblem(
    `No postcodes were found in ${printable(path)} (looked at ${found}). ` +
      `Give ${acceptedProducts}: a CSV file as it is published, a folder of them, or the zip or tar.gz they came in.`,
  );
}

async function layoutOf(entry: SourceEntry): Promise<PostcodeLayout | null> {
  const [first, second] = await firstRows(entry);
  const layout = first ? recogniseProduct(first, entry.name) : null;
  return layout?.hasHeader && !second ? null : layout; // a list of column names, not a product
}

/**
 * The ONS also provides the same rows split by postcode area: ONSPD_NOV_2025_UK.csv comes with ONSPD_NOV_2025_UK_AB.csv and so on.
 * If the whole file is there, its parts are not read.
 */
function splitCopies(names: readonly string[]): string[] {
  const stemOf = (name: string) => name.replace(/^.*[/\\]/, '').replace(/\.csv$/i, '');
  const stems = new Set(names.map(stemOf));
  return names.filter((name) => {
    const whole = /^(.+)_[A-Z]{1,2}$/i.exec(stemOf(name))?.[1];
    return whole !== undefined && stems.has(whole);
  });
}
