import { areAlike } from '../../src/features/register/keeping/entry-warnings.rules.js';
import { commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { followed } from '../support/followed.js';
import { type TestHub } from '../support/hub.js';

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

beforeEach(() =>
  hub.database.pool.query(`
    insert into school (urn, name, local_authority_code, type_code, status_code) values
      ('199301', 'Invented Primary School', '926', '1', '1'), ('199302', 'Fierté Short Stay School', '926', '14', '1'),
      ('199303', 'Closed Referral Unit', '926', '14', '2'), ('199304', 'Invented Infant School', '926', '1', '1') on conflict do nothing;
    insert into postcode (postcode, latitude, longitude, district_code) values ('NR98 1AA', 52.6, 1.3, null) on conflict do nothing`),
);

interface Told {
  readonly entry: { readonly id: string; readonly version: number } | null;
  readonly userErrors: readonly object[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}
const REST = 'userErrors { code message } warnings { code message }';
let serial = 0;
const input = (values: object) => ({
  name: `Warned provider ${++serial}`,
  settingType: 'OTH',
  registration: 'REGISTERED_SCHOOL',
  localAuthority: '926',
  ...values,
});
async function create(values: object): Promise<Told> {
  const { data } = await graph.ask<{ providerCreate: Told }>(
    commissioner,
    `mutation($input: ProviderCreateInput!) { providerCreate(input: $input) { entry: provider { id version } ${REST} } }`,
    { input: input(values) },
  );
  expect(data.providerCreate.userErrors).toEqual([]);
  return data.providerCreate;
}

describe('an entry that is stored', () => {
  it('is not said to have failed when it cannot be compared with other registers', async () => {
    const { pool } = hub.database;
    // Reading schools fails from here on, as it does while the database restarts.
    await pool.query('alter table school rename to school_away');
    try {
      const { entry, warnings } = await create({ name: 'Kept all the same', urn: '199309' });
      expect(entry).toMatchObject({ version: 1 });
      expect(warnings.map(({ code }) => code)).toContain('NOT_COMPARED');
    } finally {
      await pool.query('alter table school_away rename to school');
      await followed(hub);
    }
    expect(graph.unexpected).toEqual([]);
  });
});

describe('a new entry is warned of', () => {
  it('the URN of another school, with the name that GIAS has', async () => {
    const { warnings } = await create({ name: 'Harbour Workshop', urn: '199301' });
    expect(warnings).toEqual([
      {
        code: 'ANOTHER_SCHOOL',
        message:
          'In GIAS, the URN 199301 is that of Invented Primary School. Check that it is the URN of Harbour Workshop.',
      },
    ]);
  });

  it('calling itself unregistered with the URN of a school, and of a school that has closed', async () => {
    const { warnings } = await create({
      name: 'The Fierté School',
      urn: '199302',
      registration: 'UNREGISTERED',
    });
    expect(warnings.map(({ code }) => code)).toEqual(['REGISTERED_IN_GIAS']);
    const closed = await create({ name: 'Closed Referral Unit', urn: '199303' });
    expect(closed.warnings.map(({ code }) => code)).toEqual(['SCHOOL_CLOSED']);
  });

  it('a postcode that does not exist, if postcodes of its area were imported', async () => {
    expect((await create({ ukprn: '10093001', postcode: 'NR98 9ZZ' })).warnings).toEqual([
      {
        code: 'UNKNOWN_POSTCODE',
        message: 'NR98 9ZZ is not a known postcode. It may be mistyped, or no longer in use. Check it.',
      },
    ]);
    expect((await create({ ukprn: '10093002', postcode: 'NR98 1AA' })).warnings).toEqual([]);
    expect((await create({ ukprn: '10093003', postcode: 'ZE98 1AA' })).warnings).toEqual([]);
  });
});

it('a change is warned of what it sends, and of nothing else', async () => {
  const { entry } = await create({ name: 'Quiet Workshop', ukprn: '10093004' });
  const update = async (version: number, values: object) => {
    const { data } = await graph.ask<{ providerUpdate: Told }>(
      commissioner,
      `mutation($id: ID!, $version: Int!, $input: ProviderUpdateInput!) {
         providerUpdate(id: $id, version: $version, input: $input) { entry: provider { id version } ${REST} } }`,
      { id: entry!.id, version, input: values },
    );
    return data.providerUpdate.warnings.map(({ code }) => code);
  };
  expect(await update(1, { urn: '199304' })).toEqual(['ANOTHER_SCHOOL']);
  expect(await update(2, { description: 'What it does' })).toEqual([]);
  expect(await update(3, { name: 'Invented Workshop' })).toEqual([]);
});

it('a bulk upsert is warned of every entry', async () => {
  const { data } = await graph.ask<{ providersUpsert: Told }>(
    commissioner,
    `mutation($inputs: [ProviderCreateInput!]!) { providersUpsert(inputs: $inputs) { ${REST} } }`,
    {
      inputs: [
        input({ ukprn: '10093005', postcode: 'NR98 8ZZ', externalReference: 'w1' }),
        input({ ukprn: '10093006', postcode: 'NR98 7ZZ', externalReference: 'w2' }),
      ],
    },
  );
  expect(data.providersUpsert.warnings.map(({ message }) => message.slice(0, 8))).toEqual([
    'NR98 7ZZ',
    'NR98 8ZZ',
  ]);
});

it.each([
  ['Café Short Stay School', 'Cafe Academy', true],
  ['The Harbour School', 'Harbour Centre', true],
  ['The Short Stay School', 'The Short Stay School', true],
  ['The Short Stay School', 'Harbour School', false],
  ['Invented Primary School', 'Other Primary School', false],
])('%s and %s', (one, other, alike) => {
  expect(areAlike(one, other)).toBe(alike);
});
