import { loadDemonstration } from '../../seeds/load-demonstration.js';
import type { Site } from '../../src/features/provider/site.entity.js';
import type { LatLng } from '../../src/platform/geo.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { found } from '../search/ask.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { Chance } from '../support/chance.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { atGrid, gridOf, metresBetween, squareCentre } from './national-grid.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) => loadDemonstration(pool, '2026-11-23'));
});
afterAll(() => hub.stop());

const WHERE = { postcode: 'NR21 9AA', street: '1 Mill Lane', locality: 'Hempton', town: 'Fakenham' };
const AT = atGrid(592_080, 329_930);
const at = ({ lat, lng }: LatLng) => ({ latitude: lat, longitude: lng });

interface Shown {
  readonly publicPosition: { latitude: number; longitude: number; precision: string } | null;
  readonly publicAddress: object | null;
}

/** What everybody reads of a site. */
async function shown({ id }: Pick<Site, 'id'>): Promise<Shown> {
  const { data, errors } = await hub.query<{ node: Shown }>(
    `query ($id: ID!) { node(id: $id) { ... on Site {
      publicPosition { latitude longitude precision } publicAddress { street locality town postcode } } } }`,
    { id: encodeId('sit', id) },
  );
  expect(errors).toBeUndefined();
  return data.node;
}
async function aSiteAt(values: Parameters<typeof aSite>[2]): Promise<Site> {
  return aSite(hub, await aProvider(hub), { ...WHERE, ...at(AT), positionPrecision: 'POINT', ...values });
}

describe('where everyone sees that a site is', () => {
  it('is its own position, with its address, when that is public', async () => {
    const site = await aSiteAt({ addressVisibility: 'PUBLIC' });
    expect(await shown(site)).toEqual({
      publicPosition: { ...at(AT), precision: 'POINT' },
      publicAddress: { street: '1 Mill Lane', locality: 'Hempton', town: 'Fakenham', postcode: 'NR21 9AA' },
    });
  });

  it('is the centre of its kilometre square when it is not', async () => {
    const { publicPosition, publicAddress } = await shown(await aSiteAt({ addressVisibility: 'FULL' }));
    expect(publicAddress).toBeNull();
    const { latitude, longitude, precision } = publicPosition!;
    expect(precision).toBe('KILOMETRE');
    const here = { lat: latitude, lng: longitude };
    expect(metresBetween(here, atGrid(592_500, 329_500))).toBeLessThan(0.2);
    expect(metresBetween(here, AT)).toBeGreaterThan(500);
  });

  it('is the centre of the outcode of a home', async () => {
    const { rows } = await hub.database.pool.query(
      `select latitude, longitude from postcode_outcode where outcode = 'NR21'`,
    );
    expect(await shown(await aSiteAt({ addressVisibility: 'OUTCODE' }))).toEqual({
      publicPosition: { ...rows[0], precision: 'OUTCODE' },
      publicAddress: null,
    });
  });

  it.each([
    ['POINT', 'KILOMETRE'],
    ['POSTCODE', 'KILOMETRE'],
    ['SECTOR', 'SECTOR'],
    ['OUTCODE', 'OUTCODE'],
  ] as const)(
    'is no more precise than the position itself: %s makes %s',
    async (positionPrecision, precision) => {
      const site = await aSiteAt({ positionPrecision });
      expect((await shown(site)).publicPosition).toMatchObject({ precision });
      await hub.providers.updateSite(site.id, 1, { addressVisibility: 'PUBLIC' });
      expect((await shown(site)).publicPosition).toMatchObject({ precision: positionPrecision });
    },
  );

  it('is nowhere when its position is not known, or far from Great Britain', async () => {
    const nowhere = await aSiteAt({ latitude: null, longitude: null, positionPrecision: null });
    expect(await shown(nowhere)).toEqual({ publicPosition: null, publicAddress: null });
    expect(await shown(await aSiteAt({ latitude: 41.9, longitude: 12.5 }))).toMatchObject({
      publicPosition: null,
    });
  });

  it('moves with the site, and with what is shown of it', async () => {
    const site = await aSiteAt({});
    const moved = atGrid(600_900, 340_100);
    await hub.providers.updateSite(site.id, 1, at(moved));
    const { latitude, longitude } = (await shown(site)).publicPosition!;
    expect(metresBetween({ lat: latitude, lng: longitude }, squareCentre(moved))).toBeLessThan(0.2);
    await hub.providers.updateSite(site.id, 2, { addressVisibility: 'PUBLIC' });
    expect((await shown(site)).publicPosition).toEqual({ ...at(moved), precision: 'POINT' });
  });

  it('is worked out by the database, whatever writes and with what triggers', async () => {
    const site = await aSiteAt({});
    const before = await shown(site);
    const client = await hub.database.pool.connect();
    await client.query('set session_replication_role = replica');
    await client.query(
      'update site set public_latitude = latitude, public_longitude = longitude where id = $1',
      [site.id],
    );
    await client.query('reset session_replication_role');
    client.release();
    await hub.feed.sync();
    expect(await shown(site)).toEqual(before);
  });
});

