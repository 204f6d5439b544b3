import { haversineMetres, type LatLng } from '../../src/platform/geo.js';
import type { Ask } from '../support/hub.js';

/** What someone knows of a site that they look for: what it offers, and that it is somewhere near a place. */
export interface Target {
  /** Global ids. */
  readonly provider: string;
  readonly offering: string;
  /** The one year group that it takes, and nothing else does. */
  readonly year: number;
  readonly somewhereNear: LatLng;
  /** A site of another provider at a public address, to measure against. */
  readonly landmark: { readonly provider: string; readonly title: string; readonly at: LatLng };
}

/** Works out where a site is from what one kind of question answers. */
export type Attack = (ask: Ask, target: Target) => Promise<LatLng>;

/** Metres from a place to the target, by whatever means. */
type Measure = (ask: Ask, target: Target, from: LatLng) => Promise<number>;

/** Halvings: a hundred kilometres down to three metres. */
const STEPS = 15;

/** Where a question begins to get a yes, between a value with no and one with yes. */
async function edge(no: number, yes: number, isYes: (value: number) => Promise<boolean>): Promise<number> {
  let [low, high] = [no, yes];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (await isYes(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

const place = ({ lat, lng }: LatLng) => ({ point: { latitude: lat, longitude: lng } });
const within = (from: LatLng, km: number) => ({ place: place(from), within: { km } });
const moved = ({ lat, lng }: LatLng, north: number, east: number): LatLng => ({
  lat: lat + north,
  lng: lng + east,
});

/** The point at three distances from three places, by Newton's method. */
function trilaterate(from: readonly LatLng[], metres: readonly number[], start = from[0]!): LatLng {
  let { lat, lng } = start;
  const off = (a: number, b: number, i: number) =>
    haversineMetres(from[i]!.lat, from[i]!.lng, a, b) - metres[i]!;
  const step = 1e-6;
  for (let round = 0; round < 50; round++) {
    // Least squares of three equations in two unknowns: the normal equations, solved by Cramer's rule.
    let [aa, ab, bb, ar, br] = [0, 0, 0, 0, 0];
    for (let i = 0; i < 3; i++) {
      const now = off(lat, lng, i);
      const a = (off(lat + step, lng, i) - now) / step;
      const b = (off(lat, lng + step, i) - now) / step;
      aa += a * a;
      ab += a * b;
      bb += b * b;
      ar += a * now;
      br += b * now;
    }
    const determinant = aa * bb - ab * ab;
    lat -= (bb * ar - ab * br) / determinant;
    lng -= (aa * br - ab * ar) / determinant;
  }
  return { lat, lng };
}

/** An attack that measures from three places round about. */
const byDistances =
  (measure: Measure): Attack =>
  async (ask, target) => {
    const { somewhereNear } = target;
    const from = [
      moved(somewhereNear, 0.11, 0.03),
      moved(somewhereNear, -0.09, 0.17),
      moved(somewhereNear, -0.05, -0.19),
    ];
    const metres: number[] = [];
    for (const one of from) metres.push(await measure(ask, target, one));
    return trilaterate(from, metres);
  };

interface Found {
  readonly totalCount: number;
  readonly hits: readonly {
    readonly distanceMetres: number | null;
    readonly offering: { readonly title: string };
  }[];
  readonly facets: readonly { readonly values: readonly { readonly count: number }[] }[];
  readonly wider: readonly { readonly radiusMetres: number; readonly count: number }[];
}

async function search(
  ask: Ask,
  providers: readonly string[],
  near: object,
  more: object = {},
): Promise<Found> {
  const { data, errors } = await ask<{ search: Found & { userErrors: unknown[] } }>(
    `query ($near: NearInput, $filter: SearchFilter, $sort: SearchSort, $facets: FacetRequest) {
      search(near: $near, filter: $filter, sort: $sort, facets: $facets, first: 5) {
        totalCount hits: nodes { distanceMetres offering { title } } facets { values { count } } wider { radiusMetres count }
        userErrors { message } } }`,
    { near, filter: { provider: { anyOf: providers } }, ...more },
  );
  expect([errors, data.search.userErrors]).toEqual([undefined, []]);
  return data.search;
}

interface Weighed {
  readonly distanceMetres: number | null;
  readonly score: number;
  readonly parts: readonly {
    readonly kind: string;
    readonly value: number | null;
    readonly sentence: string;
  }[];
}
interface Matched {
  readonly totalCount: number;
  readonly matches: readonly Weighed[];
  readonly nearMisses: readonly { readonly kind: string; readonly sentence: string }[];
}
const WEIGHED = 'distanceMetres score parts { kind value sentence }';

async function match(
  ask: Ask,
  { year }: Target,
  from: LatLng,
  km: number,
  hard: readonly string[],
): Promise<Matched> {
  const profile = { yearGroup: year, near: within(from, km), hard: ['YEARS', ...hard] };
  const { data, errors } = await ask<{ match: Matched }>(
    `query ($profile: MatchProfile!) { match(profile: $profile, first: 50) {
      totalCount matches { ${WEIGHED} } nearMisses { kind sentence } } }`,
    { profile },
  );
  expect(errors).toBeUndefined();
  return data.match;
}

async function compare(ask: Ask, { offering }: Target, from: LatLng, km: number): Promise<Weighed> {
  const profile = { near: within(from, km) };
  const { data, errors } = await ask<{ compare: { matches: Weighed[] } }>(
    `query ($ids: [ID!]!, $profile: MatchProfile!) { compare(offerings: $ids, profile: $profile) { matches { ${WEIGHED} } } }`,
    { ids: [offering], profile },
  );
  expect(errors).toBeUndefined();
  return data.compare.matches[0]!;
}

/** Metres that a value of the part for distance stands for: it falls from 1 at a fifth of the farthest to 0 at the farthest. */
const metresOf = ({ parts }: Weighed, km: number) =>
  1_000 * km * (1 - (4 / 5) * parts.find(({ kind }) => kind === 'DISTANCE')!.value!);

const alone = async (ask: Ask, target: Target, from: LatLng, km: number) =>
  (await match(ask, target, from, km, [])).matches[0]!;

/** A rectangle whose four edges are moved in until the site is lost. */
const byBox =
  (isInside: (ask: Ask, target: Target, box: object) => Promise<boolean>): Attack =>
  async (ask, target) => {
    const { lat, lng } = target.somewhereNear;
    const wide = { south: lat - 0.5, north: lat + 0.5, west: lng - 0.7, east: lng + 0.7 };
    const sideOf = (side: keyof typeof wide, opposite: keyof typeof wide) =>
      edge(wide[opposite], wide[side], (value) => isInside(ask, target, { ...wide, [side]: value }));
    const [north, south] = [await sideOf('north', 'south'), await sideOf('south', 'north')];
    const [east, west] = [await sideOf('east', 'west'), await sideOf('west', 'east')];
    return { lat: (north + south) / 2, lng: (east + west) / 2 };
  };

/** Every way to find out where a site is that anybody has thought of, by name. */
export const attacks: Readonly<Record<string, Attack>> = {
  'the distances of a search': byDistances(async (ask, { provider }, from) => {
    const { hits } = await search(ask, [provider], { place: place(from) });
    return hits[0]!.distanceMetres!;
  }),

  'the radius at which a search finds it': byDistances(
    async (ask, { provider }, from) =>
      1_000 *
      (await edge(0, 80, async (km) => (await search(ask, [provider], within(from, km))).totalCount > 0)),
  ),

  'the larger radii that a search suggests': byDistances(
    async (ask, { provider }, from) =>
      2_000 *
      (await edge(2.5, 80, async (km) => {
        const { totalCount, wider } = await search(ask, [provider], within(from, km));
        return totalCount > 0 || wider[0]!.radiusMetres === Math.round(2_000 * km);
      })),
  ),

  'the order of two results': async (ask, { provider, somewhereNear, landmark }) => {
    // On three ways to the landmark, the places from which both are as far. The target mirrors the landmark there.
    const providers = [provider, landmark.provider];
    const from: LatLng[] = [];
    for (const north of [-0.06, 0.01, 0.07]) {
      const onTheWay = (part: number): LatLng => ({
        lat: somewhereNear.lat + north + part * (landmark.at.lat - somewhereNear.lat),
        lng: somewhereNear.lng + part * (landmark.at.lng - somewhereNear.lng),
      });
      const half = await edge(0, 1, async (part) => {
        const { hits } = await search(ask, providers, { place: place(onTheWay(part)) }, { sort: 'DISTANCE' });
        return hits[0]!.offering.title === landmark.title;
      });
      from.push(onTheWay(half));
    }
    const metres = from.map(({ lat, lng }) => haversineMetres(lat, lng, landmark.at.lat, landmark.at.lng));
    return trilaterate(from, metres, somewhereNear);
  },

  'the edges of a box by their count': byBox(
    async (ask, { provider }, box) => (await search(ask, [provider], { place: { box } })).totalCount > 0,
  ),

  'the edges of a box by facets': byBox(async (ask, { provider }, box) => {
    const facets = { fields: ['NEEDS'] };
    return (await search(ask, [provider], { place: { box } }, { facets })).facets[0]!.values.length > 0;
  }),

  'the distances of a match': byDistances(
    async (ask, target, from) => (await alone(ask, target, from, 100)).distanceMetres!,
  ),

  'the value of a match’s part': byDistances(async (ask, target, from) =>
    metresOf(await alone(ask, target, from, 45), 45),
  ),

  'the score of a match': byDistances(
    async (ask, target, from) =>
      200 *
      (await edge(0, 400, async (km) => {
        const [near, endless] = [await alone(ask, target, from, km), await alone(ask, target, from, 1_000)];
        return near.score === endless.score;
      })),
  ),

  'how many a match finds': byDistances(
    async (ask, target, from) =>
      1_000 *
      (await edge(0, 80, async (km) => (await match(ask, target, from, km, ['DISTANCE'])).totalCount > 0)),
  ),

  'what a match says of near misses': byDistances(
    async (ask, target, from) =>
      5_000 +
      1_000 *
        (await edge(2, 80, async (km) => {
          const { totalCount, nearMisses } = await match(ask, target, from, km, ['DISTANCE']);
          const further = nearMisses.find(({ kind }) => kind === 'DISTANCE')?.sentence ?? 'looked 99 km';
          return totalCount > 0 || Number(/looked ([\d.]+) km/.exec(further)![1]) <= 5;
        })),
  ),

  'the distances of a comparison': byDistances(
    async (ask, target, from) => (await compare(ask, target, from, 100)).distanceMetres!,
  ),

  'the value of a comparison’s part': byDistances(async (ask, target, from) =>
    metresOf(await compare(ask, target, from, 45), 45),
  ),

  'the sentence of a comparison': byDistances(async (ask, target, from) => {
    const { parts } = await compare(ask, target, from, 100);
    const { sentence } = parts.find(({ kind }) => kind === 'DISTANCE')!;
    return 1_000 * Number(/([\d.]+) km away/.exec(sentence)![1]);
  }),
};
