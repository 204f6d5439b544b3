import { DAY } from '../../src/platform/clock.js';
import { escapeHtml } from '../../src/platform/html.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { aDueProvider, aMailbox, chase, mailsTo, norfolk, PUBLIC, stored } from './reminders.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(undefined, {}, { PUBLIC_URL: `${PUBLIC}/` });
});
afterAll(() => hub.stop());
beforeEach(async () => {
  await hub.database.pool.query('delete from vacancy');
});

const DUE = `query ($filter: ChasingDueFilter) { chasingDue(filter: $filter, first: 100) { totalCount nodes {
  state vacanciesDue dueSince timesChased lastChasedAt reach optedOutAt provider { id name } } } }`;
type Due = { chasingDue: { totalCount: number; nodes: Record<string, unknown>[] } };
const due = async (filter: object = {}) => {
  const ask = await norfolk(hub);
  const { data, errors } = await ask<Due>(DUE, { filter });
  expect(errors).toBeUndefined();
  return data.chasingDue.nodes;
};

describe('a provider', () => {
  it('is reminded 14 days after its confirmation, then every 28, three times, and then given up', async () => {
    const { provider, id } = await aDueProvider(hub, { daysAgo: 0 });
    const made: number[] = [];
    for (let day = 0; day <= 140; day++) {
      if ((await chase(hub)) === 1) made.push(day);
      hub.clock.pass(DAY);
    }
    expect(made).toEqual([14, 42, 70]);
    const mails = await mailsTo(hub, provider);
    expect(mails.map(({ subject }) => subject)).toEqual([
      'Norfolk: is your vacancy still true?',
      'Norfolk: is your vacancy still true? (reminder 2)',
      'Norfolk: is your vacancy still true? (reminder 3)',
    ]);
    expect(await due()).toMatchObject([
      { state: 'GAVE_UP', timesChased: 3, vacanciesDue: 1, reach: 'REACHABLE', provider: { id } },
    ]);
    expect(await due({ state: ['DUE', 'CHASED'] })).toEqual([]);
  }, 120_000);

  it('is shown with since when, how often and in which state', async () => {
    const { vacancies } = await aDueProvider(hub, { daysAgo: 20, vacancies: 2 });
    const since = new Date(hub.clock.now() - 6 * DAY).toISOString().slice(0, 10);
    expect(await due()).toMatchObject([
      { state: 'DUE', vacanciesDue: 2, dueSince: since, timesChased: 0, lastChasedAt: null },
    ]);
    await chase(hub);
    expect(await due()).toMatchObject([
      { state: 'CHASED', timesChased: 1, lastChasedAt: new Date(hub.clock.now()).toISOString() },
    ]);
    for (const { id, version } of vacancies) {
      await hub.database.pool.query(
        'update vacancy set confirmed_at = $2, ageing_at = null, expires_at = null, version = $3 where id = $1',
        [id, new Date(hub.clock.now()), version + 1],
      );
    }
    expect(await due()).toEqual([]);
  });

  it('gets one mail about all that is due, and about nothing else', async () => {
    const { provider } = await aDueProvider(hub, { vacancies: 3, name: 'Forge <& “Sons”' });
    const [one] = (
      await hub.database.pool.query(
        `select v.id from vacancy v join offering o on o.id = v.offering_id where o.title = 'Forge 3'`,
      )
    ).rows;
    await hub.database.pool.query(
      'update vacancy set confirmed_at = $2, ageing_at = null, expires_at = null where id = $1',
      [one.id, new Date(hub.clock.now())],
    );
    expect(await chase(hub)).toBe(1);
    const [mail] = await mailsTo(hub, provider);
    expect(mail?.subject).toBe('Norfolk: are your 2 vacancies still true?');
    expect(mail?.text).toMatch(/- Forge 1: 2 places \(.*\), last confirmed on .*\n- Forge 2: /);
    expect(mail?.text).not.toContain('Forge 3');
    expect(mail?.html).toContain(escapeHtml('Forge <& “Sons”'));
    expect(mail?.html).not.toContain('<& ');
    expect(mail?.headers).toEqual({
      'List-Unsubscribe': expect.stringMatching(
        /^<https:\/\/hub\.example\.org\/vacancies\/reminders\/[\w.-]+>$/,
      ),
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    });
  });

  it('gets no second mail within a week, however its confirmations are spread', async () => {
    const { provider, vacancies } = await aDueProvider(hub, { vacancies: 2 });
    await hub.database.pool.query(
      'update vacancy set confirmed_at = $2, ageing_at = null, expires_at = null where id = $1',
      [vacancies[1]!.id, new Date(hub.clock.now() - 13 * DAY)],
    );
    const days: number[] = [];
    for (let day = 0; day < 10; day++) {
      if ((await chase(hub)) > 0) days.push(day);
      hub.clock.pass(DAY);
    }
    expect(days).toEqual([0, 7]);
    expect((await mailsTo(hub, provider))[1]?.subject).toBe('Norfolk: is your vacancy still true?');
  });

  it.each([
    [['ENQUIRIES'], 'enquiries-public'],
    [['ENQUIRIES', 'REFERRALS'], 'referrals-public'],
    [['REFERRALS', 'ADMISSIONS'], 'admissions-public'],
    [['ADMISSIONS', 'VACANCIES'], 'vacancies-public'],
  ])('with contacts for %p gets it at %s', async (roles, mailbox) => {
    const { provider } = await aDueProvider(hub, { role: null });
    for (const role of [...roles, 'SAFEGUARDING', 'FINANCE']) await aMailbox(hub, provider, role);
    await chase(hub);
    const [mail] = await mailsTo(hub, provider);
    expect(mail?.recipient).toMatch(new RegExp(`^${mailbox}@`));
  });

  it('gets it at the mailbox for the fewest readers', async () => {
    const { provider } = await aDueProvider(hub);
    await aMailbox(hub, provider, 'VACANCIES', 'COMMISSIONER');
    await chase(hub);
    expect((await mailsTo(hub, provider))[0]?.recipient).toMatch(/^vacancies-commissioner@/);
  });

  it('without a mailbox stands there as one that cannot be reached', async () => {
    const { provider } = await aDueProvider(hub, { role: 'SAFEGUARDING' });
    expect(await chase(hub)).toBe(0);
    expect(await mailsTo(hub, provider)).toEqual([]);
    expect(await due()).toMatchObject([{ state: 'DUE', reach: 'NO_MAILBOX' }]);
  });

  it('whose mail could not be delivered stands there as such', async () => {
    await aDueProvider(hub);
    await chase(hub);
    await hub.database.pool.query('update mail set given_up_at = now() where sent_at is null');
    expect(await due()).toMatchObject([{ reach: 'UNDELIVERED' }]);
  });

  it('is not reminded of what is not public, or was never due', async () => {
    await aDueProvider(hub, { state: 'SUSPENDED' });
    await aDueProvider(hub, { daysAgo: 13 });
    const { vacancies } = await aDueProvider(hub);
    await hub.database.pool.query(`update offering set state = 'SUSPENDED' where id = $1`, [
      vacancies[0]!.offeringId,
    ]);
    expect(await chase(hub)).toBe(0);
    expect(await due()).toEqual([]);
  });

  it('that never confirmed is reminded from when the vacancy was entered', async () => {
    const { vacancies } = await aDueProvider(hub);
    await hub.database.pool.query(
      'update vacancy set confirmed_at = null, ageing_at = null, expires_at = null, created_at = $2 where id = $1',
      [vacancies[0]!.id, new Date(hub.clock.now() - 14 * DAY)],
    );
    expect(await chase(hub)).toBe(1);
  });

  it('of another authority is not shown', async () => {
    await aDueProvider(hub, { localAuthorityCode: '935' });
    expect(await due()).toEqual([]);
    const suffolk = await hub.as('commissioner', { localAuthorities: ['935'] });
    const { data } = await suffolk<Due>(DUE, {});
    expect(data.chasingDue.nodes).toHaveLength(1);
    expect(await due({ localAuthority: { anyOf: ['935'] } })).toEqual([]);
  });
});