describe('the centre of an outcode that moves', () => {
  it('takes the homes in it along, and searches find them there', async () => {
    const provider = await aProvider(hub);
    const site = await aSite(hub, provider, { ...WHERE, postcode: 'TR21 0AA', addressVisibility: 'OUTCODE' });
    await anOffering(hub, provider, { title: 'On an island', siteIds: [site.id] });
    const { pool } = hub.database;
    for (const [latitude, longitude] of [
      [49.91, -6.31],
      [49.92, -6.3],
    ]) {
      await pool.query(`update postcode_outcode set latitude = $1, longitude = $2 where outcode = 'TR21'`, [
        latitude,
        longitude,
      ]);
      await hub.feed.sync();
      expect((await shown(site)).publicPosition).toEqual({ latitude, longitude, precision: 'OUTCODE' });
      const near = { place: { point: { latitude, longitude } }, within: { km: 0.01 } };
      const { hits } = await found(hub, { near });
      expect(hits[0]).toMatchObject({ offering: { title: 'On an island' }, distanceMetres: 0 });
    }
    await pool.query(`delete from postcode_outcode where outcode = 'TR21'`);
    await hub.feed.sync();
    expect((await shown(site)).publicPosition).toBeNull();
  });
});

describe('kilometre squares', () => {
  it('have the centres that proj4 gives them, all over Great Britain', async () => {
    const chance = new Chance(17);
    const points = Array.from({ length: 1_500 }, () =>
      atGrid(chance.share() * 700_000, chance.share() * 1_220_000),
    );
    const { rows } = await hub.database.pool.query<{ lat: number; lng: number }>(
      `select c.centre_latitude as lat, c.centre_longitude as lng
         from jsonb_to_recordset($1::jsonb) as p (n int, lat float8, lng float8), grid_square_centre(p.lat, p.lng) c
        order by p.n`,
      [JSON.stringify(points.map((point, n) => ({ n, ...point })))],
    );
    expect(rows).toHaveLength(points.length);
    const wrong = points.filter((point, i) => {
      // A hair from an edge, either square is right.
      const toEdge = gridOf(point).map((metres) => Math.abs(Math.round(metres / 1_000) * 1_000 - metres));
      return Math.min(...toEdge) > 0.1 && metresBetween(rows[i]!, squareCentre(point)) > 0.2;
    });
    expect(wrong).toEqual([]);
  });

  it('are the same for every site in them, to the last digit', async () => {
    const places = [AT, atGrid(592_999, 329_001), atGrid(592_001, 329_999), atGrid(592_500, 329_500)];
    const centres = [];
    for (const place of places) centres.push(await shown(await aSiteAt(at(place))));
    expect(new Set(centres.map((centre) => JSON.stringify(centre))).size).toBe(1);
  });

  it('hold every site of the demonstration that is not public', async () => {
    const { rows } = await hub.database.pool.query<Site & { lat: number; lng: number }>(
      `select s.*, s.latitude as lat, s.longitude as lng, o.latitude as "outcodeLat", o.longitude as "outcodeLng"
         from site s join postcode_outcode o on o.outcode = split_part(s.postcode, ' ', 1) where s.is_demonstration`,
    );
    const kinds = new Set<string>();
    for (const row of rows as unknown as Record<string, number | string>[]) {
      kinds.add(String(row.address_visibility));
      const own = { lat: Number(row.lat), lng: Number(row.lng) };
      const told = { lat: Number(row.public_latitude), lng: Number(row.public_longitude) };
      const expected =
        row.address_visibility === 'PUBLIC'
          ? own
          : row.address_visibility === 'OUTCODE'
            ? { lat: Number(row.outcodeLat), lng: Number(row.outcodeLng) }
            : squareCentre(own);
      expect([row.name, metresBetween(told, expected) < 0.2]).toEqual([row.name, true]);
    }
    expect([...kinds].sort()).toEqual(['FULL', 'OUTCODE', 'PUBLIC']);
  });
});
