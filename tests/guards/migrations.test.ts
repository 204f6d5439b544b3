import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { migrate } from '../../src/platform/database/data-source.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { open, sqlFiles } from '../../src/start/database.js';
import {
  type Migration,
  migrationFiles,
  readMigration,
  readMigrations,
} from '../../src/start/migration-files.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { catalogOf } from './catalog.js';

let database: TestDatabase;
let source: DataSource;
let migrations: Migration[];

beforeAll(async () => {
  migrations = await readMigrations();
  database = await createTestDatabase();
  await database.pool.query('drop schema public cascade; create schema public');
  source = await open(database.ownerUrl, 3);
});

afterAll(async () => {
  await source.destroy();
  await database.drop();
});

describe('migrations', () => {
  it('lead up, down and up again: down leaves what up found, and up builds the same both times', async () => {
    const found: string[][] = [];
    for (const migration of migrations) {
      found.push(await catalogOf(database.pool));
      await run(migration, 'up');
    }
    const built = await catalogOf(database.pool);
    expect(built.length).toBeGreaterThan(100);

    for (const [at, migration] of [...migrations.entries()].reverse()) {
      await run(migration, 'down');
      expect([migration.name, await catalogOf(database.pool)]).toEqual([migration.name, found[at]]);
    }

    expect((await source.runMigrations()).map(({ name }) => name)).toEqual(
      migrations.map(({ name }) => name),
    );
    expect(await catalogOf(database.pool)).toEqual(built);
    expect(await migrate(source, sqlFiles())).toEqual([]);
  });

  it('are found in the order of their numbers, each alone in a file that has its name', async () => {
    const wanted = readdirSync(join(projectRoot, 'migrations')).flatMap(
      (file) => /^(\d{13})-[a-z-]+\.ts$/.exec(file)?.[1] ?? [],
    );
    expect(migrations.map(({ name }) => name.slice(-13))).toEqual(wanted.sort());
    expect(migrations.map(({ name }) => name).slice(0, 2)).toEqual([
      'Vocabulary1764000000001',
      'Places1764000000002',
    ]);
  });

  it('are refused by name when a file is stray, is misnamed or has the number of another', async () => {
    await expect(readMigration('notes.ts')).rejects.toThrow('The name of migrations/notes.ts is wrong');
    expect(migrationFiles(['7-b.ts', 'functions', '6-c.ts'])).toEqual(['6-c.ts', '7-b.ts']);
    expect(() => migrationFiles(['7-b.ts', '7-a.ts'])).toThrow(
      'migrations/7-a.ts and 7-b.ts have the same number.',
    );
  });

  it('make no function, trigger or view since these have files of their own', () => {
    const files = readdirSync(join(projectRoot, 'migrations')).filter((file) => file.endsWith('.ts'));
    const later = files.filter((file) => file >= '1764000000033');
    const makes = later.filter((file) =>
      /\bcreate\s+(or\s+replace\s+)?(constraint\s+)?(function|procedure|trigger|(materialized\s+)?view)\b|\bfollow_(table|in_bulk)\b/i.test(
        readFileSync(join(projectRoot, 'migrations', file), 'utf8'),
      ),
    );
    expect(makes).toEqual([]);
  });
});

describe('the catalogue', () => {
  it.each([
    'create table left_over (id integer primary key)',
    'alter table provider add column left_over text',
    'alter table provider alter column description drop default',
    'alter table provider drop constraint provider_identity',
    'create index left_over on provider (website)',
    `create function left_over() returns integer language sql as 'select 1'`,
    "create type left_over as enum ('A')",
    'create sequence left_over',
    'create view left_over as select 1 as one',
    'create schema left_over',
    'alter table provider disable trigger provider_changed',
  ])('notices: %s', async (statement) => {
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      const before = await catalogOf(client);
      await client.query(statement);
      expect(await catalogOf(client)).not.toEqual(before);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});

async function run(migration: Migration, direction: 'up' | 'down'): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    await runner.startTransaction();
    await new migration()[direction](runner);
    await runner.commitTransaction();
  } finally {
    await runner.release();
  }
}