it('two hubs at once make one reminder for each provider', async () => {
  const made = [];
  for (let n = 0; n < 10; n++) made.push(await aDueProvider(hub));
  const counts = await Promise.all([chase(hub), chase(hub), chase(hub)]);
  expect(counts.reduce((sum, n) => sum + n)).toBe(10);
  for (const { provider } of made) expect(await mailsTo(hub, provider)).toHaveLength(1);
});

it('the list is paged from either end', async () => {
  for (const daysAgo of [30, 20, 25]) await aDueProvider(hub, { daysAgo });
  const ask = await norfolk(hub);
  const page = async (args: string) => {
    const { data } = await ask<{
      chasingDue: { nodes: { dueSince: string }[]; pageInfo: { endCursor: string } };
    }>(`{ chasingDue(${args}) { nodes { dueSince } pageInfo { endCursor } } }`);
    return data.chasingDue;
  };
  const first = await page('first: 2');
  const rest = await page(`first: 2, after: "${first.pageInfo.endCursor}"`);
  const last = await page('last: 1');
  expect(rest.nodes).toEqual(last.nodes);
  const all = [...first.nodes, ...rest.nodes].map(({ dueSince }) => dueSince);
  expect(all).toEqual([...all].sort());
  expect(all).toHaveLength(3);
});

it('without a public address no reminder is made, and the log says so', async () => {
  const silent = await startTestHub(undefined, {}, { PUBLIC_URL: '' });
  try {
    const { provider, vacancies } = await aDueProvider(silent);
    expect(await chase(silent)).toBe(0);
    expect(await mailsTo(silent, provider)).toEqual([]);
    expect(silent.logged.join()).toContain('PUBLIC_URL');
    expect((await stored(silent, vacancies[0]!)).version).toBe(1);
  } finally {
    await silent.stop();
  }
});
