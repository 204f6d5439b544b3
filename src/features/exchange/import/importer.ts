import type pg from 'pg';
import type { ImportControl } from './import-control.js';

/** The options that an operator gave, by their names in the program: "--dry-run" is `dryRun`. */
export type Flags = Readonly<Record<string, string | true | undefined>>;

/** A kind of data that can be imported, with everything that `import <name>` says and does. */
export interface Importer {
  readonly name: string;
  /** Shown in the list of commands. */
  readonly summary: string;
  /** What it reads, what it writes, and when it fails. */
  readonly description: string;
  /** The file to read, as `<name>`, and what it can be. */
  readonly argument: readonly [string, string];
  /** Options as commander writes them, and what each one does. */
  readonly options?: readonly (readonly [string, string])[];
  /** Command lines, and what each one does. */
  readonly examples: readonly (readonly [string, string])[];
  /** Imports all of a file or nothing. Returns the report for the operator. @throws ImportProblem, ImportInterrupted. */
  run(pool: pg.Pool, path: string, flags: Flags, control: ImportControl): Promise<string>;
}
