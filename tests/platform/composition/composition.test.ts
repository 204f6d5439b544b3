import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSchema, printSchema } from 'graphql';
import { features } from '../../../src/app.js';
import { graphParts, withNeeds } from '../../../src/platform/composition/composition.js';
import { feature } from '../../../src/platform/composition/feature.js';
import { Setting, settingsFrom } from '../../../src/platform/composition/setting.js';
import { Slot } from '../../../src/platform/composition/slot.js';
import { buildGraph } from '../../../src/platform/graphql/schema.js';
import { projectRoot } from '../../../src/platform/project-root.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

jest.setTimeout(300_000);

describe('a feature that is added by one folder and one line', () => {
  let database: TestDatabase;
  let toy: { readonly whole: unknown; readonly said: Readonly<Record<string, string>> };
  beforeAll(async () => {
    database = await createTestDatabase();
    await database.pool.query(`
      create table toy (id uuid primary key, name text not null);
      insert into toy values ('019acb1e-6f4b-7bcb-8bd4-3d5e6c1f2a10', 'Kite');
      grant select on toy to public`);
    const program = join(projectRoot, 'dist/tests/platform/composition/toy/toy-hub.js');
    const { stdout } = await promisify(execFile)(process.execPath, [program, database.url]);
    toy = JSON.parse(stdout);
  });
  afterAll(() => database.drop());

  it('is in the graph, on the web server, among jobs and commands, and where others let it in', () => {
    expect(toy.whole).toEqual({
      toys: ['Kite'],
      node: { __typename: 'Toy' },
      route: { status: 200, body: [{ id: expect.any(String), name: 'Kite' }] },
      job: 1,
      slot: 0, // nothing is listed there
      command: 'Kite\n',
    });
  });

  it('is refused with a name when a part of it is left out or is there twice', () => {
    expect(toy.said).toEqual({
      'no entity': 'Toy is an entity, but no feature lists it.',
      'no resolver class': 'ToyResolver is composed, but no feature lists it among its resolvers.',
      'no resolver instance': 'ToyResolver is listed among resolvers, but no feature composes it.',
      'a need that is not listed': 'The feature "toy" needs "elsewhere", which is not listed before it.',
      'a name that is there': 'There are two features called "place".',
      'ids that are taken': 'Ids of Toy and of Provider both begin with "prv".',
      'a job that is there': 'There are two jobs called "toys seen". Give one of them another name.',
      'a route that is there': 'There are two routes for GET /toys.',
      'a slot that is filled late':
        'The slot "followers of the search index" is filled too late: the hub has started.',
    });
  });
});

describe('the list of features', () => {
  it('names before each all that it needs', () => {
    const listed = new Set<unknown>();
    for (const one of features) {
      for (const needed of Object.values(one.needs))
        expect([one.name, listed.has(needed)]).toEqual([one.name, true]);
      listed.add(one);
    }
  });

  it('gives a command no more than it needs', () => {
    const names = withNeeds(features, features.find(({ name }) => name === 'identity')!).map(
      ({ name }) => name,
    );
    expect(names).toEqual(['privacy', 'place', 'identity']);
  });

  it('makes a graph without a database, in which each kind of node is because a feature names it', async () => {
    const schema = await buildGraph(graphParts(features));
    expect(buildSchema(printSchema(schema)).getType('Vacancy')).toBeDefined();
    const some = withNeeds(features, features.find(({ name }) => name === 'identity')!);
    const smaller = await buildGraph(graphParts(some));
    expect([smaller.getType('ApiClient'), smaller.getType('Vacancy')]).toEqual([
      expect.anything(),
      undefined,
    ]);
  });
});

describe('a setting', () => {
  const size = new Setting('size', 3);

  it('has its usual value unless it is set, once', () => {
    expect(settingsFrom([])(size)).toBe(3);
    expect(settingsFrom([size.to(4)])(size)).toBe(4);
    expect(() => settingsFrom([size.to(4), size.to(5)])).toThrow('The setting "size" is set twice.');
  });
});

describe('a slot', () => {
  it('is the same list before and after it is filled, until it is sealed', () => {
    const slot = new Slot<number>('numbers');
    const { all } = slot;
    slot.fill(1);
    slot.fill(2);
    slot.seal();
    expect(all).toEqual([1, 2]);
    expect(() => slot.fill(3)).toThrow('filled too late');
  });
});

it('a feature has nothing but what it says', () => {
  const empty = feature({ name: 'empty', needs: {}, compose: () => ({ gives: null }) });
  expect(empty).toMatchObject({ entities: [], resolvers: [], types: [], oneOf: [] });
});
