import type { ChangeReader } from '../../src/platform/database/changes/change.js';
import { ChangeFeed } from '../../src/platform/database/changes/change-feed.js';
import { EntityCache } from '../../src/platform/database/entity-cache.js';
import { KeptFigures } from '../../src/platform/database/kept-figures.js';
import { matched } from '../match/ask-match.js';
import { found } from '../search/ask.js';
import { suggested } from '../suggest/ask.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';

/** What a table goes through, one statement after the other. `places` stands for the tables that are replaced in bulk. */
const changes: Readonly<Record<string, readonly string[]>> = {
  code: [
    `update code set label = 'Quokka', version = version + 1 where list = 'NEED' and code = 'ASD'`,
    `update code set valid_to = '2020-01-01', version = version + 1 where list = 'NEED' and code = 'SLCN'`,
  ],
  concept: [
    `update concept set label = 'Okapi', phrases = phrases || array['okapi'] where id = (select min(id) from concept)`,
  ],
  signpost: [
    `update signpost set label = 'Someone to talk to', version = version + 1 where key = 'samaritans'`,
    `delete from signpost where key = 'shout'`,
  ],
  referral_contact: [
    `insert into referral_contact (id, local_authority_code, team, telephone, note)
      values ('0199b6a0-0000-7000-8000-00000000000d', '926', 'Kakapo', '01603 000000', '')`,
    `update referral_contact set team = 'Kakapo team', version = version + 1`,
    `delete from referral_contact`,
  ],
  'places: local_authority': [`update local_authority set name = 'Wombatshire' where code = '926'`],
  'places: district': [
    `update district set name = 'Numbat' where code = 'E07000147'`,
    `update district set local_authority_code = '935' where code = 'E07000148'`,
  ],
  'places: planning_area': [
    `insert into planning_area (id, local_authority_code, name) values ('0199b6a0-0000-7000-8000-00000000000a', '926', 'Quoll')`,
    `update planning_area set name = 'Quoll West' where name = 'Quoll'`,
  ],
  'places: planning_area_member': [
    `insert into planning_area_member values ('926', 'DISTRICT', 'E07000147', '0199b6a0-0000-7000-8000-00000000000a')`,
    `delete from planning_area_member where code = 'E07000147'`,
  ],
  'places: postcode_outcode': [
    `update postcode_outcode set latitude = latitude + 0.2 where outcode = 'NR21'`,
  ],
  'places: postcode_sector': [`delete from postcode_sector where sector like 'NR21 %'`],
  named_place: [
    `insert into named_place (id, name, folded_name, latitude, longitude, source)
      values ('0199b6a0-0000-7000-8000-00000000000b', 'Aardvark', 'aardvark', 52.8, 0.8, 'test')`,
    `update named_place set name = 'Aardvark End', folded_name = 'aardvark end' where name = 'Aardvark'`,
    `delete from named_place where name = 'Aardvark End'`,
  ],
  school: [
    `insert into school (urn, name, type_code, status_code, latitude, longitude) values ('123401', 'Bilby School', '01', '1', 52.8, 0.8)`,
    `update school set name = 'Potoroo School' where urn = '123401'`,
    `update school set status_code = '2' where urn = '123401'`,
    `update school set status_code = '1' where urn = '123401'`,
    `delete from school where urn = '123401'`,
  ],
  provider: [
    `update provider set name = 'Pangolin Farm', version = version + 1 where name = 'Anvil'`,
    `update provider set legal_name = 'Tamar Ltd', setting_type = 'OTH', version = version + 1 where name = 'Pangolin Farm'`,
    `update provider set local_authority_code = '935', version = version + 1 where name = 'Pangolin Farm'`,
    `update provider set state = 'SUSPENDED', version = version + 1 where name = 'Pangolin Farm'`,
    `update provider set state = 'LISTED', version = version + 1 where name = 'Pangolin Farm'`,
  ],
  site: [
    `update site set name = 'Pangolin Yard', town = 'Holt', version = version + 1 where name = 'Yard'`,
    `update site set latitude = latitude + 0.1, district_code = 'E07000148', version = version + 1 where name = 'Pangolin Yard'`,
    `update site set address_visibility = 'OUTCODE', version = version + 1 where name = 'Pangolin Yard'`,
    `update site set state = 'SUSPENDED', version = version + 1 where name = 'Pangolin Yard'`,
    `update site set state = 'LISTED', version = version + 1 where name = 'Pangolin Yard'`,
  ],
  offering: [
    `update offering set title = 'Pangolin day', version = version + 1 where title = 'Forge'`,
    `update offering set primary_needs = '{ASD}', price_pence = 5000, price_unit = 'DAY', version = version + 1 where title = 'Pangolin day'`,
    `update offering set state = 'DRAFT', version = version + 1 where title = 'Pangolin day'`,
    `update offering set state = 'LISTED', version = version + 1 where title = 'Pangolin day'`,
  ],
  vacancy: [
    `update vacancy set places_available = 5, version = version + 1`,
    `update vacancy set confirmed_at = null, ageing_at = null, expires_at = null, version = version + 1`,
    `delete from vacancy`,
  ],
  vacancy_hold: [
    `insert into vacancy (id, offering_id, state, places_available, unit, available_from, min_year, max_year, confirmed_at)
      select '0199b6a0-0000-7000-8000-00000000000e', id, 'CAPACITY', 4, 'FTE', '2026-12-01', 7, 9, '2026-11-20' from offering where title = 'Pangolin day'`,
    `insert into vacancy_hold (id, vacancy_id, offering_id, school_urn, places, until, made_at, made_by)
      select '0199b6a0-0000-7000-8000-00000000000f', id, offering_id, '900001', 4, '2100-01-01', '2026-11-20', 'school test' from vacancy`,
    `update vacancy_hold set ended_at = '2026-11-21', ended_as = 'RELEASED', version = version + 1`,
    `delete from vacancy_hold`,
  ],
  offering_site: [
    `delete from offering_site where offering_id = (select id from offering where title = 'Pangolin day')`,
  ],
  provider_contact: [
    `insert into provider_contact (id, provider_id, role, audience, email)
      select '0199b6a0-0000-7000-8000-00000000000c', id, 'ENQUIRIES', 'PUBLIC', 'office@example.org' from provider where name = 'Pangolin Farm'`,
  ],
};

