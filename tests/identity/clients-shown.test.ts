import { randomUUID } from 'node:crypto';
import { Actor } from '../../src/features/identity/actor.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor } from '../support/actors.js';
import { type Ask, startTestHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
let administrator: Ask;
beforeAll(async () => {
  hub = await startTestHub();
  administrator = await hub.as('administrator');
});
afterAll(() => hub.stop());

async function aClientWithKeys(name: string, keys: number) {
  const made = await administrator<{ apiClientCreate: { apiClient: { id: string } } }>(
    'mutation ($name: String!) { apiClientCreate(input: { name: $name, role: SCHOOL }) { apiClient { id } } }',
    { name },
  );
  const client = made.data.apiClientCreate.apiClient.id;
  const ids: string[] = [];
  for (let i = 0; i < keys; i++) {
    const { data } = await administrator<{ apiKeyCreate: { issued: { apiKey: { id: string } } } }>(
      'mutation ($client: ID!) { apiKeyCreate(input: { client: $client, days: 30 }) { issued { apiKey { id } } } }',
      { client },
    );
    ids.push(data.apiKeyCreate.issued.apiKey.id);
  }
  return { name, keys: ids.sort() };
}

describe('clients that are listed together', () => {
  it('have each its own keys', async () => {
    const made = [await aClientWithKeys('First', 2), await aClientWithKeys('Second', 1)];
    const { data } = await administrator<{
      apiClients: { nodes: { name: string; keys: { id: string }[] }[] };
    }>('{ apiClients { nodes { name keys { id } } } }');
    const shown = data.apiClients.nodes.map(({ name, keys }) => ({
      name,
      keys: keys.map(({ id }) => id).sort(),
    }));
    expect(new Set(shown)).toEqual(new Set(made));
  });
});

describe('a client of schools', () => {
  it('is shown with them, and its key signs in for them alone', async () => {
    const { data } = await administrator<{ apiClientCreate: { apiClient: { id: string } } }>(
      `mutation { apiClientCreate(input: { name: "Two schools", role: PARTNER, schools: ["900001", "900002"] }) {
        apiClient { id schools } } }`,
    );
    expect(data.apiClientCreate.apiClient).toMatchObject({ schools: ['900001', '900002'] });
    const operator = new Actor('operator', ['administrator'], anActor('administrator').reach);
    const { key } = await hub.clients.issueKey(operator, { client: data.apiClientCreate.apiClient.id });
    const actor = await hub.keySignIn.actorOf(key);
    expect(actor.schoolsWithin('hold.place')).toEqual(['900001', '900002']);
  });

  it('is refused what is not a URN', async () => {
    const { data } = await administrator<{ apiClientCreate: object }>(
      `mutation { apiClientCreate(input: { name: "No school", role: SCHOOL, schools: ["926"] }) {
        userErrors { code } } }`,
    );
    expect(data.apiClientCreate).toEqual({ userErrors: [{ code: 'INVALID' }] });
  });
});

describe('a key that does not exist', () => {
  it.each([encodeId('key', randomUUID()), encodeId('prv', randomUUID()), 'key_none'])(
    '(%s) is not revoked: it is not found',
    async (id) => {
      const { data } = await administrator<{ apiKeyRevoke: object }>(
        'mutation ($id: ID!) { apiKeyRevoke(id: $id, reason: "Lost") { apiKey { prefix } userErrors { field code } } }',
        { id },
      );
      expect(data.apiKeyRevoke).toEqual({ apiKey: null, userErrors: [{ field: ['id'], code: 'NOT_FOUND' }] });
    },
  );
});

describe('clients and their keys', () => {
  it('are refused to everybody else by whatever reads them, not by the graph alone', async () => {
    const { clients } = hub;
    for (const actor of [anActor('public'), anActor('commissioner', { localAuthorities: ['926'] })]) {
      const reads = [
        async () => clients.byIds(actor, []),
        async () => clients.keysByIds(actor, []),
        async () => clients.count(actor),
        async () => clients.lastUse(actor, randomUUID()),
      ];
      for (const read of reads) await expect(read()).rejects.toMatchObject({ name: 'Forbidden' });
    }
  });
});
