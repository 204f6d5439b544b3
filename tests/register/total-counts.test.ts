import fc from 'fast-check';
import { fillSampleRegister } from '../guards/sample-register.js';
import { type StatementLog, startStatementLog } from '../guards/statement-log.js';
import { type Ask, type Response, startTestHub, type TestHub } from '../support/hub.js';
import { TEST_NOW } from '../support/test-clock.js';

/**
 * Every count equals what paging through gives, at any moment: after each of many random writes, which the hub only knows
 * from the change log.
 */

let hub: TestHub;
let administrator: Ask;
let council: Ask;
beforeAll(async () => {
  hub = await startTestHub(async ({ pool }) => {
    await fillSampleRegister(pool);
    await pool.query(
      `insert into local_authority (code, name) values ('908', 'Cornwall') on conflict do nothing`,
    );
    await pool.query(`
      insert into evidence (id, local_authority_code, provider_id, kind, issued_on, expires_on, state)
      select gen_random_uuid(), '926', id, 'FIRE_RISK', '2026-01-01', date '2026-11-01' + (urn::int % 60), 'ATTESTED' from provider;
      insert into quality_review (id, local_authority_code, provider_id, framework_id, state, due_on, officer_role)
      select gen_random_uuid(), '926', p.id, f.id, 'PLANNED', date '2026-11-01' + (urn::int % 60), 'QUALITY_OFFICER'
        from provider p, (select id from quality_framework limit 1) f;
      insert into inspection (id, local_authority_code, provider_id, framework, inspected_on, safeguarding)
      select gen_random_uuid(), '926', id, (select code from code where list = 'INSPECTION_FRAMEWORK' limit 1), '2025-05-05', 'MET' from provider`);
  });
  administrator = await hub.as('administrator');
  council = await hub.as('commissioner', { localAuthorities: ['926'] });
});
afterAll(() => hub.stop());

const soon = `'${new Date(TEST_NOW + 1000).toISOString()}'`;
const past = `'${new Date(TEST_NOW - 1000).toISOString()}'`;
/** Each changes the nth row, as far as there is one, in a way that some count must follow. */
const writes: readonly ((n: number) => string)[] = [
  ...(['provider', 'site', 'offering'] as const).flatMap((table) =>
    ['LISTED', 'LISTED', 'SUSPENDED', 'WITHDRAWN', 'DRAFT'].map(
      (state) => (n: number) => `update ${table} set state = '${state}' where id = ${nth(table, n)}`,
    ),
  ),
  (n) =>
    `update provider set local_authority_code = '${n % 2 ? '926' : '908'}' where id = ${nth('provider', n)}`,
  (n) => `update provider set setting_type = '${n % 2 ? 'PRU' : 'OTH'}' where id = ${nth('provider', n)}`,
  (n) => `update offering set tier = 'TIER_${1 + (n % 3)}' where id = ${nth('offering', n)}`,
  (n) => `update offering set is_demonstration = not is_demonstration where id = ${nth('offering', n)}`,
  (n) => `update site set district_code = ${n % 2 ? `'E07000143'` : 'null'} where id = ${nth('site', n)}`,
  (n) => `update vacancy set places_available = ${n % 9} where id = ${nth('vacancy', n)}`,
  (n) =>
    `update vacancy set confirmed_at = ${past}, ageing_at = null, expires_at = ${soon} where id = ${nth('vacancy', n)}`,
  (n) =>
    `update vacancy set confirmed_at = null, ageing_at = null, expires_at = null where id = ${nth('vacancy', n)}`,
  (n) => `update vacancy set state = 'NO_CAPACITY', places_available = 0 where id = ${nth('vacancy', n)}`,
  (n) => `update vacancy set available_from = date '2026-11-20' + ${n % 40} where id = ${nth('vacancy', n)}`,
  (n) => `delete from vacancy where id = ${nth('vacancy', n)}`,
  (
    n,
  ) => `insert into vacancy (id, offering_id, state, places_available, unit, available_from, min_year, max_year, confirmed_at)
    select gen_random_uuid(), id, 'CAPACITY', 4, 'FTE', '2026-12-24', min_year, max_year, ${past} from offering where id = ${nth('offering', n)}`,
  (n) => `delete from offering where id = ${nth('offering', n)} and ${n} % 3 = 0`,
  (n) => `update evidence set state = 'NEEDS_REVALIDATION' where id = ${nth('evidence', n)}`,
  (n) => `update evidence set local_authority_code = '908' where id = ${nth('evidence', n)}`,
  (n) => `delete from evidence where id = ${nth('evidence', n)}`,
  (n) =>
    `update quality_review set due_on = date '2026-11-01' + ${n % 50} where id = ${nth('quality_review', n)}`,
  (n) => `delete from inspection where id = ${nth('inspection', n)}`,
  (n) => `update inspection set local_authority_code = '908' where id = ${nth('inspection', n)}`,
];
const nth = (table: string, n: number) =>
  `(select id from ${table} order by id offset ${n} % greatest(1, (select count(*) from ${table})) limit 1)`;

