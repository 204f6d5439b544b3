import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/project-root.js';

/** Files and folders in which time may pass, each with the reason. Elsewhere tests wait for what they need to be so. */
const maySleep = new Map([
  ['support/until.ts', 'it is where tests wait for a condition'],
  ['bench/', 'measures over a time'],
  ['mutants/', 'ends a process that does not end by itself'],
  ['trials/', 'keep hubs under load for a time'],
  ['platform/search/failover/describe-failover-under-load.ts', 'people who search and write, with pauses'],
  ['platform/search/failover/written-register.ts', 'a follower that looks again and again'],
  ['platform/search/failover/scripted-engine.ts', 'an engine that is slow when told so'],
  ['platform/search/failover/trust.test.ts', 'a writer that writes all the time, with pauses'],
  ['platform/database/changes/order.test.ts', 'transactions and readers, each at a pace of its own'],
  [
    'platform/database/changes/connection.test.ts',
    'closes at several moments while a connection is being made',
  ],
  ['platform/database/durability.test.ts', 'ends a writer that does not end by itself'],
  ['platform/embedded/hub-process.ts', 'a program that takes a while to end'],
  ['platform/graphql/kitchen-sink.ts', 'a field that takes as long as is asked for'],
  ['platform/http/connections.test.ts', 'clients that send and read slowly'],
  ['process/start.test.ts', 'signals that come one after the other'],
  ['platform/database/locked-table.test.ts', 'a statement of a known length, for comparison'],
  ['platform/database/trouble.test.ts', 'a statement that is ended before its time'],
  ['memory/as-of.test.ts', 'instants that differ by milliseconds'],
  ['memory/entry-as-of.test.ts', 'instants that differ by milliseconds'],
]);
const SLEEPS = /(?<!jest\.)\bsetTimeout\(|\btimers\/promises\b|\bpg_sleep\(/;

/** What is random and cannot be repeated; names of things that must not meet (`randomUUID`) are not data. */
const RANDOM = /\bMath\.random\b|\brandom\(\)|\brandomInt\b|\brandomBytes\b|\bgetRandomValues\b/;
const mayBeRandom = new Map([
  ['support/global-setup.js', 'it chooses the seed of a run'],
  ['bench/', 'fills tables that are too large for a difference to matter'],
]);

const files = readdirSync(join(projectRoot, 'tests'), { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.m?[jt]s$/.test(file) && file !== 'guards/repeatability.test.ts')
  .map((file) => ({ file, text: readFileSync(join(projectRoot, 'tests', file), 'utf8') }));

/** The entry of a list that a file is, or lies in. */
const entryOf = (list: ReadonlyMap<string, string>, file: string) =>
  [...list.keys()].find((entry) => (entry.endsWith('/') ? file.startsWith(entry) : file === entry));

describe.each([
  ['sleep', SLEEPS, maySleep],
  ['are random', RANDOM, mayBeRandom],
])('the files that %s', (_, pattern, list) => {
  const found = files.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

  it('are on the list', () => {
    expect(found.filter((file) => !entryOf(list, file))).toEqual([]);
  });

  it('are all that is on the list', () => {
    const used = new Set(found.map((file) => entryOf(list, file)));
    expect([...list.keys()].filter((entry) => !used.has(entry))).toEqual([]);
  });
});

describe('the patterns', () => {
  it.each([
    `import { setTimeout as sleep } from 'node:timers/promises';`,
    'await new Promise((resolve) => setTimeout(resolve, 20));',
    'select pg_sleep(3)',
  ])('find what sleeps in: %s', (text) => expect(text).toMatch(SLEEPS));

  it('take the limit of a file for no sleep', () => expect('jest.setTimeout(300_000)').not.toMatch(SLEEPS));

  it.each(['Math.random() * 5', 'const { random } = Math; random()', 'order by random()', 'randomInt(9)'])(
    'find what is random in: %s',
    (text) => expect(text).toMatch(RANDOM),
  );
});

describe('a run', () => {
  it('has a seed', () => {
    expect(Number(process.env.TEST_SEED)).toBeGreaterThanOrEqual(0);
  });
});
