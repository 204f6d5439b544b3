import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationInterface } from 'typeorm';
import { projectRoot } from '../platform/project-root.js';

/** A migration as TypeORM takes it. */
export type Migration = new () => MigrationInterface;

const FOLDER = join(projectRoot, 'migrations');

/**
 * Every migration, oldest first: the files of `migrations/` in the order of their numbers. The source files decide
 * which exist, because `dist` keeps the compiled form of files that have been removed.
 * @throws Error naming a file that is not a migration.
 */
export async function readMigrations(): Promise<Migration[]> {
  return Promise.all(migrationFiles(readdirSync(FOLDER)).map(readMigration));
}

/**
 * The files of a folder that should be migrations, by number.
 * @throws Error for two with the same number.
 */
export function migrationFiles(names: readonly string[]): string[] {
  const files = names.filter((name) => name.endsWith('.ts')).sort();
  files.forEach((file, at) => {
    const before = files[at - 1];
    if (before?.split('-')[0] === file.split('-')[0])
      throw new Error(`migrations/${before} and ${file} have the same number.`);
  });
  return files;
}

/**
 * What a file of `migrations/` exports: `1764000000003-open-places.ts` exports the class `OpenPlaces1764000000003`, and
 * nothing else.
 */
export async function readMigration(file: string): Promise<Migration> {
  const [, number, words = ''] = /^(\d{13})-([a-z-]+)\.ts$/.exec(file) ?? [];
  if (!number)
    throw new Error(`The name of migrations/${file} is wrong. Use a name like 1764000000003-open-places.ts.`);
  const name = words.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase()) + number;
  const exported = await import(`../../migrations/${file.replace(/ts$/, 'js')}`);
  if (Object.keys(exported).join() !== name)
    throw new Error(`migrations/${file} exports ${Object.keys(exported)}. It must export only ${name}.`);
  return exported[name];
}
