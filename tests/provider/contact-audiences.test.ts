import { randomUUID } from 'node:crypto';
import type { Actor } from '../../src/features/identity/actor.js';
import { type Role, roles } from '../../src/features/identity/permissions.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { aProvider } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

let hub: TestHub;
let graph: Graph;
let provider: Provider;
let other: Provider;
askedHub(async (...started) => {
  [hub, graph] = started;
  [provider, other] = [await aProvider(hub), await aProvider(hub)];
  for (const { id } of [provider, other]) {
    for (const audience of ['PUBLIC', 'SCHOOL', 'COMMISSIONER']) {
      await hub.database.pool.query(
        `insert into provider_contact (id, provider_id, role, audience, email) values ($1, $2, 'REFERRALS', $3, $4)`,
        [randomUUID(), id, audience, `${audience.toLowerCase()}@example.org`],
      );
    }
  }
  await hub.feed.sync();
});

const audiences = ['PUBLIC', 'SCHOOL', 'COMMISSIONER'] as const;
const everyRole = Object.keys(roles) as Role[];

async function shown(actor: Actor, of: Provider, audience?: string): Promise<string[]> {
  const { data, errors } = await graph.ask<{
    provider: { contacts: { audience: string; role: string; version: number; email: string }[] };
  }>(
    actor,
    `query ($id: ID!, $audience: ContactAudience) {
      provider(by: { id: $id }) { contacts(audience: $audience) { audience role version email } } }`,
    { id: encodeId('prv', of.id), audience },
  );
  expect(errors).toBeUndefined();
  for (const contact of data.provider.contacts) {
    const email = `${contact.audience.toLowerCase()}@example.org`;
    expect(contact).toEqual({ audience: contact.audience, role: 'REFERRALS', version: 1, email });
  }
  return data.provider.contacts.map((contact) => contact.audience);
}

/** Who is shown whose contacts, by role: those of a provider that is not their own. */
const table: Readonly<Record<Role, readonly string[]>> = {
  public: ['PUBLIC'],
  school: ['PUBLIC', 'SCHOOL'],
  partner: ['PUBLIC', 'SCHOOL'],
  provider_editor: ['PUBLIC'],
  commissioner: ['PUBLIC', 'SCHOOL', 'COMMISSIONER'],
  quality_officer: ['PUBLIC', 'SCHOOL', 'COMMISSIONER'],
  administrator: ['PUBLIC', 'SCHOOL', 'COMMISSIONER'],
};

describe('the contacts of a provider', () => {
  it.each(everyRole)('are shown to a %s by their audience', async (role) => {
    const actor = anActor(role, { localAuthorities: ['926'], providers: [other.id] });
    expect(await shown(actor, provider)).toEqual(table[role]);
    for (const audience of audiences) {
      expect(await shown(actor, provider, audience)).toEqual(table[role].filter((one) => one === audience));
    }
  });

  it('are all shown to its own editor, and to nobody else’s', async () => {
    const editor = anActor('provider_editor', { providers: [other.id] });
    expect(await shown(editor, other)).toEqual(audiences);
    expect(await shown(editor, other, 'COMMISSIONER')).toEqual(['COMMISSIONER']);
    expect(await shown(editor, provider, 'COMMISSIONER')).toEqual([]);
  });

  it('are for commissioners of any local authority, who place pupils with it too', async () => {
    expect(await shown(anActor('commissioner', { localAuthorities: ['935'] }), provider)).toEqual(audiences);
  });

  it('for schools can be set, read with their version, and changed at it', async () => {
    const editor = anActor('provider_editor', { providers: [provider.id] });
    const { data } = await graph.ask<{ contactSet: { contact: object; userErrors: object[] } }>(
      editor,
      `mutation ($id: ID!) { contactSet(provider: $id, version: 1,
        input: { role: REFERRALS, audience: SCHOOL, email: "office@example.org" }) {
          contact { role audience version email } userErrors { message } } }`,
      { id: encodeId('prv', provider.id) },
    );
    const now = { role: 'REFERRALS', audience: 'SCHOOL', version: 2, email: 'office@example.org' };
    expect(data.contactSet).toEqual({ contact: now, userErrors: [] });
    const read = await graph.ask<{ provider: { contacts: object[] } }>(
      anActor('school'),
      `query ($id: ID!) { provider(by: { id: $id }) { contacts(audience: SCHOOL) { role audience version email } } }`,
      { id: encodeId('prv', provider.id) },
    );
    expect(read.data.provider.contacts).toEqual([now]);
  });
});
