import { randomUUID } from 'node:crypto';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import { aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
let provider: Provider;
beforeAll(async () => {
  hub = await startTestHub();
  provider = await aProvider(hub, { urn: '199501' });
});
afterAll(() => hub.stop());

async function addContact(
  role: string,
  audience: string,
  email: string | null,
  telephone: string | null = null,
) {
  await hub.database.pool.query(
    `insert into provider_contact (id, provider_id, role, audience, email, telephone) values ($1, $2, $3, $4, $5, $6)`,
    [randomUUID(), provider.id, role, audience, email, telephone],
  );
  await hub.feed.sync();
}
async function contacts(): Promise<unknown> {
  const { data, errors } = await hub.query<{ provider: { contacts: unknown } }>(
    '{ provider(by: { urn: "199501" }) { contacts { role email telephone } } }',
  );
  expect(errors).toBeUndefined();
  return data.provider.contacts;
}

describe("a provider's contacts", () => {
  it('are none at first', async () => {
    expect(await contacts()).toEqual([]);
  });

  it('are those for everybody, by role; those for schools and commissioners are not shown', async () => {
    await addContact('REFERRALS', 'PUBLIC', 'referrals@example.org');
    await addContact('ENQUIRIES', 'PUBLIC', null, '01603 000000');
    await addContact('REFERRALS', 'SCHOOL', 'schools-only@example.org');
    await addContact('SAFEGUARDING', 'COMMISSIONER', 'commissioners-only@example.org');
    expect(await contacts()).toEqual([
      { role: 'ENQUIRIES', email: null, telephone: '01603 000000' },
      { role: 'REFERRALS', email: 'referrals@example.org', telephone: null },
    ]);
  });

  it('disappear at once when they are no longer for everybody', async () => {
    await hub.database.pool.query(
      `update provider_contact set audience = 'COMMISSIONER' where email = 'referrals@example.org'`,
    );
    await hub.feed.sync();
    expect(await contacts()).toEqual([{ role: 'ENQUIRIES', email: null, telephone: '01603 000000' }]);
    await hub.database.pool.query('delete from provider_contact where provider_id = $1', [provider.id]);
    await hub.feed.sync();
    expect(await contacts()).toEqual([]);
  });

  it('are an email or a telephone at least, and one for a role and an audience', async () => {
    await expect(addContact('FINANCE', 'PUBLIC', null)).rejects.toThrow('check');
    await addContact('FINANCE', 'PUBLIC', 'finance@example.org');
    await expect(addContact('FINANCE', 'PUBLIC', 'other@example.org')).rejects.toThrow('unique');
  });
});
