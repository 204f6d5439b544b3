import { SignedLinks } from '../../src/features/chasing/signed-link.js';
import { PersonNames } from '../../src/features/identity/person-names.service.js';
import { DAY } from '../../src/platform/clock.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { until } from '../support/until.js';
import {
  aDueProvider,
  aReminder,
  chase,
  chasingOf,
  linksIn,
  mailsTo,
  norfolk,
  PUBLIC,
  post,
  stored,
} from './reminders.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(undefined, {}, { PUBLIC_URL: PUBLIC });
});
afterAll(() => hub.stop());

const textOf = async (url: string) => (await fetch(url)).text();

describe('the page behind the link', () => {
  it('shows each vacancy with three answers, runs no script and is kept nowhere', async () => {
    const { links, provider } = await aReminder(hub, { vacancies: 2, name: 'Forge <b>&' });
    const response = await fetch(links.answer);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page.match(/<fieldset/g)).toHaveLength(2);
    expect(page.match(/type="radio"/g)).toHaveLength(6);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).toContain(`Forge &#60;b&#62;&#38;`);
    expect(page).not.toContain(provider.name);
    expect(page).not.toMatch(/<script|style=|onclick/);
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
  });

  it('changes nothing when it is opened, however often and by whomever', async () => {
    const { links, vacancies } = await aReminder(hub, { vacancies: 2 });
    const before = (await hub.database.pool.query('select count(*) n from change_commit')).rows[0].n;
    for (const method of ['GET', 'HEAD']) {
      for (const url of [links.answer, links.stop]) expect((await fetch(url, { method })).status).toBe(200);
    }
    expect((await hub.database.pool.query('select count(*) n from change_commit')).rows[0].n).toBe(before);
    expect((await stored(hub, vacancies[0]!)).version).toBe(1);
  });

  it('takes each kind of answer, leaves out what was not answered, and says so in the history', async () => {
    const { links, vacancies, id } = await aReminder(hub, { vacancies: 4 });
    hub.clock.pass(DAY);
    const response = await post(links.answer, {
      'answer-0': 'still',
      'answer-1': 'changed',
      'places-1': ' 7 ',
      'places-0': '9',
      'answer-2': 'none',
    });
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain('Thank you');
    const now = new Date(hub.clock.now());
    const rows = await Promise.all(vacancies.map((one) => stored(hub, one)));
    expect(rows[0]).toMatchObject({ state: 'CAPACITY', places_available: 2, confirmed_at: now, version: 2 });
    expect(rows[1]).toMatchObject({ state: 'CAPACITY', places_available: 7, confirmed_at: now });
    expect(rows[2]).toMatchObject({ state: 'NO_CAPACITY', places_available: 0, confirmed_at: now });
    expect(rows[3]).toMatchObject({ version: 1 });
    const ask = await norfolk(hub);
    const { data } = await ask<{ history: { nodes: { actor: string; source?: string }[] } }>(
      `{ history(id: "${encodeId('vac', vacancies[0]!.id)}", first: 5) { nodes { actor } } }`,
    );
    expect(data.history.nodes.map(({ actor }) => actor)).toContainEqual(
      expect.stringMatching(/^provider, by mailed link [0-9a-f-]{36}$/),
    );
    expect(id).toMatch(/^prv_/);
  });

  it.each([
    ['WAITLIST', 0, 'none', { state: 'WAITLIST', places_available: 0 }],
    ['ASSESSMENT_REQUIRED', 2, 'none', { state: 'ASSESSMENT_REQUIRED', places_available: 0 }],
    ['NO_CAPACITY', 0, 'changed', { state: 'CAPACITY', places_available: 3 }],
    ['NO_CAPACITY', 0, 'none', { state: 'NO_CAPACITY', places_available: 0 }],
    ['NO_CAPACITY', 0, 'still', { state: 'NO_CAPACITY', places_available: 0 }],
  ])('of a vacancy in the state %s with %i places takes %s', async (state, places, answer, expected) => {
    const { provider, vacancies } = await aDueProvider(hub);
    await hub.database.pool.query('update vacancy set state = $2, places_available = $3 where id = $1', [
      vacancies[0]!.id,
      state,
      places,
    ]);
    await chase(hub);
    const [mail] = await mailsTo(hub, provider);
    await post(linksIn(hub, mail!).answer, { 'answer-0': answer, 'places-0': '3' });
    expect(await stored(hub, vacancies[0]!)).toMatchObject({ ...expected, version: 2 });
  });

  it.each([
    [{}, 'Choose an answer for at least one vacancy'],
    [{ 'answer-0': 'perhaps' }, 'Choose an answer for at least one vacancy'],
    [{ 'answer-0': 'changed' }, 'Enter the number of places for Forge 1, from 0 to 200'],
    [{ 'answer-0': 'changed', 'places-0': '201' }, 'Enter the number of places'],
    [{ 'answer-0': 'changed', 'places-0': '-1' }, 'Enter the number of places'],
    [{ 'answer-0': 'changed', 'places-0': '"><b>1' }, 'Enter the number of places'],
    [
      { 'answer-0': 'changed', 'places-0': '1', 'answer-1': 'changed' },
      'Enter the number of places for Forge 2',
    ],
  ])('says of %j what is missing, and stores nothing', async (fields, message) => {
    const { links, vacancies } = await aReminder(hub, { vacancies: 2 });
    const response = await post(links.answer, fields as Record<string, string>);
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toMatch(/<title>Error: /);
    expect(page).toContain('There is a problem');
    expect(page).toContain(message);
    expect(page).not.toContain('<b>1');
    for (const [, id] of page.matchAll(/href="#([\w-]+)"/g)) expect(page).toContain(`id="${id}"`);
    expect((await stored(hub, vacancies[0]!)).version).toBe(1);
  });

  it('takes each vacancy once, by the version it asked about: after that it only shows it', async () => {
    const { links, vacancies } = await aReminder(hub, { vacancies: 2 });
    await post(links.answer, { 'answer-0': 'none' });
    expect(await textOf(links.answer)).toMatch(/Already answered[\s\S]*it now says no places/);
    await post(links.answer, { 'answer-0': 'changed', 'places-0': '9', 'answer-1': 'still' });
    expect(await stored(hub, vacancies[0]!)).toMatchObject({ state: 'NO_CAPACITY', version: 2 });
    expect(await stored(hub, vacancies[1]!)).toMatchObject({ version: 2 });
    expect(await textOf(links.answer)).toContain('There is nothing left to answer');
    const again = await post(links.answer, { 'answer-0': 'still' });
    expect(await again.text()).toContain('There is nothing left to answer');
    expect(await stored(hub, vacancies[0]!)).toMatchObject({ version: 2 });
  });

  it('takes one of two answers that come at once', async () => {
    const { links, vacancies } = await aReminder(hub);
    const pages = await Promise.all(
      [1, 2, 3, 4].map(async (n) =>
        (await post(links.answer, { 'answer-0': 'changed', 'places-0': `${n}` })).text(),
      ),
    );
    expect(pages.filter((page) => page.includes('Thank you'))).toHaveLength(1);
    expect((await stored(hub, vacancies[0]!)).version).toBe(2);
  });

  it('does not take an answer about what was changed since by someone else', async () => {
    const { links, vacancies } = await aReminder(hub);
    const { id, version } = vacancies[0]!;
    const ask = await norfolk(hub);
    await ask(
      `mutation { vacancyUpdate(id: "${encodeId('vac', id)}", version: ${version}, input: { placesAvailable: 1 }) { userErrors { message } } }`,
    );
    await post(links.answer, { 'answer-0': 'changed', 'places-0': '9' });
    expect(await stored(hub, vacancies[0]!)).toMatchObject({ places_available: 1, version: 2 });
  });
});

