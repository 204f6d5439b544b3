import { DAY } from '../../src/platform/clock.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import {
  aDueProvider,
  aReminder,
  chase,
  linksIn,
  mailsTo,
  norfolk,
  PUBLIC,
  post,
  remindingHub,
  stored,
  textOf,
} from './reminders.js';

let hub: TestHub;
remindingHub((started) => {
  hub = started;
});

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
    await post(linksIn(hub, mail!).answer, {
      'answer-0': answer,
      'places-0': answer === 'changed' ? '3' : '',
    });
    expect(await stored(hub, vacancies[0]!)).toMatchObject({ ...expected, version: 2 });
  });

  it.each([
    [{}, 'Choose an answer for at least one vacancy'],
    [{ 'answer-0': 'perhaps' }, 'Choose an answer for at least one vacancy'],
    [{ 'answer-0': 'changed' }, 'Enter the number of places for Forge 1, from 0 to 200'],
    [{ 'answer-0': 'still', 'places-0': '9' }, 'For Forge 1, choose “The number has changed”'],
    [{ 'places-0': '9' }, 'For Forge 1, choose “The number has changed”'],
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

describe('forms', () => {
  it('are taken by the pages alone: the graph takes none', async () => {
    const response = await post(`${hub.address}/graphql`, { query: '{ __typename }' });
    expect(response.status).toBe(415);
  });

  it('have the same limit as other bodies', async () => {
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
