import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/project-root.js';
import { readSources } from './import-graph.js';
import { sqlIn } from './sql.js';

/** Where SQL is allowed outside repositories, each with the reason. */
const otherHomes = new Map([
  ['src/platform/database/', 'connections, transactions, the change log: what repositories are built on'],
  ['src/platform/graphql/executor.ts', 'graphql-jit, too, calls what it made a `query`'],
]);

const isHome = (path: string) =>
  path.endsWith('.repository.ts') || [...otherHomes.keys()].some((home) => path.startsWith(home));

const sources = readSources(projectRoot, 'src').map(({ path }) => ({
  path,
  sql: sqlIn(readFileSync(join(projectRoot, path), 'utf8')),
}));

describe('SQL', () => {
  it('is in repositories and nowhere else', () => {
    const astray = sources.filter(({ path, sql }) => sql.length > 0 && !isHome(path));
    expect(astray).toEqual([]);
  });

  it('stands wherever an exception is made for it', () => {
    const used = (home: string) => sources.some(({ path, sql }) => sql.length > 0 && path.startsWith(home));
    expect([...otherHomes.keys()].filter((home) => !used(home))).toEqual([]);
  });

  it.each([
    ['a statement', "const text = 'select id from provider';"],
    ['one in capitals', "const text = 'SELECT id FROM provider';"],
    ['one over several lines', 'const text = `\n  -- why\n  with found as (select 1) select * from found`;'],
    ['one with variables', `const text = \`update \${table} t set name = $1\`;`],
    ['one that keeps rows away', "const text = 'delete from offering_site';"],
    ['one that adds rows', "const text = 'insert into site (id) values (1)';"],
    ['a setting', "const text = 'set local work_mem = 1';"],
    ['a condition', `const where = (alias: string) => \`\${alias}.state = any($2)\`;`],
    ['a condition without parameters', "const where = 'p.merged_at is null';"],
    ['an order', 'const order = `order by name collate "C"`;'],
    ['a statement that is sent', 'await pool.query(statement);'],
    ['one that is built', 'await db.createQueryBuilder().delete().execute();'],
    ['one of a generator', 'class A { @Check(`(select 1) = 1`) a: string; }'],
  ])('is seen: %s', (_, text) => {
    expect(sqlIn(text)).not.toEqual([]);
  });

  it.each([
    ["import { Select } from 'select from';"],
    ["const description = 'With evidence of any of these kinds, where this is not null.';"],
    ["const description = 'Select those that are open, in the order by which they came.';"],
    [`const word = 'update'; const operation = \`create \${word}\`;`],
    ["text.replace(/(a)/, '$1 has an invalid value.');"],
    ["const sentence = 'is from someone who has set a limit';"],
  ])('is not taken for what is none: %s', (text) => {
    expect(sqlIn(text)).toEqual([]);
  });
});
