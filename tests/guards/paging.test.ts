import { isObjectType } from 'graphql';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { carryOutEveryMutation, faultsOf } from '../platform/database/every-mutation.js';
import { followed } from '../support/followed.js';
import { type Ask, startTestHub, type TestHub } from '../support/hub.js';
import { fillSampleRegister } from './sample-register.js';

/**
 * Every list of the graph is read from either end, as Relay has it: in pages of any size everything comes once and in one order, also
 * while others add to it between two pages.
 */

let hub: TestHub;
let ask: Ask;
let ids: Readonly<Record<'prv' | 'sit' | 'off', string>>;
let stored: { readonly provider: string; readonly site: string; readonly offering: string };
beforeAll(async () => {
  hub = await startTestHub(({ pool }) => fillSampleRegister(pool));
  ask = await hub.as('administrator');
  expect(faultsOf(await carryOutEveryMutation(hub))).toEqual([]);
  // So that a history has many events, and one may be the same as another.
  await hub.database.pool.query(`update provider set legal_name = 'Provision Trust'`);
  await hub.database.pool.query(RECORDS);
  await followed(hub);
  const { rows } = await hub.database.pool.query<{ provider: string; site: string; offering: string }>(
    `select provider_id as provider, site_id as site, offering_id as offering from offering_site
      group by 1, 2, 3 order by provider_id, site_id, offering_id limit 1`,
  );
  stored = rows[0]!;
  const { provider, site, offering } = stored;
  ids = { prv: encodeId('prv', provider), sit: encodeId('sit', site), off: encodeId('off', offering) };
  await hub.database.pool.query(
    `with more as (insert into site (id, provider_id, name, postcode, latitude, longitude, position_precision, district_code, address_visibility, state)
       select gen_random_uuid(), $1, 'Branch ' || n, 'NR21 9AA', 52.8, 0.8, 'POINT', 'E07000147', 'FULL', 'LISTED'
         from generate_series(1, 9) n returning id),
     classes as (insert into offering (id, provider_id, title, tier, primary_needs, min_year, max_year, delivery_modes, state)
       select gen_random_uuid(), $1, 'Class ' || n, 'TIER_2', '{SEMH}', 7, 9, '{IN_PERSON}', 'LISTED'
         from generate_series(1, 9) n returning id),
     here as (insert into offering_site (offering_id, site_id, provider_id) select id, $2::uuid, $1::uuid from classes)
     insert into offering_site (offering_id, site_id, provider_id) select $3::uuid, id, $1::uuid from more`,
    [provider, site, offering],
  );
  await followed(hub);
});
afterAll(() => hub.stop());

/** Records of quality, and clients, for a page or two. */
const RECORDS = `
  update vacancy set confirmed_at = '2026-10-01', ageing_at = null, expires_at = null, version = version + 1;
  insert into evidence (id, local_authority_code, provider_id, kind, issued_on, expires_on, state)
    select gen_random_uuid(), '926', id, 'FIRE_RISK', '2026-01-01', case when urn::int % 3 > 0 then date '2027-01-01' + urn::int % 5 end, 'ATTESTED'
      from provider where urn is not null;
  insert into inspection (id, local_authority_code, provider_id, framework, inspected_on, safeguarding)
    select gen_random_uuid(), '926', id, 'OFSTED_REPORT_CARD_2025', date '2026-01-01' + urn::int % 5, 'MET' from provider where urn is not null;
  insert into quality_review (id, local_authority_code, provider_id, framework_id, state, due_on, officer_role)
    select gen_random_uuid(), '926', p.id, f.id, 'PLANNED', date '2027-01-01' + urn::int % 5, 'QUALITY_OFFICER'
      from provider p, (select id from quality_framework where state = 'PUBLISHED' limit 1) f where urn is not null;
  insert into api_client (id, name, role, local_authority_codes, provider_ids)
    select gen_random_uuid(), 'Client ' || n, 'school', '{}', '{}' from generate_series(1, 15) n;
  insert into vacancy_hold (id, vacancy_id, offering_id, school_urn, places, until, made_at, made_by)
    select gen_random_uuid(), v.id, v.offering_id, '900001', 1, '2100-01-01', '2026-11-20', 'school test' from vacancy v limit 15;
  insert into import_run (id, kind, product, file_name, started_at, finished_at, summary)
    select ('0199a000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'GIAS', 'GIAS extract', 'invented.csv', now(), now(), '{}'
      from generate_series(1, 15) n;
  insert into import_note (import_id, position, outcome, subject, key)
    select '0199a000-0000-7000-8000-000000000001', n, 'ADDED', 'SCHOOL', 'School ' || n from generate_series(1, 15) n`;

