import type { Vacancy } from '../../src/features/vacancy/vacancy.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { aProvider } from '../support/builders.js';
import { heldBySql } from '../support/holds.js';
import type { TestHub } from '../support/hub.js';
import { anOpenVacancy, changed, DAY, MINUTE, ofSchool, placed, SEEN, someSchools } from './holding.js';

let hub: TestHub;
let graph: Graph;
let vacancy: Vacancy;
askedHub((...started) => {
  [hub, graph] = started;
});
beforeAll(() => someSchools(hub, 200));
beforeEach(async () => {
  await hub.database.pool.query('delete from provider');
  vacancy = await anOpenVacancy(hub);
});

const mine = ofSchool('900001');
const school = '900001';

describe('a hold', () => {
  it('takes places from what is available until its end, and leaves the version of the vacancy', async () => {
    const { hold, codes } = await placed(graph, mine, hub, vacancy, { school, places: 3 });
    expect(codes).toEqual([]);
    expect(hold).toMatchObject({
      version: 1,
      state: 'LIVE',
      places: 3,
      vacancy: { placesAvailable: 1, placesOffered: 4, version: 1 },
    });
    hub.clock.pass(60 * MINUTE);
    const { data } = await graph.ask<{ node: object }>(
      mine,
      `query ($id: ID!) { node(id: $id) { ... on PlaceHold { ${SEEN} } } }`,
      { id: hold!.id },
    );
    expect(data.node).toMatchObject({
      version: 1,
      state: 'EXPIRED',
      vacancy: { placesAvailable: 4, version: 1 },
    });
    expect((await changed(graph, mine, 'Release', hold!)).codes).toEqual(['NOT_IN_THIS_STATE']);
  });

  it('is extended within the rule, once', async () => {
    const { hold } = await placed(graph, mine, hub, vacancy, { school });
    const now = hub.clock.now();
    const extend = (until: number, version = 1) =>
      changed(graph, mine, 'Extend', { ...hold!, version }, { until });
    expect((await extend(now + 7 * DAY + 1)).codes).toEqual(['INVALID']);
    expect((await extend(now + MINUTE)).codes).toEqual(['INVALID']);
    expect((await extend(now + 7 * DAY)).hold).toMatchObject({ version: 2, vacancy: { version: 1 } });
    expect((await extend(now + 7 * DAY, 1)).codes).toEqual(['CONFLICT']);
    hub.clock.pass(MINUTE);
    expect((await extend(now + 7 * DAY + 1, 2)).codes).toEqual(['TOO_MANY']);
  });

  it('is released: the places are available again, and it cannot be ended twice', async () => {
    const { hold } = await placed(graph, mine, hub, vacancy, { school, places: 4 });
    const released = await changed(graph, mine, 'Release', hold!);
    expect(released.hold).toMatchObject({ state: 'RELEASED', vacancy: { placesAvailable: 4, version: 1 } });
    for (const action of ['Release', 'Convert'] as const) {
      expect((await changed(graph, mine, action, released.hold!)).codes).toEqual(['NOT_IN_THIS_STATE']);
    }
  });

  it('is converted: so many fewer are offered, and a confirmation of the old number is refused', async () => {
    const { hold } = await placed(graph, mine, hub, vacancy, { school, places: 3 });
    const converted = await changed(graph, mine, 'Convert', hold!);
    expect(converted.hold).toMatchObject({
      state: 'CONVERTED',
      vacancy: { placesAvailable: 1, placesOffered: 1, version: 2 },
    });
    const confirm = `mutation ($id: ID!) { vacancyConfirm(id: $id, version: 1, placesAvailable: 4) { userErrors { code } } }`;
    const { data } = await graph.ask<{ vacancyConfirm: object }>(commissioner, confirm, {
      id: encodeId('vac', vacancy.id),
    });
    expect(data.vacancyConfirm).toEqual({ userErrors: [{ code: 'CONFLICT' }] });
  });

  it('is declined by the provider with a reason that its school sees', async () => {
    const { hold } = await placed(graph, mine, hub, vacancy, { school });
    const provider = await providerOf(vacancy);
    const editor = anActor('provider_editor', { providers: [provider] });
    expect((await changed(graph, editor, 'Decline', hold!, { reason: ' ' })).codes).toEqual(['INVALID']);
    const { hold: declined } = await changed(graph, editor, 'Decline', hold!, {
      reason: 'A member of staff is ill.',
    });
    expect(declined).toMatchObject({
      state: 'DECLINED',
      endReason: 'A member of staff is ill.',
      vacancy: { version: 1 },
    });
  });

  it('ends when the provider is no longer listed', async () => {
    // The end is later than any clock: the database decides by its own.
    await heldBySql(hub, vacancy, 2, 100 * 365 * DAY, school);
    const states = async () => {
      const { data } = await graph.ask<{ placeHolds: { nodes: { state: string; endReason: string }[] } }>(
        mine,
        '{ placeHolds { nodes { state endReason } } }',
      );
      return data.placeHolds.nodes;
    };
    expect(await states()).toEqual([{ state: 'LIVE', endReason: null }]);
    const provider = encodeId('prv', await providerOf(vacancy));
    const { data } = await graph.ask<{ providerSuspend: { userErrors: object[] } }>(
      commissioner,
      'mutation ($id: ID!) { providerSuspend(id: $id, version: 1, reason: "Its roof fell in.") { userErrors { code message } } }',
      { id: provider },
    );
    expect(data.providerSuspend.userErrors).toEqual([]);
    expect(await states()).toEqual([{ state: 'SUSPENDED', endReason: 'Its roof fell in.' }]);
  });
});

