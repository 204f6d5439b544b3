import { encodeId } from '../../src/platform/graphql/global-id.js';
import { commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { aProvider } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

const remove = async (provider: string, role: string, audience: string) => {
  const { data, errors } = await graph.ask<{ contactRemove: object }>(
    commissioner,
    `mutation ($provider: ID!, $role: ContactRole!, $audience: ContactAudience!) {
      contactRemove(provider: $provider, role: $role, audience: $audience, version: 1) {
        contact { telephone } userErrors { code } } }`,
    { provider, role, audience },
  );
  expect(errors).toBeUndefined();
  return data.contactRemove;
};

describe('a contact that is removed', () => {
  it('is the one of this provider, role and audience, and no other one', async () => {
    const [first, second] = [await aProvider(hub), await aProvider(hub)].map(({ id }) => encodeId('prv', id));
    const numbers: [string, string, string, string][] = [
      [first!, 'FINANCE', 'PUBLIC', '01603 100001'],
      [second!, 'FINANCE', 'PUBLIC', '01603 200001'],
      [second!, 'FINANCE', 'SCHOOL', '01603 200002'],
      [second!, 'ENQUIRIES', 'PUBLIC', '01603 200003'],
    ];
    for (const [provider, role, audience, telephone] of numbers) {
      const { data } = await graph.ask(
        commissioner,
        `mutation ($provider: ID!, $input: ContactSetInput!) {
          contactSet(provider: $provider, input: $input) { userErrors { message } } }`,
        { provider, input: { role, audience, telephone } },
      );
      expect(data).toEqual({ contactSet: { userErrors: [] } });
    }
    expect(await remove(second!, 'FINANCE', 'PUBLIC')).toEqual({
      contact: { telephone: '01603 200001' },
      userErrors: [],
    });
    for (const provider of [first, second]) {
      expect(await remove(provider!, 'ADMISSIONS', 'PUBLIC')).toEqual({
        contact: null,
        userErrors: [{ code: 'NOT_FOUND' }],
      });
    }
    const { rows } = await hub.database.pool.query('select telephone from provider_contact order by 1');
    expect(rows.map(({ telephone }) => telephone)).toEqual(['01603 100001', '01603 200002', '01603 200003']);
  });
});