describe('a link', () => {
  const changed = (url: string, at: number) => {
    const to = url[at] === 'A' ? 'B' : 'A';
    return url.slice(0, at) + to + url.slice(at + 1);
  };

  it('that was altered anywhere leads nowhere', async () => {
    const { links, vacancies } = await aReminder(hub);
    const begin = links.answer.lastIndexOf('/') + 1;
    for (let at = begin; at < links.answer.length - 1; at += 5) {
      const altered = changed(links.answer, at);
      if (altered === links.answer) continue;
      expect([at, (await fetch(altered)).status]).toEqual([at, 404]);
      expect((await post(altered, { 'answer-0': 'none' })).status).toBe(404);
    }
    expect((await stored(hub, vacancies[0]!)).version).toBe(1);
  });

  it.each(['', 'x', 'a.b.c', '%00', 'A'.repeat(99), `${'A'.repeat(22)}.abc.${'A'.repeat(43)}`])(
    'that is made up leads nowhere: %j',
    async (token) => {
      const response = await fetch(`${hub.address}/vacancies/confirm/${token}`);
      expect([404]).toContain(response.status);
    },
  );

  it('works for its purpose alone', async () => {
    const { links } = await aReminder(hub);
    const token = links.answer.split('/').pop();
    expect((await fetch(`${hub.address}/vacancies/reminders/${token}`)).status).toBe(404);
    const stop = links.stop.split('/').pop();
    expect((await fetch(`${hub.address}/vacancies/confirm/${stop}`)).status).toBe(404);
  });

  it('expires', async () => {
    const { links, vacancies } = await aReminder(hub);
    hub.clock.pass(30 * DAY - 1_000);
    expect((await fetch(links.answer)).status).toBe(200);
    hub.clock.pass(1_000);
    const response = await post(links.answer, { 'answer-0': 'still' });
    expect([response.status, await response.text()]).toEqual([
      410,
      expect.stringContaining('This link has expired'),
    ]);
    expect((await stored(hub, vacancies[0]!)).version).toBe(1);
  });

  it('of one provider shows and changes nothing of another', async () => {
    const one = await aReminder(hub, { name: 'One forge' });
    const other = await aReminder(hub, { name: 'Other forge' });
    expect(await textOf(one.links.answer)).not.toContain('Other forge');
    await post(one.links.answer, { 'answer-0': 'none', 'answer-1': 'none' });
    expect((await stored(hub, other.vacancies[0]!)).version).toBe(1);
  });

  it('does not reach a vacancy that went to another provider', async () => {
    const { links, vacancies, provider } = await aReminder(hub);
    const other = await aDueProvider(hub, { daysAgo: 0 });
    await hub.database.pool.query(`update offering set provider_id = $2 where id = $1`, [
      vacancies[0]!.offeringId,
      other.provider.id,
    ]);
    expect(await textOf(links.answer)).toContain('There is nothing left to answer');
    await post(links.answer, { 'answer-0': 'none' });
    expect((await stored(hub, vacancies[0]!)).version).toBe(1);
    expect(provider.id).not.toBe(other.provider.id);
  });

  it('goes on for the provider that its own was merged into', async () => {
    const { links, vacancies, id } = await aReminder(hub);
    const into = await aDueProvider(hub, { daysAgo: 0, role: null });
    const ask = await norfolk(hub);
    const merged = await ask<{ providerMerge: { userErrors: unknown[] } }>(
      `mutation { providerMerge(from: "${id}", fromVersion: 1, into: "${into.id}", intoVersion: 1, reason: "The same.", take: []) { userErrors { message } } }`,
    );
    expect(merged.data.providerMerge.userErrors).toEqual([]);
    expect(await textOf(links.answer)).toContain(into.provider.name);
    await post(links.answer, { 'answer-0': 'changed', 'places-0': '5' });
    expect(await stored(hub, vacancies[0]!)).toMatchObject({ places_available: 5, version: 2 });
    expect((await stored(hub, into.vacancies[0]!)).version).toBe(1);
  });

  it('of a suspended provider still takes answers, as its editors may give them, and shows no one more', async () => {
    const { links, vacancies, provider } = await aReminder(hub);
    await hub.database.pool.query(`update provider set state = 'SUSPENDED' where id = $1`, [provider.id]);
    const page = await textOf(links.answer);
    expect(page).toContain('This page is from');
    await post(links.answer, { 'answer-0': 'still' });
    expect((await stored(hub, vacancies[0]!)).version).toBe(2);
    const { data } = await hub.query<{ vacancies: { nodes: { id: string }[] } }>(
      '{ vacancies(first: 100) { nodes { id } } }',
    );
    expect(data.vacancies.nodes.map(({ id }) => id)).not.toContain(encodeId('vac', vacancies[0]!.id));
  });

  it('of a withdrawn provider takes none', async () => {
    const { links, vacancies, provider } = await aReminder(hub);
    await hub.database.pool.query(`update provider set state = 'WITHDRAWN' where id = $1`, [provider.id]);
    const response = await post(links.answer, { 'answer-0': 'still' });
    expect(await response.text()).toContain('Not stored');
    expect((await stored(hub, vacancies[0]!)).version).toBe(1);
  });

  it('is in no log, nor is an address', async () => {
    const { links, mail } = await aReminder(hub);
    const before = hub.logged.length;
    await fetch(links.answer);
    await post(links.answer, { 'answer-0': 'still' });
    await fetch(`${links.answer}x`);
    await fetch(`${links.answer}/${'y'.repeat(200)}`);
    await until('the requests are logged', () => hub.logged.length >= before + 4);
    const lines = hub.logged.join('\n');
    expect(lines).toContain('/vacancies/confirm/:token');
    expect(lines).not.toContain(links.answer.split('/').pop());
    expect(lines).not.toContain(links.answer.split('/').pop()!.slice(0, 22));
    expect(lines).not.toContain(mail.recipient);
  });
});