async function providerOf({ offeringId }: Vacancy): Promise<string> {
  const { rows } = await hub.database.pool.query<{ id: string }>(
    'select provider_id as id from offering where id = $1',
    [offeringId],
  );
  return rows[0]!.id;
}

describe('places cannot be held', () => {
  it.each([
    ['more than are available', { places: 5 }, ['NOT_ENOUGH']],
    ['longer than the rule allows', { until: 7 * DAY + 1 }, ['INVALID']],
    ['until an instant that is past', { until: 0 }, ['INVALID']],
    [
      'with what says something about a pupil',
      { reference: 'for Emma Smith, born 12/03/2012' },
      ['PERSONAL_DATA'],
    ],
  ])('%s', async (_, { until, ...input }: { until?: number; places?: number; reference?: string }, codes) => {
    const instant = until === undefined ? {} : { until: hub.clock.now() + until };
    expect((await placed(graph, mine, hub, vacancy, { school, ...input, ...instant })).codes).toEqual(codes);
  });

  it('of a vacancy that is stale, full or hidden', async () => {
    const code = async () => (await placed(graph, mine, hub, vacancy, { school })).codes;
    const set = async (sql: string) => {
      await hub.database.pool.query(`update vacancy set ${sql}, version = version + 1`);
      await hub.feed.sync();
    };
    await set(`state = 'WAITLIST'`);
    expect(await code()).toEqual(['NOT_IN_THIS_STATE']);
    await set(
      `state = 'CAPACITY', confirmed_at = '2020-01-01', ageing_at = '2020-01-15', expires_at = '2020-02-01'`,
    );
    expect(await code()).toEqual(['NOT_IN_THIS_STATE']);
    await hub.database.pool.query(`update offering set state = 'SUSPENDED', version = version + 1`);
    expect(await code()).toEqual(['NOT_FOUND']);
  });

  it('for a school that has closed, that is not known, or that has as many holds as it may', async () => {
    const anywhere = anActor('partner', { schools: ['900009', '999999', school] });
    const code = async (urn: string) => (await placed(graph, anywhere, hub, vacancy, { school: urn })).codes;
    expect(await code('900009')).toEqual(['NOT_IN_THIS_STATE']);
    expect(await code('999999')).toEqual(['NOT_FOUND']);
    expect([await code(school), await code(school), await code(school), await code(school)]).toEqual([
      [],
      [],
      [],
      ['TOO_MANY'],
    ]);
    hub.clock.pass(60 * MINUTE);
    expect(await code(school)).toEqual([]);
  });
});

