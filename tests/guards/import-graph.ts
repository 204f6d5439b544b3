import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path/posix';
import { parseSync } from '@swc/core';

/** What a source file says of its surroundings; paths are relative to the project's root. */
export interface Source {
  readonly path: string;
  readonly lines: number;
  /** Project files (`src/app.ts`) and packages (`typeorm`) that it imports in any way, type-only included. */
  readonly imports: readonly string[];
  readonly hasDefaultExport: boolean;
}

/** Every TypeScript file below a folder of the project, by path. */
export function readSources(root: string, folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name.replaceAll('\\', '/')))
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));
}

/** Reads one file; `path` is what its relative imports start from. */
export function parseSource(path: string, text: string): Source {
  const module = parseSync(text, { syntax: 'typescript', decorators: true });
  const named = [...importedNames(module)].map((name) => (name.startsWith('.') ? target(path, name) : name));
  return {
    path,
    lines: text.split('\n').length - 1,
    imports: [...new Set(named)],
    hasDefaultExport: module.body.some((item) => item.type.startsWith('ExportDefault')),
  };
}

/** A cycle of imports as the list of its files, the first one again at the end; null when there is none. */
export function findCycle(sources: readonly Pick<Source, 'path' | 'imports'>[]): string[] | null {
  const importsOf = new Map(sources.map(({ path, imports }) => [path, imports]));
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] | null => {
    const at = trail.indexOf(path);
    if (at >= 0) return [...trail.slice(at), path];
    if (finished.has(path)) return null;
    for (const next of importsOf.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle) return cycle;
    }
    finished.add(path);
    return null;
  };
  for (const { path } of sources) {
    const cycle = visit(path, []);
    if (cycle) return cycle;
  }
  return null;
}

/** The file an import means: `./b.js` of `src/a.ts` is `src/b.ts`. */
function target(from: string, name: string): string {
  return join(from, '..', name).replace(/\.js$/, '.ts');
}

/** Import and export statements, `import()` and `import('x').T`, wherever they stand. */
function* importedNames(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return;
  const { type, source, argument, callee, arguments: given } = node as Syntax;
  const imported =
    type === 'TsImportType' ? argument : callee?.type === 'Import' ? given?.[0]?.expression : source;
  if (imported?.type === 'StringLiteral') yield imported.value;
  for (const inner of Object.values(node)) yield* importedNames(inner);
}

/** What matters of a node of swc's syntax tree. */
interface Syntax {
  readonly type?: string;
  readonly source?: Literal;
  readonly argument?: Literal;
  readonly callee?: { readonly type: string };
  readonly arguments?: readonly { readonly expression: Literal }[];
}
interface Literal {
  readonly type: string;
  readonly value: string;
}
