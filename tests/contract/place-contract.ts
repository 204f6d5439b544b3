import { EARTH_RADIUS_METRES, haversineMetres, type LatLng } from '../../src/platform/geo.js';
import type { Scope } from '../../src/platform/search/port.js';
import { aDocument } from './contract-schema.js';
import type { Subject } from './contract-section.js';

const centre: LatLng = { lat: 52, lng: -1 };

/** A point due north, so far that the haversine says so many metres. */
const north = (metres: number): LatLng => ({
  lat: centre.lat + (metres / EARTH_RADIUS_METRES) * (180 / Math.PI),
  lng: centre.lng,
});
const within = (metres: number, from = centre, ...areas: string[]): Scope => ({
  kind: 'radius',
  centre: from,
  metres,
  areas,
});

/** Radius, box, areas, distances and their order. */
export function placeContract(subject: () => Subject): void {
  const inScope = (scope: Scope) => subject().find({ scope });

  it('includes the edge of a radius, to the metre', async () => {
    await subject().holds(
      aDocument('in', { position: north(24_999) }),
      aDocument('out', { position: north(25_001) }),
      aDocument('unknown'),
    );
    expect(await inScope(within(25_000))).toEqual(['in']);
    expect(await inScope(within(25_002))).toEqual(['in', 'out']);
    const edge = north(1234.5);
    await subject().holds(aDocument('edge', { position: edge }));
    const metres = haversineMetres(centre.lat, centre.lng, edge.lat, edge.lng);
    expect(await inScope(within(metres))).toEqual(['edge']);
    expect(await inScope(within(metres - 1))).toEqual([]);
  });

  it('finds the very point by a radius of 0, and the whole Earth by 20,000 km and a little', async () => {
    await subject().holds(
      aDocument('antipode', { position: { lat: -52, lng: 179 } }),
      aDocument('here', { position: centre }),
      aDocument('near-antipode', { position: { lat: -51, lng: 178 } }),
      aDocument('unknown'),
    );
    expect(await inScope(within(0))).toEqual(['here']);
    expect(await inScope(within(20_000_000))).toEqual(['here', 'near-antipode']);
    expect(await inScope(within(20_037_508))).toEqual(['antipode', 'here', 'near-antipode']);
  });

  it('reaches over the antimeridian and the poles', async () => {
    await subject().holds(
      aDocument('east', { position: { lat: 0, lng: 179.99 } }),
      aDocument('pole', { position: { lat: 90, lng: 0 } }),
      aDocument('pole-again', { position: { lat: 89.99, lng: 120 } }),
      aDocument('west', { position: { lat: 0, lng: -179.99 } }),
    );
    expect(await inScope(within(3000, { lat: 0, lng: 180 }))).toEqual(['east', 'west']);
    expect(await inScope(within(3000, { lat: 89.99, lng: -60 }))).toEqual(['pole', 'pole-again']);
  });

  it('includes all four edges of a box', async () => {
    const box: Scope = { kind: 'box', south: 51, west: -2, north: 53, east: 0, areas: [] };
    const at = (id: string, lat: number, lng: number) => aDocument(id, { position: { lat, lng } });
    await subject().holds(
      at('centre', 52, -1),
      at('corner-ne', 53, 0),
      at('corner-sw', 51, -2),
      at('out-e', 52, 0.00001),
      at('out-n', 53.00001, -1),
      at('out-s', 50.99999, -1),
      at('out-w', 52, -2.00001),
      aDocument('unknown'),
    );
    expect(await inScope(box)).toEqual(['centre', 'corner-ne', 'corner-sw']);
  });

  it('uses the position only if young people travel there, and otherwise the areas served', async () => {
    await subject().holds(
      aDocument('both', { position: centre, areasServed: ['A1', 'A2'] }),
      aDocument('far', { position: north(90_000), areasServed: ['A1'] }),
      aDocument('nowhere', { areasServed: ['A1'] }),
      aDocument('outreach', { position: centre, onSite: false, areasServed: ['A1'] }),
      aDocument('outreach-elsewhere', { position: centre, onSite: false, areasServed: ['A9'] }),
      aDocument('site', { position: north(500) }),
    );
    const { hits } = await subject().ask({ scope: within(1000, centre, 'A1', 'A7') });
    expect(hits.map(({ id, reachedBy }) => [id, reachedBy])).toEqual([
      ['both', 'SITE'],
      ['far', 'AREA'],
      ['nowhere', 'AREA'],
      ['outreach', 'AREA'],
      ['site', 'SITE'],
    ]);
    expect(hits.map(({ distanceMetres }) => distanceMetres !== undefined)).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
    expect(await inScope(within(1000))).toEqual(['both', 'site']);
  });

  it('finds sites by a keyword of their area, and others by areas served', async () => {
    await subject().holds(
      aDocument('elsewhere', { keywords: { district: ['D2'] } }),
      aDocument('online', { keywords: { district: ['D1'] }, onSite: false }),
      aDocument('outreach', { keywords: { district: ['D2'] }, onSite: false, areasServed: ['A1'] }),
      aDocument('site', { keywords: { district: ['D1'] } }),
    );
    const area = (values: string[], ...areas: string[]): Scope => ({
      kind: 'area',
      field: 'district',
      values,
      areas,
    });
    const { hits } = await subject().ask({ scope: area(['D1'], 'A1') });
    expect(hits).toEqual([
      { id: 'outreach', reachedBy: 'AREA' },
      { id: 'site', reachedBy: 'SITE' },
    ]);
    expect(await inScope(area([]))).toEqual([]);
  });

  it('sorts by distance: equally far by id, then those without a distance by id', async () => {
    const twin = north(5000);
    await subject().holds(
      aDocument('a-unknown'),
      aDocument('b-area', { position: north(200_000), areasServed: ['A1'] }),
      aDocument('c-far', { position: north(9000) }),
      aDocument('d-twin', { position: twin }),
      aDocument('e-twin', { position: twin }),
      aDocument('f-near', { position: north(10) }),
    );
    const sort = { by: 'distance', from: centre } as const;
    expect(await subject().find({ sort, scope: within(10_000, centre, 'A1') })).toEqual([
      'f-near',
      'd-twin',
      'e-twin',
      'c-far',
      'b-area',
    ]);
    expect(await subject().find({ sort })).toEqual([
      'f-near',
      'd-twin',
      'e-twin',
      'c-far',
      'b-area',
      'a-unknown',
    ]);
  });

  it('measures by the haversine, from the point sorted by or else the centre', async () => {
    const position = { lat: 52.63, lng: 1.29 };
    await subject().holds(aDocument('norwich', { position }));
    const scope = within(1_000_000);
    const from = { lat: 51.5, lng: -0.12 };
    const metres = async (part: object) => (await subject().ask(part)).hits[0]!.distanceMetres!;
    const allowed = Math.max(1e-6, subject().tolerance.distanceMetres / 2);
    const exact = (point: LatLng) => haversineMetres(point.lat, point.lng, position.lat, position.lng);
    expect(Math.abs((await metres({ scope })) - exact(centre))).toBeLessThanOrEqual(allowed);
    expect(Math.abs((await metres({ sort: { by: 'distance', from } })) - exact(from))).toBeLessThanOrEqual(
      allowed,
    );
    expect(
      Math.abs((await metres({ scope, sort: { by: 'distance', from } })) - exact(from)),
    ).toBeLessThanOrEqual(allowed);
  });
}