const lists: readonly [list: string, filter: string][] = [
  ['providers', ''],
  ['providers', 'filter: { localAuthority: { anyOf: ["926"] } }'],
  ['providers', 'filter: { localAuthority: { anyOf: ["908"] }, settingType: { anyOf: ["PRU", "OTH"] } }'],
  ['providers', 'filter: { settingType: { anyOf: [] } }'],
  ['sites', ''],
  ['sites', 'district: "E07000143"'],
  ['offerings', ''],
  ['offerings', 'filter: { tier: { anyOf: ["TIER_1", "TIER_3"] } }'],
  ['vacancies', ''],
  ['vacancies', 'filter: { open: true }'],
  [
    'vacancies',
    'filter: { open: true, localAuthority: { anyOf: ["926"] }, availableBy: "2026-12-02", placesAtLeast: 3 }',
  ],
  ['vacancies', 'filter: { localAuthority: { anyOf: ["908"] } }'],
  ['vacancies', 'filter: { availableBy: "2026-12-03" }'],
  ['register', ''],
  ['register', 'filter: { kind: [OFFERING, SITE], state: [SUSPENDED, DRAFT] }'],
  [
    'register',
    'filter: { localAuthority: { anyOf: ["926"] }, settingType: { anyOf: ["PRU"] }, registration: { anyOf: ["UNREGISTERED"] } }',
  ],
  ['register', 'filter: { tier: { anyOf: ["TIER_1"] } }'],
  ['register', 'filter: { isDemonstration: true }'],
  ['register', 'filter: { text: "Site 1" }'],
  ['evidence', ''],
  ['evidence', 'filter: { state: [ATTESTED], expiresBy: "2026-11-20", kind: { anyOf: ["FIRE_RISK"] } }'],
  ['evidence', 'filter: { localAuthority: { anyOf: ["908"] } }'],
  ['qualityReviews', 'filter: { state: PLANNED, dueBy: "2026-11-20" }'],
  ['inspections', 'filter: { localAuthority: { anyOf: ["926"] } }'],
];

async function counted(ask: Ask, [list, filter]: readonly [string, string]): Promise<number> {
  const { data, errors } = await ask<Record<string, { totalCount: number }>>(
    `{ ${list}${filter && `(${filter})`} { totalCount } }`,
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data[list]!.totalCount;
}

interface Page {
  readonly nodes: readonly unknown[];
  readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
}

async function paged(ask: Ask, [list, filter]: readonly [string, string]): Promise<number> {
  const document = `query($after: String) { ${list}(first: 100, after: $after${filter && `, ${filter}`}) {
    nodes { __typename } pageInfo { endCursor hasNextPage } } }`;
  let found = 0;
  let after: string | null = null;
  for (;;) {
    const answer: Response<Record<string, Page>> = await ask(document, { after });
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    const { nodes, pageInfo } = answer.data[list]!;
    found += nodes.length;
    if (!pageInfo.hasNextPage) return found;
    after = pageInfo.endCursor;
  }
}

const isPublic = ([list]: readonly [string, string]) =>
  ['providers', 'sites', 'offerings', 'vacancies'].includes(list);

async function expectAllExact(): Promise<void> {
  for (const list of lists) {
    const isPublic = ['providers', 'sites', 'offerings', 'vacancies'].includes(list[0]);
    for (const ask of isPublic
      ? [hub.query]
      : [administrator, ...(list[0] === 'register' ? [council] : [])]) {
      expect([list, await counted(ask, list)]).toEqual([list, await paged(ask, list)]);
    }
  }
}

describe('totalCount', () => {
  it('is what paging through gives, at first', expectAllExact);

  it('is what paging through gives, after any writes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(writes.length - 1), fc.nat(200)), { minLength: 5, maxLength: 25 }),
        async (chosen) => {
          const [first, ...others] = chosen.map(([which, n]) => writes[which]!(n));
          // One by itself, the others in one transaction.
          await hub.database.pool.query(first!);
          await hub.database.pool.query(`begin; ${others.join('; ')}; commit`);
          await expectAllExact();
        },
      ),
      { numRuns: 5, endOnFailure: true },
    );
  });

  it('follows the clock: what was open has gone stale', async () => {
    const open = ['vacancies', 'filter: { open: true }'] as const;
    await hub.database.pool.query(
      `update vacancy set state = 'CAPACITY', places_available = 2, confirmed_at = ${past}, ageing_at = null, expires_at = ${soon}`,
    );
    const before = await counted(hub.query, open);
    hub.clock.pass(2_000);
    expect([before > 0, await counted(hub.query, open), await paged(hub.query, open)]).toEqual([true, 0, 0]);
  });

  it('reads of the register what has changed since the last count, and nothing else', async () => {
    const log: StatementLog = startStatementLog();
    try {
      const names = async (write: string) => {
        await hub.database.pool.query(write);
        const sent: string[] = [];
        for (const list of lists.filter(([, filter]) => !filter.includes('text')))
          sent.push(...(await log.during(() => counted(isPublic(list) ? hub.query : administrator, list))));
        return sent.filter(
          (name) => name.endsWith(' figures') || /count\(/.test(name) || name.endsWith(' count'),
        );
      };
      await names('select 1');
      expect(await names('select 1')).toEqual([]);
      expect(await names(`update offering set tier = 'TIER_3' where id = ${nth('offering', 4)}`)).toEqual([
        'offering figures',
        'vacancy figures',
        'register figures',
      ]);
      expect(await names(`update evidence set note = 'Seen.' where id = ${nth('evidence', 4)}`)).toEqual([
        'evidence figures',
      ]);
    } finally {
      log.stop();
    }
  });
});
