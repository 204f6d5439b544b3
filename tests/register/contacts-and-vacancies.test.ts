import type { Actor } from '../../src/features/identity/actor.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aVacancy } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

const DAY = 86_400_000;

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

interface Answers {
  readonly [mutation: string]: {
    readonly userErrors: readonly { code: string; field: string[] | null }[];
  } & Record<string, unknown>;
}

describe('contacts', () => {
  const set = async (actor: Actor, provider: string, input: object, version?: number) => {
    const { data, errors } = await graph.ask<Answers>(
      actor,
      `mutation ($provider: ID!, $input: ContactSetInput!, $version: Int) { contactSet(provider: $provider, input: $input, version: $version) {
        contact { role email version } userErrors { code field message } } }`,
      { provider, input, version },
    );
    return { ...data?.contactSet, errors };
  };
  const referrals = { role: 'REFERRALS', audience: 'PUBLIC', email: 'referrals@wherry.example' };

  it('are set and removed by the provider, one for each role and audience, and shown at once', async () => {
    const { id } = await aProvider(hub);
    const provider = encodeId('prv', id);
    const editor = anActor('provider_editor', { providers: [id] });
    expect(await set(editor, provider, referrals)).toMatchObject({ contact: { version: 1 }, userErrors: [] });
    expect(await set(editor, provider, { ...referrals, email: 'enquiries@wherry.example' })).toMatchObject({
      contact: null,
      userErrors: [{ code: 'CONFLICT' }],
    });
    const changed = { ...referrals, email: 'office@wherry.example' };
    expect(await set(editor, provider, changed, 1)).toMatchObject({ contact: { version: 2 } });
    const shown = async () => {
      const { data } = await hub.query<{ provider: { contacts: object[] } }>(
        'query ($id: ID!) { provider(by: { id: $id }) { contacts { role email } } }',
        { id: provider },
      );
      return data.provider.contacts;
    };
    expect(await shown()).toEqual([{ role: 'REFERRALS', email: 'office@wherry.example' }]);
    const remove = `mutation ($id: ID!, $version: Int!) {
      contactRemove(provider: $id, role: REFERRALS, audience: PUBLIC, version: $version) { contact { email } userErrors { code } } }`;
    const late = await graph.ask<Answers>(editor, remove, { id: provider, version: 1 });
    expect(late.data.contactRemove).toEqual({ contact: null, userErrors: [{ code: 'CONFLICT' }] });
    await graph.ask<Answers>(editor, remove, { id: provider, version: 2 });
    expect(await shown()).toEqual([]);
  });

  it('need a mailbox or a telephone number, and a writer', async () => {
    const provider = encodeId('prv', (await aProvider(hub)).id);
    expect(await set(commissioner, provider, { ...referrals, email: null })).toMatchObject({
      userErrors: [{ code: 'INVALID', field: ['input', 'email'] }],
    });
    expect((await set(anActor('school'), provider, referrals)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
  });
});

describe('a mailbox of a contact', () => {
  let provider: string;
  beforeAll(async () => {
    const { id } = await aProvider(hub, { name: 'Broadside Boatyard', legalName: 'Wherry Lane Trust CIC' });
    provider = encodeId('prv', id);
  });
  let version: number | undefined;
  const set = async (audience: string, email: string, more: object = {}) => {
    const { data } = await graph.ask<Answers>(
      commissioner,
      `mutation ($provider: ID!, $input: ContactSetInput!, $version: Int) { contactSet(provider: $provider, input: $input, version: $version) {
        contact { version } userErrors { code field message } } }`,
      { provider, input: { role: 'REFERRALS', audience, email, ...more }, version },
    );
    const { contact, userErrors } = data.contactSet as unknown as {
      contact: { version: number } | null;
      userErrors: { code: string; field: string[]; message: string }[];
    };
    version = contact?.version ?? version;
    return userErrors;
  };
  const person = (message: string) => [
    { code: 'PERSONAL_DATA', field: ['input', 'email'], message: expect.stringContaining(message) },
  ];

  it.each(['PUBLIC', 'SCHOOL', 'COMMISSIONER'])(
    'for %s is that of a role or the organisation',
    async (audience) => {
      version = undefined;
      for (const local of ['referrals', 'broadside', 'wherrylane', 'Norwich.Admissions', 'bb', 'office+ap']) {
        expect([local, await set(audience, `${local}@broadside.example`)]).toEqual([local, []]);
      }
    },
  );

  it('for the public is never that of a person, whatever the input says, and the reason does not repeat it', async () => {
    version = undefined;
    for (const local of ['jane.smith', 'j.smith', 'jane', 'jsmith', 'patterson', 'jane.office']) {
      for (const more of [{}, { namedPerson: true }]) {
        const problems = await set('PUBLIC', `${local}@broadside.example`, more);
        expect([local, problems]).toEqual([
          local,
          person('the public would see it. Give the mailbox of a role'),
        ]);
        expect(problems[0]?.message).not.toContain(local);
      }
    }
  });

  it('for schools and commissioners is that of a person only when that is said, and then on record', async () => {
    for (const audience of ['SCHOOL', 'COMMISSIONER']) {
      await hub.database.pool.query('delete from provider_contact');
      version = undefined;
      for (const local of ['jane.smith', 'j.smith', 'jane', 'smith.j']) {
        const email = `${local}@broadside.example`;
        expect([local, await set(audience, email)]).toEqual([local, person('set namedPerson to true')]);
        expect([local, await set(audience, email, { namedPerson: true })]).toEqual([local, []]);
      }
      expect(await set(audience, 'patterson@broadside.example')).toEqual([]);
      const { rows } = await hub.database.pool.query<{ reason: string | null }>(
        `select reason from change where table_name = 'provider_contact' and operation <> 'DELETE' order by id desc limit 2`,
      );
      expect(rows.map(({ reason }) => reason)).toEqual([
        null,
        'The mailbox of a named person, who knows that it is shown.',
      ]);
    }
  });

  it('may be left out for a telephone number, which has no such rule', async () => {
    await hub.database.pool.query('delete from provider_contact');
    version = undefined;
    const { data } = await graph.ask<Answers>(
      commissioner,
      `mutation ($provider: ID!) { contactSet(provider: $provider, input: { role: ENQUIRIES, audience: PUBLIC, telephone: "01603 123456" }) {
        contact { telephone } userErrors { code } } }`,
      { provider },
    );
    expect(data.contactSet).toEqual({ contact: { telephone: '01603 123456' }, userErrors: [] });
  });

  it('is hidden from users who cannot write there', async () => {
    const { data, errors } = await graph.ask<Answers>(
      anActor('provider_editor', { providers: [(await aProvider(hub)).id] }),
      `mutation ($provider: ID!) { contactSet(provider: $provider, input: { role: ENQUIRIES, audience: PUBLIC, email: "jane@a.example" }) {
        userErrors { code } } }`,
      { provider },
    );
    expect([data, errors]).toMatchObject([null, [{ extensions: { code: 'FORBIDDEN' } }]]);
  });
});

describe('vacancies', () => {
  it('are stated once for a key, changed, and confirmed by the provider: open in search again', async () => {
    const provider = await aProvider(hub);
    const offering = await anOffering(hub, provider, { title: 'Confirmed again' });
    const editor = anActor('provider_editor', { providers: [provider.id] });
    const input = {
      offering: encodeId('off', offering.id),
      state: 'CAPACITY',
      placesAvailable: 2,
      unit: 'FTE',
      availableFrom: '2026-11-30',
      minYear: 7,
      maxYear: 9,
    };
    const create = async () => {
      const { data } = await graph.ask<Answers>(
        editor,
        `mutation ($input: VacancyCreateInput!) { vacancyCreate(input: $input, confirmedForDays: 7, idempotencyKey: "v") {
          vacancy { id version freshness } userErrors { code } } }`,
        { input },
      );
      return data.vacancyCreate!.vacancy as { id: string; version: number; freshness: string };
    };
    const vacancy = await create();
    expect(await create()).toEqual(vacancy);
    expect(vacancy).toMatchObject({ version: 1, freshness: 'CONFIRMED' });
    hub.clock.pass(7 * DAY);
    const open = async () => {
      const { data } = await hub.query<{ search: { totalCount: number } }>(
        '{ search(text: "confirmed again", filter: { vacancy: { availableBy: "2027-01-05" } }) { totalCount } }',
      );
      return data.search.totalCount;
    };
    expect(await open()).toBe(0);
    const confirm = (version: number, days = 28) =>
      graph.ask<Answers>(
        editor,
        `mutation ($id: ID!, $version: Int!, $days: Int!) {
          vacancyConfirm(id: $id, version: $version, placesAvailable: 1, confirmedForDays: $days) {
            vacancy { placesAvailable confirmedAt expiresAt freshness } userErrors { code field } } }`,
        { id: vacancy.id, version, days },
      );
    const now = hub.clock.now();
    expect((await confirm(1)).data.vacancyConfirm).toEqual({
      vacancy: {
        placesAvailable: 1,
        confirmedAt: new Date(now).toISOString(),
        expiresAt: new Date(now + 28 * DAY).toISOString(),
        freshness: 'CONFIRMED',
      },
      userErrors: [],
    });
    expect(await open()).toBe(1);
    expect((await confirm(1)).data.vacancyConfirm).toMatchObject({ userErrors: [{ code: 'CONFLICT' }] });
    expect((await confirm(2, 181)).data.vacancyConfirm).toMatchObject({
      userErrors: [{ code: 'INVALID', field: ['confirmedForDays'] }],
    });
  });

  it('are not for another provider to change, whose change leaves them as they were', async () => {
    const vacancy = await aVacancy(hub, await anOffering(hub, await aProvider(hub)));
    const stranger = anActor('provider_editor', { providers: [(await aProvider(hub)).id] });
    const { errors } = await graph.ask(
      stranger,
      `mutation ($id: ID!) { vacancyUpdate(id: $id, version: 1, input: { placesAvailable: 9 }) { userErrors { code } } }`,
      { id: encodeId('vac', vacancy.id) },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', permission: 'entry.write' } }]);
    expect(await hub.vacancies.get(vacancy.id)).toMatchObject({ placesAvailable: 2, version: 1 });
  });
});