describe('a hold is placed and seen only by those it concerns', () => {
  it('placed by nobody who does not act for the school', async () => {
    for (const actor of [ofSchool('900002'), commissioner, anActor('provider_editor'), anActor('public')]) {
      expect((await placed(graph, actor, hub, vacancy, { school })).errors).toEqual(['FORBIDDEN']);
    }
  });

  it('placed by no one who cannot see exact numbers, because it tells them', async () => {
    const narrow = Object.assign(Object.create(Object.getPrototypeOf(mine)), mine, {
      granted: new Set(['hold.place']),
    });
    expect((await placed(graph, narrow, hub, vacancy, { school })).errors).toEqual(['FORBIDDEN']);
  });

  it('seen by its school, its provider and the local authority, and with its reference by the school alone', async () => {
    await placed(graph, mine, hub, vacancy, { school, reference: 'Case 17' });
    const provider = await providerOf(vacancy);
    const document = `query ($id: ID!) {
      placeHolds { totalCount nodes { schoolUrn school { name } places reference vacancy { id } } }
      node(id: $id) { ... on Vacancy { holds { schoolUrn places reference } } }
    }`;
    const seen = async (actor: typeof mine) => {
      const { data, errors } = await graph.ask<{
        placeHolds: { totalCount: number; nodes: { reference: string | null }[] };
        node: { holds: { reference: string | null }[] };
      }>(actor, document, { id: encodeId('vac', vacancy.id) });
      if (errors) return errors[0]!.extensions!.code;
      const { totalCount, nodes } = data.placeHolds;
      expect(nodes).toHaveLength(totalCount);
      expect(data.node.holds.map(({ reference }) => reference)).toEqual(
        nodes.map(({ reference }) => reference),
      );
      return nodes.map(({ reference }) => reference);
    };
    expect(await seen(mine)).toEqual(['Case 17']);
    expect(await seen(anActor('partner', { schools: [school] }))).toEqual(['Case 17']);
    expect(await seen(ofSchool('900002'))).toEqual([]);
    expect(await seen(anActor('provider_editor', { providers: [provider] }))).toEqual([null]);
    expect(await seen(anActor('provider_editor', { providers: [] }))).toEqual([]);
    expect(await seen(commissioner)).toEqual([null]);
    expect(await seen(anActor('commissioner', { localAuthorities: ['935'] }))).toEqual([]);
    expect(await seen(anActor('public'))).toBe('FORBIDDEN');
    const everywhere = anActor('administrator');
    Object.assign(everywhere.reach, { everywhere: true });
    expect(await seen(everywhere)).toEqual([null]);
  });

  it('changed by nobody else: for them it does not exist', async () => {
    const { hold } = await placed(graph, mine, hub, vacancy, { school });
    for (const actor of [ofSchool('900002'), anActor('provider_editor')]) {
      const outcome = await changed(graph, actor, 'Convert', hold!);
      expect([outcome.codes, outcome.errors]).toEqual([['NOT_FOUND'], []]);
    }
    const release = await changed(graph, anActor('school', { schools: [] }), 'Release', hold!);
    expect(release.codes).toEqual(['NOT_FOUND']);
  });

  it('is in the record of changes without what the school calls it', async () => {
    await placed(graph, mine, hub, vacancy, { school, reference: 'Case 4711' });
    const { rows } = await hub.database.pool.query(
      `select count(*)::int as all, count(*) filter (where new::text like '%4711%')::int as telling from change
        where table_name in ('vacancy_hold', 'hold_reference')`,
    );
    expect(rows[0].all).toBeGreaterThan(0);
    expect(rows[0].telling).toBe(0);
  });
});

