import fc from 'fast-check';
import { EARTH_RADIUS_METRES, haversineMetres } from '../../src/platform/geo.js';

const latitude = fc.double({ min: -90, max: 90, noNaN: true });
const longitude = fc.double({ min: -180, max: 180, noNaN: true });
const point = fc.record({ lat: latitude, lng: longitude });

describe('haversineMetres', () => {
  it('has the Earth radius of Meilisearch, so that both engines agree', () => {
    expect(EARTH_RADIUS_METRES).toBe(6_371_000);
  });

  it('is an arc of the meridian between two points due north of each other', () => {
    const degree = (Math.PI / 180) * EARTH_RADIUS_METRES;
    expect(haversineMetres(52, 1, 53, 1)).toBeCloseTo(degree, 6);
  });

  it('knows how far Norwich is from London', () => {
    expect(haversineMetres(52.6278, 1.2983, 51.5074, -0.1278)).toBeCloseTo(158_370, -3);
  });

  it('is half the circumference between the poles, and crosses the 180th meridian', () => {
    expect(haversineMetres(90, 0, -90, 0)).toBeCloseTo(Math.PI * EARTH_RADIUS_METRES, 3);
    expect(haversineMetres(0, 179.5, 0, -179.5)).toBeCloseTo((Math.PI / 180) * EARTH_RADIUS_METRES, 6);
  });

  it('is right to a millimetre between points a metre apart', () => {
    const metre = 180 / Math.PI / EARTH_RADIUS_METRES;
    expect(haversineMetres(52.85, 0.82, 52.85 + metre, 0.82)).toBeCloseTo(1, 3);
  });

  it('is symmetric, never negative or NaN, and zero from a point to itself', () => {
    fc.assert(
      fc.property(point, point, (a, b) => {
        const there = haversineMetres(a.lat, a.lng, b.lat, b.lng);
        expect(there).toBeGreaterThanOrEqual(0);
        expect(there).toBeLessThanOrEqual(Math.PI * EARTH_RADIUS_METRES);
        expect(haversineMetres(b.lat, b.lng, a.lat, a.lng)).toBeCloseTo(there, 3);
        expect(haversineMetres(a.lat, a.lng, a.lat, a.lng)).toBe(0);
      }),
    );
  });

  it('agrees with the law of cosines, an independent formula, away from tiny distances', () => {
    const radians = Math.PI / 180;
    fc.assert(
      fc.property(point, point, (a, b) => {
        const cosine =
          Math.sin(a.lat * radians) * Math.sin(b.lat * radians) +
          Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.cos((b.lng - a.lng) * radians);
        fc.pre(Math.abs(cosine) < 0.999_999);
        const metres = haversineMetres(a.lat, a.lng, b.lat, b.lng);
        expect(metres).toBeCloseTo(Math.acos(cosine) * EARTH_RADIUS_METRES, 0);
      }),
    );
  });
});
