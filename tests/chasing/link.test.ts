import { SignedLinks } from '../../src/features/chasing/signed-link.js';
import { PersonNames } from '../../src/features/identity/person-names.service.js';
import { DAY } from '../../src/platform/clock.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import type { TestHub } from '../support/hub.js';
import { until } from '../support/until.js';
import {
  aDueProvider,
  aReminder,
  chase,
  chasingOf,
  mailsTo,
  norfolk,
  post,
  remindingHub,
  stored,
  textOf,
} from './reminders.js';

let hub: TestHub;
remindingHub((started) => {
  hub = started;
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

  it('of one provider does not show or change those of another', async () => {
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

it('links are signed alike by every hub on the database', async () => {
  const { links } = chasingOf(hub);
  const others = new SignedLinks((await PersonNames.of(hub.database.pool)).keyFor('links of reminders'));
  const id = '0190aaaa-bbbb-7ccc-8ddd-eeeeffff0000';
  const token = links.sign('answer', id, 5_000_000);
  expect(others.open('answer', token, 4_999_000)).toEqual({ chaseId: id, hasExpired: false });
  expect(others.open('answer', token, 5_000_000)).toEqual({ chaseId: id, hasExpired: true });
  expect(others.open('stop', token, 0)).toBeNull();
});