describe('a request that is repeated', () => {
  it('makes one hold, whatever is left by then, and asks for permission again', async () => {
    const ask = (actor = mine) =>
      placed(graph, actor, hub, vacancy, { school, places: 4, key: 'once', until: TWO });
    const TWO = hub.clock.now() + 2 * MINUTE;
    const [one, two] = await Promise.all([ask(), ask()]);
    expect(one.codes).toEqual([]);
    expect(two.hold).toEqual(one.hold);
    expect((await ask(Object.assign(ofSchool('900002'), { name: mine.name }))).errors).toEqual(['FORBIDDEN']);
  });
});

describe('whatever arrives at the same time', () => {
  it('holds no place twice: of 200 holds on 10 places exactly 10 are made', async () => {
    for (let round = 0; round < 3; round++) {
      const wanted = await anOpenVacancy(hub, 10);
      const outcomes = await Promise.all(
        Array.from({ length: 200 }, (_, n) => {
          const urn = String(900_001 + (n === 8 ? 0 : n));
          return placed(graph, ofSchool(urn), hub, wanted, { school: urn });
        }),
      );
      const made = outcomes.filter(({ hold }) => hold !== null);
      expect(made).toHaveLength(10);
      const refused = outcomes
        .filter(({ hold }) => hold === null)
        .map(({ codes, errors }) => [codes, errors]);
      expect(refused.every(([codes, errors]) => codes!.join() === 'NOT_ENOUGH' && errors!.length === 0)).toBe(
        true,
      );
      hub.clock.pass(61 * MINUTE);
    }
  });
});

describe('an offer that is lower than what is held', () => {
  it('is allowed, and says so', async () => {
    await placed(graph, mine, hub, vacancy, { school, places: 3 });
    const { data } = await graph.ask<{ vacancyUpdate: object }>(
      commissioner,
      `mutation ($id: ID!) { vacancyUpdate(id: $id, version: 1, input: { placesAvailable: 2 }) {
        vacancy { placesAvailable placesOffered version } warnings { code } userErrors { code } } }`,
      { id: encodeId('vac', vacancy.id) },
    );
    expect(data.vacancyUpdate).toEqual({
      vacancy: { placesAvailable: 0, placesOffered: 2, version: 2 },
      warnings: [{ code: 'FEWER_THAN_HELD' }],
      userErrors: [],
    });
  });
});

describe('a merge', () => {
  it('moves holds with their vacancy, and ends none', async () => {
    await heldBySql(hub, vacancy, 2, 100 * 365 * DAY, school);
    const from = encodeId('prv', await providerOf(vacancy));
    const into = encodeId('prv', (await aProvider(hub)).id);
    const { data } = await graph.ask<{ providerMerge: { userErrors: object[] } }>(
      commissioner,
      `mutation ($from: ID!, $into: ID!) {
        providerMerge(from: $from, fromVersion: 1, into: $into, intoVersion: 1, reason: "The same.") { userErrors { message } }
      }`,
      { from, into },
    );
    expect(data.providerMerge.userErrors).toEqual([]);
    const seen = await graph.ask<{ placeHolds: { nodes: object[] } }>(
      mine,
      '{ placeHolds { nodes { state vacancy { placesAvailable placesOffered offering { provider { id } } } } } }',
    );
    expect(seen.data.placeHolds.nodes).toEqual([
      {
        state: 'LIVE',
        vacancy: { placesAvailable: 2, placesOffered: 4, offering: { provider: { id: into } } },
      },
    ]);
  });
});

describe('every way to learn of places', () => {
  it('tells the public bands, and never how many are held', async () => {
    await heldBySql(hub, vacancy, 2, 60 * MINUTE, school);
    const stranger = anActor('public');
    const ask = (filter: string) =>
      graph.ask(stranger, `{ vacancies(filter: { ${filter} }) { totalCount nodes { placesBand } } }`);
    expect((await ask('placesAtLeast: 1')).data).toEqual({
      vacancies: { totalCount: 1, nodes: [{ placesBand: 'ONE_OR_TWO' }] },
    });
    expect((await ask('placesAtLeast: 3')).data).toMatchObject({ vacancies: { totalCount: 0 } });
    expect((await ask('placesAtLeast: 2')).errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    const holds = await graph.ask(stranger, '{ placeHolds { totalCount } }');
    expect(holds.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });
});
