import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { askCompare, askMatch } from './ask-match.js';

let hub: TestHub;
let listed: string;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) =>
    pool.query(`insert into code (list, code, label, description, source, position, valid_to)
      values ('CIRCUMSTANCE', 'OLD', 'Old circumstance', 'No longer used.', 'AP Hub', 99, '2025-08-31')`),
  );
  const offering = await anOffering(hub, await aProvider(hub));
  listed = encodeId('off', offering.id);
});
afterAll(() => hub.stop());

type Said = readonly { readonly field: readonly string[] | null; readonly code: string }[];
const paths = (errors: Said) => errors.map(({ field, code }) => `${code} ${field?.join('.')}`).sort();

describe('everything that is wrong with a match', () => {
  it('is said at once, each with its path', async () => {
    const { userErrors, matches } = await askMatch(
      hub,
      {
        needs: [{ code: 'SEMH', weight: 11 }, { code: 'WORRY' }, { code: 'SEMH' }],
        circumstances: ['OLD', 'LATE'],
        age: 25,
        yearGroup: 8,
        tier: 'TIER_9',
        referralRoute: 'PIGEON',
        daysPerWeek: 9,
        near: { place: { name: 'Nowhereton' }, within: { km: -1 } },
        hard: ['DAYS', 'EHC_PLAN'],
      },
      51,
    );
    expect(matches).toEqual([]);
    expect(paths(userErrors)).toEqual([
      'EXPIRED_CODE profile.circumstances',
      'INVALID first',
      'INVALID profile.age',
      'INVALID profile.age',
      'INVALID profile.daysPerWeek',
      'INVALID profile.hard',
      'INVALID profile.near.within.km',
      'INVALID profile.needs',
      'INVALID profile.needs.0.weight',
      'NOT_FOUND profile.near.place.name',
      'UNKNOWN_CODE profile.circumstances',
      'UNKNOWN_CODE profile.needs.1.code',
      'UNKNOWN_CODE profile.referralRoute',
      'UNKNOWN_CODE profile.tier',
    ]);
  });

  it.each([
    [{ place: { district: 'E1' }, within: { km: 5 } }, ['INVALID within', 'UNKNOWN_CODE place.district']],
    [{ place: { district: 'E07000147' }, within: { km: 5 } }, ['INVALID within']],
    [
      { place: { postcode: 'ZZ1 1AA' }, within: { miles: 700 } },
      ['INVALID within.miles', 'NOT_FOUND place.postcode'],
    ],
    [{ place: { postcode: 'ZZ1 1AA' }, within: { miles: 7 } }, ['NOT_FOUND place.postcode']],
  ])('is said of a place and of its distance: %j', async (near, expected) => {
    const { userErrors } = await askMatch(hub, { near, age: 3 });
    const ofNear = paths(userErrors).filter((path) => path !== 'INVALID profile.age');
    expect(ofNear.map((path) => path.replace('profile.near.', ''))).toEqual(expected);
    expect(userErrors).toHaveLength(expected.length + 1);
  });

  it('is said of a comparison too, its offerings among it', async () => {
    const unknown = encodeId('off', '00000000-0000-7000-8000-000000000000');
    const { userErrors } = await askCompare(hub, [listed, unknown, listed, 'x'.repeat(61)], {
      needs: [{ code: 'WORRY' }],
      age: 25,
      near: { place: { name: 'Nowhereton' } },
    });
    expect(paths(userErrors)).toEqual([
      'INVALID offerings.2',
      'INVALID offerings.3',
      'INVALID profile.age',
      'NOT_FOUND offerings.1',
      'NOT_FOUND profile.near.place.name',
      'UNKNOWN_CODE profile.needs.0.code',
    ]);
  });

  it('is not more than a profile can hold', async () => {
    const { userErrors } = await askMatch(hub, { circumstances: Array.from({ length: 500 }, () => 'LATE') });
    expect(paths(userErrors).filter((path) => path === 'INVALID profile.circumstances')).toHaveLength(1);
    expect(userErrors).toHaveLength(21);
  });
});
