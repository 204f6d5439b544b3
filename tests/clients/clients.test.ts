import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { decodeId } from '../../src/platform/graphql/global-id.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { until } from '../support/until.js';
import { startApollo } from './apollo.js';
import { PAGE, pagedLists, type StartClient, type TestedClient } from './documents.js';
import { startGraphqlRequest } from './graphql-request.js';
import { startRelay } from './relay.js';
import { startUrql } from './urql.js';

const clients: readonly (readonly [name: string, start: StartClient])[] = [
  ['Apollo Client', startApollo],
  ['urql with graphcache', startUrql],
  ['Relay', startRelay],
  ['graphql-request', startGraphqlRequest],
];

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) => loadDemonstration(pool, '2026-11-23'));
});
afterAll(() => hub.stop());

describe.each(clients)('%s', (_, start) => {
  const warned: string[] = [];
  let client: TestedClient;
  beforeAll(async () => {
    // Where a store finds two things under one id, or no key for something, it says so here.
    for (const level of ['error', 'warn'] as const) {
      jest
        .spyOn(console, level)
        .mockImplementation((...said) => void warned.push(said.map(String).join(' ')));
    }
    client = await start(hub.address);
  });
  afterAll(() => {
    jest.restoreAllMocks();
  });

  it.each(pagedLists)('reads $field whole, each entry once', async (list) => {
    const { totalCount, edges, pageInfo } = await client.readWhole(list);
    expect(totalCount).toBeGreaterThan(2 * PAGE);
    expect(edges).toHaveLength(totalCount);
    expect(new Set(edges.map(({ node }) => JSON.stringify(node))).size).toBe(totalCount);
    expect(pageInfo.hasNextPage).toBe(false);
  });

  it('refetches an object by its id, and shows it so in the lists that hold it', async () => {
    const [list] = pagedLists;
    const { id } = (await client.stored(list!)).edges[2 * PAGE]!.node;
    const title = `Renamed while ${expect.getState().currentTestName}`.slice(0, 60);
    await hub.database.pool.query(`update offering set title = $2 where id = $1`, [
      decodeId('off', id),
      title,
    ]);
    // The hub's own copies follow what was written behind its back a moment later.
    await until('the new title is there', async () =>
      JSON.stringify(await client.refetch(id)).includes(title),
    );
    expect(await client.refetch(id)).toMatchObject({ node: { __typename: 'Offering', id, title } });
    const { edges } = await client.stored(list!);
    expect(edges.find(({ node }) => node.id === id)?.node.title).toBe(title);
  });

  it('shows what is wrong with a request, in userErrors', async () => {
    expect(await client.userError()).toBe('NOT_FOUND');
  });

  it('shows an error of a field, and one of the whole request', async () => {
    expect(await client.failure()).toMatchObject({ code: 'BAD_USER_INPUT' });
    const stranger = await start(hub.address, { authorization: 'Bearer nonsense' });
    expect(await stranger.failure()).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('finds no two objects under one id, and nothing else to warn about', () => {
    expect(warned).toEqual([]);
  });
});

describe('GET /schema.graphql', () => {
  it('is the schema that the clients were built with, also where documents of their own are refused', async () => {
    const closed = await startTestHub(undefined, undefined, { ARBITRARY_DOCUMENTS: 'nobody' });
    const served = await (await fetch(`${closed.address}/schema.graphql`)).text();
    await closed.stop();
    const kept = readFileSync(join(projectRoot, 'schema/schema.graphql'), 'utf8');
    expect(kept.endsWith(served)).toBe(true);
    expect(served.length).toBeGreaterThan(kept.length - 100);
  });
});

describe('GET /', () => {
  it('says what this is, and where its documentation is', async () => {
    const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
      version: string;
    };
    const index = (await (await fetch(hub.address)).json()) as { docs: Record<string, string> };
    expect(index).toMatchObject({ name: 'ap-hub', version, schema: '/schema.graphql', explorer: '/graphql' });
    for (const page of Object.values(index.docs)) expect(existsSync(join(projectRoot, page))).toBe(true);
  });
});
