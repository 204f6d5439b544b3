import { encodeId } from '../../src/platform/graphql/global-id.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { addPlanningArea, knownPlace } from './places.js';

const NORTH_NORFOLK = 'E07000147';
const BRECKLAND = 'E07000143';

interface Area {
  readonly id: string;
  readonly name: string;
  readonly isDemonstration: boolean;
  readonly localAuthority: { readonly code: string };
  readonly districts: readonly { readonly code: string }[];
}

let hub: TestHub;
let byDistrict: string;
let bySector: string;
beforeAll(async () => {
  hub = await startTestHub(async ({ pool }) => {
    byDistrict = await addPlanningArea(pool, 'Coast', { districts: [NORTH_NORFOLK] });
    bySector = await addPlanningArea(pool, 'Fakenham and around', {
      sectors: ['NR21 8', 'NR21 9', 'NR20 4'],
    });
  });
});
afterAll(() => hub.stop());

async function planningAreas(localAuthority?: string): Promise<Area[]> {
  const { data, errors } = await hub.query<{ planningAreas: Area[] }>(
    `query ($localAuthority: String) {
      planningAreas(localAuthority: $localAuthority) {
        id name isDemonstration localAuthority { code } districts { code }
      }
    }`,
    { localAuthority },
  );
  expect(errors).toBeUndefined();
  return data.planningAreas;
}

describe('planningAreas', () => {
  it('are listed by name, each with the districts that it touches', async () => {
    expect(await planningAreas()).toEqual([
      {
        id: encodeId('pla', byDistrict),
        name: 'Coast',
        isDemonstration: true,
        localAuthority: { code: '926' },
        districts: [{ code: NORTH_NORFOLK }],
      },
      expect.objectContaining({
        id: encodeId('pla', bySector),
        districts: [{ code: BRECKLAND }, { code: NORTH_NORFOLK }],
      }),
    ]);
  });

  it('are those of one local authority when it is named', async () => {
    expect(await planningAreas('926')).toHaveLength(2);
    expect(await planningAreas('935')).toEqual([]);
  });

  it('are nodes', async () => {
    const { data } = await hub.query('query ($id: ID!) { node(id: $id) { ... on PlanningArea { name } } }', {
      id: encodeId('pla', bySector),
    });
    expect(data).toEqual({ node: { name: 'Fakenham and around' } });
  });
});

describe("a place's planning area", () => {
  it('is that of its sector before that of its district', async () => {
    const of = async (postcode: string) => (await knownPlace(hub, { postcode })).planningArea?.name;
    expect(await of('NR21 9AA')).toBe('Fakenham and around');
    expect(await of('NR21 9')).toBe('Fakenham and around');
    expect(await of('NR21 0AA')).toBe('Coast');
  });

  it('is that of its district where only the outcode is known', async () => {
    expect((await knownPlace(hub, { postcode: 'NR21' })).planningArea?.name).toBe('Coast');
  });

  it('is null where there is none', async () => {
    expect((await knownPlace(hub, { postcode: 'NR1 3PY' })).planningArea).toBeNull();
    expect((await knownPlace(hub, { postcode: 'LS1 4AP' })).planningArea).toBeNull();
  });

  it('follows from the nearest sector for a point, also close to the centre of an outcode', async () => {
    const { rows } = await hub.database.pool.query<{ latitude: number; longitude: number }>(
      `select latitude, longitude from postcode_outcode where outcode = 'NR21'`,
    );
    const point = rows[0]!; // NR21 8 is the sector whose centre is nearest to it
    expect((await knownPlace(hub, { point })).planningArea?.name).toBe('Fakenham and around');
  });
});

describe('a change of the planning areas', () => {
  it('is followed without a restart, through the change feed', async () => {
    const { pool } = hub.database;
    const id = await addPlanningArea(pool, 'Norwich', { districts: ['E07000148'] });
    await hub.feed.sync();
    expect((await knownPlace(hub, { postcode: 'NR1 3PY' })).planningArea?.name).toBe('Norwich');

    await pool.query('delete from planning_area where id = $1', [id]);
    await hub.feed.sync();
    expect((await knownPlace(hub, { postcode: 'NR1 3PY' })).planningArea).toBeNull();
    expect(await planningAreas()).toHaveLength(2);
  });

  it('of a name alone is followed too', async () => {
    const { pool } = hub.database;
    await pool.query(`update planning_area set name = 'The coast' where id = $1`, [byDistrict]);
    await hub.feed.sync();
    expect((await planningAreas()).map(({ name }) => name)).toContain('The coast');
    await pool.query(`update planning_area set name = 'Coast' where id = $1`, [byDistrict]);
    await hub.feed.sync();
  });
});

describe('districts', () => {
  it('are the seven of Norfolk, by name', async () => {
    const { data } = await hub.query<{ districts: { code: string; name: string }[] }>(
      '{ districts(localAuthority: "926") { code name localAuthority { name } } }',
    );
    expect(data.districts.map(({ name }) => name)).toEqual([
      'Breckland',
      'Broadland',
      'Great Yarmouth',
      "King's Lynn and West Norfolk",
      'North Norfolk',
      'Norwich',
      'South Norfolk',
    ]);
    expect(data.districts[0]).toMatchObject({ code: BRECKLAND, localAuthority: { name: 'Norfolk' } });
  });

  it('of an authority that does not exist are refused', async () => {
    const { errors } = await hub.query('{ districts(localAuthority: "999") { code } }');
    expect(JSON.stringify(errors)).toContain('UNKNOWN_CODE');
  });
});
