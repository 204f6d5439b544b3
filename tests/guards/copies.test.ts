import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { ChangeReader } from '../../src/platform/database/changes/change.js';
import { ChangeFeed } from '../../src/platform/database/changes/change-feed.js';
import { type CacheRule, EntityCache } from '../../src/platform/database/entity-cache.js';
import { type FiguresRule, KeptFigures } from '../../src/platform/database/kept-figures.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { aChange } from '../support/changes.js';
import { startTestHub, type TestHub } from '../support/hub.js';

/** Tables that a copy is made of and need not follow, each with the reason. */
const excused: Readonly<Record<string, string>> = {
  'duplicates: duplicate_pair': 'it is the copy',
  'duplicates: name_form': 'a reader that it never overtakes computes it from names, which it follows',
  'forms of names: name_form': 'it is the copy',
  'search index embedded: code':
    'documents and match facts hold codes as they are; what a code is called is asked of the lists',
};
/** Built from lists in memory, in addition to what is read. */
const MADE_OF_LISTS = ['search index embedded', 'suggestions', 'gazetteer'];
/** So many are made by a hub: all of them must be looked at. */
const FIGURES_MADE = 8;

let hub: TestHub;
const caches = new Map<CacheRule<object>, EntityCache<object>>();
const figures = new Set<FiguresRule>();
const readers = new Map<string, ChangeReader>();
/** By name, the tables that a function of the database reads. */
let functions: Map<string, Set<string>>;
let tables: string[];
/** What readers know a table by that is replaced in bulk. */
let bulkNames: Map<string, string>;

beforeAll(async () => {
  const patched = [
    patch(EntityCache.prototype, 'reset', (cache) =>
      caches.set((cache as never as { rule: never }).rule, cache),
    ),
    patch(KeptFigures.prototype, 'catchUp', (kept) => figures.add((kept as never as { rule: never }).rule)),
    patch(ChangeFeed.prototype, 'read', (_, reader) =>
      readers.set((reader as ChangeReader).name, reader as never),
    ),
  ];
  hub = await startTestHub();
  const provider = await aProvider(hub);
  const site = await aSite(hub, provider);
  await aVacancy(hub, await anOffering(hub, provider, { siteIds: [site.id] }));
  await hub.query(
    '{ providers { totalCount } sites { totalCount } offerings { totalCount } vacancies { totalCount } }',
  );
  const administrator = await hub.as('administrator');
  await administrator(`{ register { totalCount } evidence { totalCount } qualityReviews { totalCount }
    inspections { totalCount } }`);
  for (const undo of patched) undo();
  await readDatabase();
});
afterAll(() => hub.stop());

/** Has a method told of, with what it belongs to and its first argument; answers how to undo that. */
function patch<P extends object>(
  prototype: P,
  name: keyof P,
  tell: (self: P, given: unknown) => void,
): () => void {
  const original = prototype[name] as (...given: unknown[]) => unknown;
  prototype[name] = function (this: P, ...given: unknown[]) {
    tell(this, given[0]);
    return original.apply(this, given);
  } as never;
  return () => {
    prototype[name] = original as never;
  };
}

async function readDatabase(): Promise<void> {
  const { pool } = hub.database;
  const named = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  tables = named.rows.map(({ name }) => name);
  const sources = await pool.query<{ name: string; source: string }>(
    `select proname as name, prosrc as source from pg_proc where pronamespace = 'public'::regnamespace and prokind = 'f'`,
  );
  functions = new Map();
  for (const { name, source } of sources.rows) functions.set(name, new Set(namedIn(source)));
  const bulk = await pool.query<{ table: string; definition: string }>(
    `select relname as table, pg_get_triggerdef(t.oid) as definition from pg_trigger t join pg_class c on c.oid = tgrelid
      where tgname like '%_bulk_insert'`,
  );
  bulkNames = new Map(
    bulk.rows.map(({ table, definition }) => [table, definition.match(/log_change\('(\w+)'\)/)![1]!]),
  );
}

function namedIn(sql: string): string[] {
  return [...sql.matchAll(/\b(?:from|join)\s+(\w+)/gi)]
    .map(([, name]) => name!)
    .filter((name) => tables.includes(name));
}

/** The tables that a statement reads, those that it reads through functions included. */
function tablesOf(sql: string): string[] {
  const called = [...functions].filter(([name]) => new RegExp(`\\b${name}\\(`).test(sql));
  return [...namedIn(sql), ...called.flatMap(([, read]) => [...read])];
}