let grown = 0;

/** Adds something near the beginning and near the end of every list. */
async function grow(): Promise<void> {
  const round = `growth ${++grown}`;
  await hub.database.pool.query(`
    with made as (insert into provider (id, name, setting_type, registration, local_authority_code, urn, state)
        select gen_random_uuid(), place || ' ${round}', 'OTH', 'UNREGISTERED', '926', 500000 + ${2 * grown} + n, 'LISTED'
          from unnest('{Aaa,zzz}'::text[]) with ordinality p (place, n)
        returning id, name),
      sites as (insert into site (id, provider_id, name, postcode, latitude, longitude, position_precision, district_code, address_visibility, state)
        select gen_random_uuid(), id, name, 'NR21 9AA', 52.8, 0.8, 'POINT', 'E07000147', 'FULL', 'LISTED' from made),
      offerings as (insert into offering (id, provider_id, title, tier, primary_needs, min_year, max_year, delivery_modes, state)
        select gen_random_uuid(), id, name, 'TIER_2', '{SEMH}', 7, 9, '{IN_PERSON}', 'LISTED' from made returning id, title),
      vacancies as (insert into vacancy (id, offering_id, state, places_available, unit, available_from, min_year, max_year, created_at)
        select gen_random_uuid(), id, 'CAPACITY', 1, 'FTE', case when title like 'Aaa%' then date '2026-01-01' else '2028-01-01' end, 7, 9,
               case when title like 'Aaa%' then timestamptz '2026-01-01' else '2026-11-01' end from offerings),
      evidences as (insert into evidence (id, local_authority_code, provider_id, kind, issued_on, expires_on, state)
        select gen_random_uuid(), '926', id, 'FIRE_RISK', '2026-01-01', case when name like 'Aaa%' then date '2026-12-24' end, 'ATTESTED' from made),
      clients as (insert into api_client (id, name, role, local_authority_codes, provider_ids)
        select gen_random_uuid(), name, 'school', '{}', '{}' from made)
    insert into inspection (id, local_authority_code, provider_id, framework, inspected_on, safeguarding)
      select gen_random_uuid(), '926', id, 'OFSTED_REPORT_CARD_2025', case when name like 'Aaa%' then date '2026-11-01' else '2025-01-01' end, 'MET' from made`);
  await hub.database.pool.query(
    `with described as (update provider set description = $4 where id = $1),
     sites as (insert into site (id, provider_id, name, postcode, latitude, longitude, position_precision, district_code, address_visibility, state)
       select gen_random_uuid(), $1, place || ' ' || $4, 'NR21 9AA', 52.8, 0.8, 'POINT', 'E07000147', 'FULL', 'LISTED'
         from unnest('{Aaa,zzz}'::text[]) place returning id),
     classes as (insert into offering (id, provider_id, title, tier, primary_needs, min_year, max_year, delivery_modes, state)
       select gen_random_uuid(), $1, place || ' ' || $4, 'TIER_2', '{SEMH}', 7, 9, '{IN_PERSON}', 'LISTED'
         from unnest('{Aaa,zzz}'::text[]) place returning id),
     here as (insert into offering_site (offering_id, site_id, provider_id) select id, $2::uuid, $1::uuid from classes)
     insert into offering_site (offering_id, site_id, provider_id) select $3::uuid, id, $1::uuid from sites`,
    [stored.provider, stored.site, stored.offering, round],
  );
  await hub.feed.sync();
}