let hub: TestHub;
const readers = new Map<string, ChangeReader>();
const caches = new Set<EntityCache<object>>();
const figures = new Set<{ number: number | null }>();

beforeAll(async () => {
  const { read } = ChangeFeed.prototype;
  const { reset } = EntityCache.prototype;
  const { catchUp } = KeptFigures.prototype;
  ChangeFeed.prototype.read = function (reader, ...options) {
    readers.set(reader.name, reader);
    read.call(this, reader, ...options);
  };
  EntityCache.prototype.reset = function () {
    caches.add(this);
    reset.call(this);
  };
  KeptFigures.prototype.catchUp = function () {
    figures.add(this as never);
    return catchUp.call(this);
  };
  hub = await startTestHub();
  const anvil = await aProvider(hub, { name: 'Anvil', settingType: 'WBP' });
  const yard = await aSite(hub, anvil, { name: 'Yard' });
  await aVacancy(hub, await anOffering(hub, anvil, { title: 'Forge', siteIds: [yard.id] }));
  const barn = await aProvider(hub, { name: 'Barn' });
  await anOffering(hub, barn, { title: 'Outreach', deliveryModes: ['OUTREACH'], siteIds: [] });
  await shown();
  ChangeFeed.prototype.read = read;
  EntityCache.prototype.reset = reset;
  KeptFigures.prototype.catchUp = catchUp;
});
afterAll(() => hub.stop());

const WORDS =
  'quokka okapi wombat numbat quoll aardvark bilby potoroo pangolin tamar anvil barn nr21 fakenham autism speech';