/** Everything that is sent to Postgres during some work, except by what runs alongside it. */
async function sentDuring(work: () => unknown): Promise<string[]> {
  const { query } = pg.Client.prototype;
  const sent: string[] = [];
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [what] = given as [string | { text?: string }];
    sent.push(typeof what === 'string' ? what : (what.text ?? ''));
    return (query as (...given: unknown[]) => unknown).apply(this, given);
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return sent.filter((text) => !/change_commit|change_reader|clock_timestamp/.test(text));
}

/** What of the tables that a copy reads it does not follow. */
function missed(name: string, read: Iterable<string>, follows: (table: string) => boolean): string[] {
  return [...new Set(read)]
    .filter((table) => !follows(table) && !follows(bulkNames.get(table) ?? table))
    .map((table) => `${name}: ${table}`)
    .filter((one) => !(one in excused))
    .sort();
}

const changeIn = (table: string) =>
  aChange({ table, id: randomUUID(), parentId: randomUUID(), number: 1_000_000 });

/** Whether a reader does anything when it gets a change in a table. */
async function readerFollows(reader: ChangeReader): Promise<(table: string) => boolean> {
  const followed = new Set<string>();
  for (const table of new Set([...tables, ...bulkNames.values()])) {
    const sent = await sentDuring(() => reader.apply([changeIn(table)], new AbortController().signal));
    if (sent.length > 0) followed.add(table);
  }
  return (table) => followed.has(table);
}

describe('a copy follows every table that it is made of', () => {
  it('when it caches entities', async () => {
    const made = filesOfSource().flatMap((text) => text.match(/new EntityCache</g) ?? []).length;
    expect(caches.size).toBe(made);
    const all: string[] = [];
    for (const rule of caches.keys()) {
      const sent = await sentDuring(() => rule.load([randomUUID()]));
      expect(sent.flatMap(tablesOf)).not.toEqual([]);
      all.push(
        ...missed(rule.name, sent.flatMap(tablesOf), (table) => rule.staleAfter(changeIn(table)).length > 0),
      );
    }
    expect(all).toEqual([]);
  });

  it('when it keeps figures', () => {
    expect(figures.size).toBe(FIGURES_MADE);
    const all = [...figures].map((rule) =>
      missed(
        `${rule.name} figures`,
        tablesOf(rule.facts('true')),
        (table) => rule.touchedBy(changeIn(table)).length > 0,
      ),
    );
    expect(all.flat()).toEqual([]);
  });

  it.each(['lists', 'forms of names', 'search index embedded', 'suggestions', 'duplicates', 'gazetteer'])(
    'when it is %s',
    async (name) => {
      const reader = readers.get(name)!;
      const sent = await sentDuring(() => reader.reset(0, new AbortController().signal));
      const read = sent.flatMap(tablesOf);
      expect(new Set(read).size).toBeGreaterThan(1);
      if (MADE_OF_LISTS.includes(name)) {
        const lists = await sentDuring(() => readers.get('lists')!.reset(0, new AbortController().signal));
        read.push(...lists.flatMap(tablesOf));
      }
      expect(missed(name, read, await readerFollows(reader))).toEqual([]);
    },
  );

  it('and says so: what it declares is what it follows', async () => {
    const known = [...new Set([...tables, ...bulkNames.values()])].sort();
    const differing: string[] = [];
    const compare = (
      name: string,
      declared: readonly string[] | undefined,
      follows: (table: string) => boolean,
    ) => {
      const followed = known.filter(follows);
      if (String([...(declared ?? [])].sort()) !== String(followed)) differing.push(`${name}: ${followed}`);
    };
    for (const [rule, cache] of caches)
      compare(rule.name, cache.madeFrom, (table) => rule.staleAfter(changeIn(table)).length > 0);
    for (const rule of figures)
      compare(`${rule.name} figures`, rule.madeFrom, (table) => rule.touchedBy(changeIn(table)).length > 0);
    for (const [name, reader] of readers) {
      if (name !== 'caches') compare(name, reader.madeFrom, await readerFollows(reader));
    }
    expect(differing).toEqual([]);
  });

  it('and no reader is left out here', () => {
    const seen = [
      'lists',
      'forms of names',
      'caches',
      'search index embedded',
      'gazetteer',
      'suggestions',
      'duplicates',
    ];
    expect([...readers.keys()].sort()).toEqual(seen.sort());
  });
});

function filesOfSource(): string[] {
  const files = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(projectRoot, 'src', file), 'utf8'));
}