/** How a page of each list is asked for, and how much of it there is at least. */
const lists: Readonly<Record<string, { readonly page: (args: string) => string; readonly atLeast: number }>> =
  {
    'EntryAsOf.parts': {
      page: (args) => `providerAsOf(id: "${ids.prv}", at: "2100-01-01T00:00:00Z") { page: parts${args} }`,
      atLeast: 10,
    },
    'Offering.sites': {
      page: (args) => `node(id: "${ids.off}") { ... on Offering { page: sites${args} } }`,
      atLeast: 10,
    },
    'Provider.offerings': {
      page: (args) => `provider(by: { id: "${ids.prv}" }) { page: offerings${args} }`,
      atLeast: 10,
    },
    'Provider.sites': {
      page: (args) => `provider(by: { id: "${ids.prv}" }) { page: sites${args} }`,
      atLeast: 10,
    },
    'Query.apiClients': { page: (args) => `page: apiClients${args}`, atLeast: 10 },
    'Query.chasingDue': { page: (args) => `page: chasingDue${args}`, atLeast: 10 },
    'Query.duplicates': { page: (args) => `page: duplicates${args}`, atLeast: 10 },
    'Query.evidence': { page: (args) => `page: evidence${args}`, atLeast: 10 },
    'Query.history': {
      page: (args) => `page: history${args.replace('(', `(id: "${ids.prv}", withParts: true, `)}`,
      atLeast: 10,
    },
    'Query.importRows': {
      page: (args) =>
        `page: importRows${args.replace('(', `(import: "${encodeId('imp', '0199a000-0000-7000-8000-000000000001')}", outcome: ADDED, `)}`,
      atLeast: 10,
    },
    'Query.imports': { page: (args) => `page: imports${args}`, atLeast: 10 },
    'Query.inspections': { page: (args) => `page: inspections${args}`, atLeast: 10 },
    'Query.offerings': { page: (args) => `page: offerings${args}`, atLeast: 50 },
    'Query.placeHolds': { page: (args) => `page: placeHolds${args}`, atLeast: 10 },
    'Query.providers': { page: (args) => `page: providers${args}`, atLeast: 20 },
    'Query.qualityReviews': { page: (args) => `page: qualityReviews${args}`, atLeast: 10 },
    'Query.register': {
      page: (args) => `page: register${args.replace('(', '(sort: NAME_DESC, ')}`,
      atLeast: 50,
    },
    'Query.registerAsOf': {
      page: (args) => `page: registerAsOf${args.replace('(', '(at: "2100-01-01T00:00:00Z", ')}`,
      atLeast: 20,
    },
    'Query.search': { page: (args) => `page: search${args}`, atLeast: 50 },
    'Query.sites': { page: (args) => `page: sites${args}`, atLeast: 50 },
    'Query.vacancies': { page: (args) => `page: vacancies${args}`, atLeast: 50 },
    'Site.offerings': {
      page: (args) => `node(id: "${ids.sit}") { ... on Site { page: offerings${args} } }`,
      atLeast: 10,
    },
  };
/** Counted from the best, and not from the end: `last` needs `before`. Its cursors are places in the order, which moves with what is added. */
const BY_PLACE = 'Query.search';

interface Page {
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** Cursors stand for what they are cursors of: a key, or a place. */
const PAGE = '{ edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }';

async function page(list: string, args: string): Promise<Page> {
  const { data, errors } = await ask<object>(
    `{ ${lists[list]!.page(`(${args})`).replace(/\)(?=[ }]*$)/, `) ${PAGE}`)} }`,
  );
  expect([list, args, errors]).toEqual([list, args, undefined]);
  return pageIn(data)!;
}

function pageIn(value: unknown): Page | null {
  if (typeof value !== 'object' || value === null) return null;
  if ('page' in value) return value.page as Page;
  return (
    Object.values(value)
      .map(pageIn)
      .find((one) => one !== null) ?? null
  );
}

const cursorsOf = ({ edges }: Page) => edges.map(({ cursor }) => cursor);

/** Cursors of all, in the order of the list, and what the last page said. */
async function read(
  list: string,
  size: number,
  from: 'start' | 'end',
  between = async (_page: number) => {},
): Promise<string[]> {
  const read: string[][] = [];
  // From its end a search can be read only before the cursor of something.
  let cursor = from === 'end' && list === BY_PLACE ? cursorsOf(await page(list, 'first: 100')).at(-1)! : null;
  if (cursor && from === 'end') read.push([cursor]);
  for (let at = 0; at < 200; at++) {
    const [count, place] = from === 'start' ? ['first', 'after'] : ['last', 'before'];
    const got = await page(list, `${count}: ${size}${cursor ? `, ${place}: "${cursor}"` : ''}`);
    const cursors = cursorsOf(got);
    expect(got.pageInfo.startCursor).toBe(cursors[0] ?? null);
    expect(got.pageInfo.endCursor).toBe(cursors.at(-1) ?? null);
    expect(cursors.length).toBeLessThanOrEqual(size);
    if (from === 'start') read.push(cursors);
    else read.unshift(cursors);
    const { hasNextPage, hasPreviousPage, endCursor, startCursor } = got.pageInfo;
    expect(from === 'start' ? hasPreviousPage : hasNextPage).toBe(cursor !== null);
    if (!(from === 'start' ? hasNextPage : hasPreviousPage)) return read.flat();
    cursor = from === 'start' ? endCursor : startCursor;
    await between(at);
  }
  throw new Error(`${list} has no end.`);
}

describe('every list', () => {
  it('is tried here', () => {
    const paged = Object.values(hub.schema.getTypeMap()).flatMap((type) =>
      isObjectType(type)
        ? Object.values(type.getFields())
            .filter(({ args }) => args.some(({ name }) => name === 'after'))
            .map((field) => `${type.name}.${field.name}`)
        : [],
    );
    expect(paged.sort()).toEqual(Object.keys(lists));
  });

  it.each(Object.keys(lists))('is the same from either end, in pages of any size: %s', async (list) => {
    const whole = await read(list, 100, 'start');
    expect(whole.length).toBeGreaterThanOrEqual(lists[list]!.atLeast);
    expect(new Set(whole).size).toBe(whole.length);
    for (const size of [4, 9]) {
      expect(await read(list, size, 'start')).toEqual(whole);
      if (list === BY_PLACE) continue;
      expect(await read(list, size, 'end')).toEqual(whole);
    }
    // A search is read back from its hundredth.
    const some = whole.slice(0, 100);
    if (list === BY_PLACE) expect(await read(list, 7, 'end')).toEqual(some);
    const between = await page(list, `first: 100, after: "${some[1]}", before: "${some[6]}"`);
    expect(cursorsOf(between)).toEqual(some.slice(2, 6));
    const back = await page(list, `last: 2, after: "${some[1]}", before: "${some[6]}"`);
    expect(cursorsOf(back)).toEqual(some.slice(4, 6));
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(cursorsOf(await page(list, `last: 5, before: "${some[0]}"`))).toEqual([]);
  });

  it.each(Object.keys(lists))('is counted from one end: %s', async (list) => {
    const document = `{ ${lists[list]!.page('(first: 1, last: 1)').replace(/\)(?=[ }]*$)/, `) { pageInfo { endCursor } ${list === BY_PLACE ? 'userErrors { field message }' : ''} }`)} }`;
    const { data, errors } = await ask<object>(document);
    const said = JSON.stringify([data, errors]);
    expect(said).toContain('Give `first` or `last`, not both: a page is counted from one end.');
  });

  it.each(Object.keys(lists).filter((list) => list !== BY_PLACE))(
    'has everything once while others add to it: %s',
    async (list) => {
      for (const from of ['start', 'end'] as const) {
        const before = await read(list, 100, 'start');
        const seen = await read(list, 7, from, async (at) => {
          if (at < 3) await grow();
        });
        expect(new Set(seen).size).toBe(seen.length);
        expect(before.filter((cursor) => !seen.includes(cursor))).toEqual([]);
      }
    },
  );
});

describe('a search', () => {
  it('is counted from its end only before something', async () => {
    const { data } = await ask<{ search: { userErrors: object[] } }>(
      '{ search(last: 5) { userErrors { field code message } } }',
    );
    expect(data.search.userErrors).toEqual([
      {
        field: ['last'],
        code: 'INVALID',
        message:
          'Give `before` with `last`. Results are counted from the best one, and the number of results changes.',
      },
    ]);
  });
});