describe('the link that stops reminders', () => {
  it('asks first, stops them by POST, and begins them again', async () => {
    const { links, provider } = await aReminder(hub);
    expect(await textOf(links.stop)).toContain('Stop these mails?');
    expect(await (await post(links.stop, { action: 'stop' })).text()).toContain(
      'You get no more of these mails',
    );
    hub.clock.pass(28 * DAY);
    await chase(hub);
    expect(await mailsTo(hub, provider)).toHaveLength(1);
    expect(await textOf(links.stop)).toContain('Send them again');
    await post(links.stop, { action: 'start' });
    await chase(hub);
    expect(await mailsTo(hub, provider)).toHaveLength(2);
  });

  it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=b'])(
    'stops them with one click of a mail program, sent as %s',
    async (type) => {
      const { links, provider } = await aReminder(hub);
      const body = type.startsWith('multi')
        ? '--b\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
        : 'List-Unsubscribe=One-Click';
      const response = await fetch(links.stop, { method: 'POST', headers: { 'content-type': type }, body });
      expect(response.status).toBe(200);
      const { rowCount } = await hub.database.pool.query(
        'select from chasing_opt_out where provider_id = $1',
        [provider.id],
      );
      expect(rowCount).toBe(1);
    },
  );

  it('works for a year', async () => {
    const { links } = await aReminder(hub);
    hub.clock.pass(364 * DAY);
    expect((await fetch(links.stop)).status).toBe(200);
    hub.clock.pass(DAY);
    expect((await fetch(links.stop)).status).toBe(410);
  });
});

