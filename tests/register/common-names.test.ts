import type { Actor } from '../../src/features/identity/actor.js';
import { registerSorts } from '../../src/features/register/list/register-filter.rules.js';
import { foldName } from '../../src/platform/text.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider } from '../support/builders.js';
import { followed } from '../support/followed.js';
import { type TestHub } from '../support/hub.js';

/** Enough that a text which one in eleven has is in more names than are found before the page is read. */
const SITES = 12_500;
/** Their names come last and they changed last, so the first entries in most orders have none of them. */
const CLUSTERED = 1_100;

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly state: string;
  readonly code: string;
  readonly updated: string;
  readonly since: string;
}

let hub: TestHub;
let graph: Graph;
let rows: Row[];
askedHub(async (...started) => {
  [hub, graph] = started;
  const { pool } = hub.database;
  const [near, far] = [
    await aProvider(hub, { name: 'Rare zebra school' }),
    await aProvider(hub, { name: 'Far away', localAuthorityCode: '935' }),
  ];
  await anOffering(hub, near, { title: 'School of zeal' });
  await pool.query(
    `insert into site (id, provider_id, name, postcode, address_visibility, state, updated_at)
     select gen_random_uuid(), case when i % 40 = 0 then $4::uuid else $3::uuid end,
            case when i <= $2 then 'Zeal & hall ' else 'Common school ' end || i % 4000, 'NR21 9AA', 'PUBLIC',
            case when i % 3 = 0 then 'DRAFT' else 'LISTED' end, timestamptz '2026-11-01' - i / 2 * interval '1 minute'
       from generate_series(1, $1::int) i`,
    [SITES, CLUSTERED, near.id, far.id],
  );
  await followed(hub);
  rows = (
    await pool.query<Row>(
      `select id, kind, name, state, code, to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as updated,
              to_char(state_since at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as since
         from (select id, 'PROVIDER' as kind, name, state, local_authority_code as code, updated_at, state_since from provider
               union all select e.id, 'SITE', e.name, e.state, p.local_authority_code, e.updated_at, e.state_since
                 from site e join provider p on p.id = e.provider_id
               union all select e.id, 'OFFERING', e.title, e.state, p.local_authority_code, e.updated_at, e.state_since
                 from offering e join provider p on p.id = e.provider_id) e`,
    )
  ).rows;
});

type Sort = (typeof registerSorts)[number];
const keyOf: Record<Sort, (row: Row) => string> = {
  NAME_ASC: ({ name }) => name,
  NAME_DESC: ({ name }) => name,
  UPDATED_AT_ASC: ({ updated }) => updated,
  UPDATED_AT_DESC: ({ updated }) => updated,
  STATE_SINCE_ASC: ({ since }) => since,
  STATE_SINCE_DESC: ({ since }) => since,
};

/** What the list has to be, found in the plain way. */
function expected(codes: readonly string[], text: string, state: string | undefined, sort: Sort): string[] {
  const key = keyOf[sort];
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const found = rows
    .filter((row) => codes.includes(row.code) && (!state || row.state === state))
    .filter((row) => foldName(row.name).includes(foldName(text)))
    .sort((a, b) => compare(key(a), key(b)) || compare(a.id, b.id));
  return (sort.endsWith('_DESC') ? found.reverse() : found).map(({ kind, name }) => `${kind} ${name}`);
}

interface Listed {
  readonly register: {
    readonly totalCount: number;
    readonly nodes: { readonly kind: string; readonly name: string }[];
    readonly pageInfo: { readonly endCursor: string; readonly startCursor: string };
  };
}
const DOCUMENT = `query ($filter: RegisterFilter, $sort: RegisterSort, $first: Int, $after: String, $last: Int, $before: String) {
  register(filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) {
    totalCount nodes { kind name } pageInfo { endCursor startCursor } } }`;

async function listed(actor: Actor, variables: Record<string, unknown>) {
  const { data, errors } = await graph.ask<Listed>(actor, DOCUMENT, variables);
  expect(errors).toBeUndefined();
  const { nodes, pageInfo, totalCount } = data.register;
  return { names: nodes.map(({ kind, name }) => `${kind} ${name}`), ...pageInfo, totalCount };
}

const farAway = anActor('commissioner', { localAuthorities: ['935'] });
const both = anActor('commissioner', { localAuthorities: ['935', '926'] });

describe('a text is found wherever the entries with it are in the list', () => {
  const texts = ['school', 'common school 39', 'zeal and hall', 'zebra', 'qqq'];
  it.each(texts.flatMap((text) => registerSorts.slice(0, 4).map((sort) => [text, sort] as const)))(
    '%s, %s',
    async (text, sort) => {
      for (const [actor, codes] of [
        [commissioner, ['926']],
        [farAway, ['935']],
        [both, ['935', '926']],
      ] as const) {
        for (const state of [undefined, 'DRAFT']) {
          const filter = { text, ...(state && { state: [state] }) };
          const all = expected(codes, text, state, sort);
          const first = await listed(actor, { filter, sort, first: 20 });
          expect(first.names).toEqual(all.slice(0, 20));
          expect(first.totalCount).toBe(all.length);
          const last = await listed(actor, { filter, sort, last: 7 });
          expect(last.names).toEqual(all.slice(-7));
          if (all.length <= 20) continue;
          const second = await listed(actor, { filter, sort, first: 30, after: first.endCursor });
          expect(second.names).toEqual(all.slice(20, 50));
          const before = await listed(actor, { filter, sort, last: 5, before: last.startCursor });
          expect(before.names).toEqual(all.slice(-12, -7));
        }
      }
    },
  );

  it('and after a name was changed to one that many have, or from it', async () => {
    const { pool } = hub.database;
    const names = async () => (await listed(both, { filter: { text: 'school' }, first: 3 })).names;
    const [before] = await names();
    await pool.query(`update offering set title = 'A school' where title = 'School of zeal'`);
    await followed(hub);
    expect(await names()).toEqual(expect.arrayContaining(['OFFERING A school', before]));
    await pool.query(`update offering set title = 'School of zeal' where title = 'A school'`);
    await followed(hub);
    expect((await names())[0]).toBe(before);
  });
});