/** What callers see of the copies. */
async function shown(): Promise<unknown> {
  const administrator = await hub.as('administrator');
  const counted = await administrator(`{
    providers(first: 50) { totalCount nodes { id name legalName settingType { label } localAuthority { name } sites { nodes { name } } offerings { nodes { title } } } }
    sites(first: 50) { totalCount nodes { name district { name } planningArea { name } } }
    offerings(first: 50) { totalCount nodes { title tier { label } sites { nodes { name } } vacancies { placesAvailable freshness } } }
    vacancies(first: 50) { totalCount nodes { placesAvailable } }
    register(first: 50) { totalCount nodes { name state } }
    text: register(filter: { text: "pangolin" }) { totalCount }
    needs: codeList(name: NEEDS) { code label }
    concepts { label phrases }
    planningAreas { name }
    signposts(localAuthority: "926") { key label }
    localAuthority(code: "926") { referralContact { team version } }
  }`);
  expect(counted.errors).toBeUndefined();
  const near = { place: { point: { latitude: 52.83, longitude: 0.85 } } };
  const facets = {
    fields: ['NEEDS', 'DISTRICT', 'LOCAL_AUTHORITY', 'PLANNING_AREA', 'SETTING_TYPE', 'TIER'],
  };
  return {
    counted: counted.data,
    search: await found(hub, { facets, near }),
    vacant: await found(hub, { filter: { vacancy: { availableBy: '2027-09-01' } } }),
    words: await Promise.all(WORDS.split(' ').map((text) => suggested(hub, text, { first: 20 }))),
    searches: await Promise.all(
      ['pangolin', 'okapi', 'holt', 'numbat', 'forge'].map(async (text) => (await found(hub, { text })).hits),
    ),
    places: await Promise.all(
      [
        'Aardvark',
        'Aardvark End',
        'Numbat',
        'Quoll',
        'Wombatshire',
        'Bilby School',
        'Potoroo School',
        'NR21',
      ].map(
        async (name) =>
          await hub.query('query ($name: String!) { place(by: { name: $name }) { label latitude } }', {
            name,
          }),
      ),
    ),
    match: (await matched(hub, { near, needs: [{ code: 'SEMH' }] })).matches,
  };
}

/** What is kept in memory of entities, and what is stored. */
async function cached() {
  const kept: unknown[] = [];
  const stored: unknown[] = [];
  for (const cache of caches) {
    const { kept: values, rule } = cache as unknown as {
      kept: Map<string, object | symbol>;
      rule: { name: string; load(keys: readonly string[]): Promise<ReadonlyMap<string, object>> };
    };
    const entries = [...values.entries()].filter(([, value]) => typeof value !== 'symbol').sort();
    const keys = [...values.keys()];
    if (keys.length === 0) continue;
    kept.push([rule.name, entries]);
    stored.push([rule.name, [...(await rule.load(keys))].sort()]);
  }
  return { kept: plain(kept), stored: plain(stored) };
}

/** As JSON, without cursors: an index that was made afresh has others. */
const plain = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (key, inner) => (key === 'endCursor' ? undefined : inner))) as unknown;

describe.each(Object.entries(changes))('copies that were made of %s', (_, statements) => {
  it.each(statements)('are as if made afresh after: %s', async (statement) => {
    await shown(); // what is cached is what was there before
    const { rowCount } = await hub.database.pool.query(statement);
    expect(rowCount).toBeGreaterThan(0);
    await hub.feed.sync();
    const { kept, stored } = await cached();
    expect(kept).toEqual(stored);
    const followed = await shown();
    for (const name of ['lists', 'caches', 'search index embedded', 'gazetteer', 'suggestions'])
      await readers.get(name)!.reset(await hub.feed.head(), new AbortController().signal);
    for (const kept of figures) kept.number = null;
    const afresh = await shown();
    expect(plain(followed)).toEqual(plain(afresh));
  });
});

/** Only signed-in people read what is made from these. Other tests change them: it is always one cache that follows. */
const FEW_READ = [
  'api_client',
  'api_key',
  'inspection_judgement',
  'listing_decision',
  'provider_merge',
  'quality_action',
  'quality_finding',
  'quality_framework',
  'quality_principle',
];

it('no other table that a copy is made from is left out', () => {
  const tried = new Set(Object.keys(changes).map((name) => name.split(': ')[0]!));
  const all = [...readers.values()].flatMap(({ madeFrom = [] }) => madeFrom);
  const others = [...new Set(all)].filter((table) => !tried.has(table)).sort();
  expect(others).toEqual(FEW_READ);
});
