import fc from 'fast-check';
import { haversineMetres, type LatLng } from '../../src/platform/geo.js';
import { emptyBits, hasBit } from '../../src/platform/search/embedded/bits.js';
import { Grid } from '../../src/platform/search/embedded/grid.js';

const CAPACITY = 256;
/** A cell is 0.05 degrees high and wide: what is farther beyond the edge than its diagonal is in no cell that the circle touches. */
const DIAGONAL_METRES = 8_000;

const near = (centre: LatLng, degrees: number) =>
  fc
    .tuple(
      fc.double({ min: -degrees, max: degrees, noNaN: true }),
      fc.double({ min: -degrees, max: degrees, noNaN: true }),
    )
    .map(([lat, lng]): LatLng => ({ lat: centre.lat + lat, lng: centre.lng + lng }));

const centre = fc.record({
  lat: fc.double({ min: -80, max: 80, noNaN: true }),
  lng: fc.double({ min: -170, max: 170, noNaN: true }),
});

function gridOf(places: readonly (LatLng | null)[]): Grid {
  const grid = new Grid();
  grid.grow(CAPACITY);
  for (const [slot, place] of places.entries()) grid.put(slot, place);
  return grid;
}

const metresBetween = (a: LatLng, b: LatLng) => haversineMetres(a.lat, a.lng, b.lat, b.lng);

describe('grid', () => {
  const question = centre.chain((middle) =>
    fc.record({
      middle: fc.constant(middle),
      metres: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 60_000, noNaN: true })),
      places: fc.array(fc.oneof(near(middle, 0.001), near(middle, 0.1), near(middle, 1)), {
        maxLength: CAPACITY,
      }),
    }),
  );

  it('finds whatever is within a radius, and nothing that is a cell beyond it', () => {
    fc.assert(
      fc.property(question, ({ middle, metres, places }) => {
        const found = emptyBits(CAPACITY);
        expect(gridOf(places).uniteNear(middle, metres, found)).toBe(true);
        for (const [slot, place] of places.entries()) {
          const away = metresBetween(middle, place);
          if (away <= metres) expect(hasBit(found, slot)).toBe(true);
          if (away > metres + DIAGONAL_METRES) expect(hasBit(found, slot)).toBe(false);
        }
      }),
    );
  });

  it('finds what lies on the very edge, whichever way', () => {
    fc.assert(
      fc.property(centre, near({ lat: 0, lng: 0 }, 0.5), (middle, { lat, lng }) => {
        const place = { lat: middle.lat + lat, lng: middle.lng + lng };
        const found = emptyBits(CAPACITY);
        gridOf([place]).uniteNear(middle, metresBetween(middle, place), found);
        expect(hasBit(found, 0)).toBe(true);
      }),
    );
  });

  it('follows what moves, comes back and goes', () => {
    const moves = fc.array(fc.tuple(fc.nat(CAPACITY - 1), fc.option(near({ lat: 52.6, lng: 1.3 }, 0.3))), {
      maxLength: 500,
    });
    fc.assert(
      fc.property(moves, (written) => {
        const grid = gridOf([]);
        const now = new Map<number, LatLng | null>();
        for (const [slot, place] of written) {
          grid.put(slot, place);
          now.set(slot, place);
        }
        const found = emptyBits(CAPACITY);
        grid.uniteNear({ lat: 52.6, lng: 1.3 }, 200_000, found);
        for (let slot = 0; slot < CAPACITY; slot++)
          expect(hasBit(found, slot)).toBe((now.get(slot) ?? null) !== null);
      }),
    );
  });

  it('leaves circles around a pole or across the antimeridian to the caller, who looks at every slot', () => {
    const grid = gridOf([{ lat: 89.9, lng: 0 }]);
    const refuses = (lat: number, lng: number, metres: number) =>
      !grid.uniteNear({ lat, lng }, metres, emptyBits(CAPACITY));
    expect(refuses(89.9, 0, 20_000)).toBe(true);
    expect(refuses(-89.9, 0, 20_000)).toBe(true);
    expect(refuses(0, 179.9, 20_000)).toBe(true);
    expect(refuses(0, -179.9, 20_000)).toBe(true);
    expect(refuses(52, 0, 25_000_000)).toBe(true);
    expect(refuses(52, 0, 640_000)).toBe(false);
  });
});