describe('forms', () => {
  it('are taken by the pages alone: the graph takes none', async () => {
    const response = await post(`${hub.address}/graphql`, { query: '{ __typename }' });
    expect(response.status).toBe(415);
  });

  it('may be no larger than other bodies', async () => {
    const { links } = await aReminder(hub);
    expect((await post(links.answer, { big: 'x'.repeat(1_100_000) })).status).toBe(413);
  });

  it('pay from the budget of the network', async () => {
    const poor = await startTestHub(
      undefined,
      {},
      { PUBLIC_URL: PUBLIC, BUDGETS: 'true', BUDGET_PUBLIC: '1000' },
    );
    try {
      const { links } = await aReminder(poor);
      const statuses: number[] = [];
      for (let n = 0; n < 7; n++) statuses.push((await post(links.answer, {})).status);
      expect(statuses).toContain(429);
      const refused = await fetch(links.answer);
      expect([refused.status, refused.headers.get('content-type')]).toEqual([
        429,
        'text/html; charset=utf-8',
      ]);
      expect(refused.headers.get('retry-after')).not.toBeNull();
    } finally {
      await poor.stop();
    }
  });
});

it('links are signed alike by every hub on the database', async () => {
  const { links } = chasingOf(hub);
  const others = new SignedLinks((await PersonNames.of(hub.database.pool)).keyFor('links of reminders'));
  const id = '0190aaaa-bbbb-7ccc-8ddd-eeeeffff0000';
  const token = links.sign('answer', id, 5_000_000);
  expect(others.open('answer', token, 4_999_000)).toEqual({ chaseId: id, hasExpired: false });
  expect(others.open('answer', token, 5_000_000)).toEqual({ chaseId: id, hasExpired: true });
  expect(others.open('stop', token, 0)).toBeNull();
});
