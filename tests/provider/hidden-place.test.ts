import type { AddressVisibility } from '../../src/features/provider/site.entity.js';
import type { LatLng } from '../../src/platform/geo.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { describeOnServer } from '../contract/describe-on-server.js';
import { answersFrom, type Primary, startPrimary } from '../contract/meilisearch-primary.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { followed } from '../support/followed.js';
import { type Ask, startTestHub, type TestHub } from '../support/hub.js';
import { atGrid, metresBetween, squareCentre } from './national-grid.js';
import { attacks, type Target } from './place-attacks.js';

/** Near a corner of its square, so that the square's centre is 600 m away. */
const TRUTH = atGrid(592_080, 329_930);
/** A tutor's home, some way from the middle of NR21. */
const HOME = atGrid(597_450, 336_220);
const LANDMARK = atGrid(616_300, 312_700);
const years: Readonly<Record<AddressVisibility, number>> = { PUBLIC: 3, FULL: 4, OUTCODE: 5 };

const names = Object.keys(attacks);

async function somethingAt(
  hub: TestHub,
  title: string,
  at: LatLng,
  addressVisibility: AddressVisibility,
  year: number,
) {
  const provider = await aProvider(hub);
  const site = await aSite(hub, provider, {
    latitude: at.lat,
    longitude: at.lng,
    positionPrecision: 'POINT',
    addressVisibility,
  });
  const only = { minYear: year, maxYear: year, siteIds: [site.id] };
  const offering = await anOffering(hub, provider, { title, ...only });
  return { provider: encodeId('prv', provider.id), offering: encodeId('off', offering.id) };
}

interface Attacked {
  readonly hub: TestHub;
  readonly targets: ReadonlyMap<AddressVisibility, Target>;
  /** The centre of NR21. */
  readonly outcode: LatLng;
}

/** A hub with one site of each visibility, to be found. */
async function underAttack(search: Parameters<typeof startTestHub>[1] = {}): Promise<Attacked> {
  const hub = await startTestHub(undefined, search);
  const targets = new Map<AddressVisibility, Target>();
  const landmark = { title: 'Landmark', at: LANDMARK, provider: '' };
  landmark.provider = (await somethingAt(hub, 'Landmark', LANDMARK, 'PUBLIC', 1)).provider;
  for (const visibility of Object.keys(years) as AddressVisibility[]) {
    const year = years[visibility];
    const at = visibility === 'OUTCODE' ? HOME : TRUTH;
    const made = await somethingAt(hub, visibility, at, visibility, year);
    targets.set(visibility, { ...made, year, landmark, somewhereNear: { lat: 52.84, lng: 0.87 } });
  }
  const { rows } = await hub.database.pool.query(
    `select latitude as lat, longitude as lng from postcode_outcode where outcode = 'NR21'`,
  );
  return { hub, targets, outcode: rows[0] };
}

/** The attacks of the public, on whichever engine answers. */
function attacksOfThePublic(attacked: () => Attacked): void {
  describe('where an address is public', () => {
    it.each(names)('it is found by %s: the attack is a good one', async (name) => {
      const found = await attacks[name]!(attacked().hub.query, attacked().targets.get('PUBLIC')!);
      expect(metresBetween(found, TRUTH)).toBeLessThan(100);
    });
  });

  describe('where an address is not public', () => {
    it.each(names)('%s leads to the centre of its square, and no nearer', async (name) => {
      const found = await attacks[name]!(attacked().hub.query, attacked().targets.get('FULL')!);
      expect(metresBetween(found, squareCentre(TRUTH))).toBeLessThan(100);
      expect(metresBetween(found, TRUTH)).toBeGreaterThan(500);
    });
  });

  describe('where someone lives', () => {
    it.each(names)('%s leads to the centre of the outcode, and no nearer', async (name) => {
      const found = await attacks[name]!(attacked().hub.query, attacked().targets.get('OUTCODE')!);
      expect(metresBetween(found, attacked().outcode)).toBeLessThan(100);
      expect(metresBetween(found, HOME)).toBeGreaterThan(3_000);
    });
  });
}

describe('a hub with the embedded engine', () => {
  let attacked: Attacked;
  beforeAll(async () => {
    attacked = await underAttack();
  });
  afterAll(() => attacked.hub.stop());

  attacksOfThePublic(() => attacked);

  describe.each([
    'school',
    'partner',
    'provider_editor',
    'commissioner',
    'quality_officer',
    'administrator',
  ] as const)('a %s', (role) => {
    let ask: Ask;
    beforeAll(async () => {
      ask = await attacked.hub.as(role, { localAuthorities: ['926'] });
    });

    it.each([
      'the distances of a search',
      'the edges of a box by facets',
      'the value of a match’s part',
      'the distances of a comparison',
    ])('learns no more of distances than the public by %s', async (name) => {
      const atSquare = await attacks[name]!(ask, attacked.targets.get('FULL')!);
      expect(metresBetween(atSquare, squareCentre(TRUTH))).toBeLessThan(100);
      const atOutcode = await attacks[name]!(ask, attacked.targets.get('OUTCODE')!);
      expect(metresBetween(atOutcode, attacked.outcode)).toBeLessThan(100);
    });
  });
});

describeOnServer('a hub with Meilisearch', () => {
  let primary: Primary;
  let attacked: Attacked;
  beforeAll(async () => {
    primary = await startPrimary('hidden');
    attacked = await underAttack(primary);
    await answersFrom(attacked.hub, 'meilisearch');
    await followed(attacked.hub);
  }, 120_000);
  afterAll(async () => {
    await attacked.hub.stop();
    await primary.stop();
  });

  attacksOfThePublic(() => attacked);
});
