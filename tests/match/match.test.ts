import type { Offering } from '../../src/features/offering/offering.entity.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { askMatch, matched, matchedTitles } from './ask-match.js';

const DAY = 86_400_000;
const fakenham = { place: { postcode: 'NR21 9AA' }, within: { km: 25 } };
/** About 15 km north of Fakenham. */
const coast = { latitude: 52.989, longitude: 0.8173 };

let hub: TestHub;
let provider: Provider;
let workshop: Offering;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) =>
    pool.query(`insert into code (list, code, label, description, source, position, valid_to)
      values ('NEED', 'OLD', 'Old need', 'No longer used.', 'AP Hub', 99, '2025-08-31')`),
  );
  provider = await aProvider(hub, { name: 'Anvil' });
  const near = await aSite(hub, provider, { name: 'Forge', addressVisibility: 'PUBLIC' });
  const far = await aSite(hub, provider, { name: 'Harbour', ...coast });
  workshop = await anOffering(hub, provider, {
    title: 'Workshop',
    primaryNeeds: ['SEMH'],
    secondaryNeeds: ['ASD'],
    circumstances: ['EBSA'],
    days: ['MON', 'TUE', 'WED'],
    referralRoutes: ['SCHOOL_DIRECT'],
    ehcPlan: 'ACCEPTED',
    siteIds: [near.id, far.id],
  });
  await aVacancy(hub, workshop, { siteId: near.id });
  await anOffering(hub, provider, { title: 'Quiet room', primaryNeeds: ['ASD'], siteIds: [far.id] });
  await anOffering(hub, provider, {
    title: 'Lessons at home',
    tier: 'TIER_1',
    minYear: 3,
    maxYear: 11,
    deliveryModes: ['OUTREACH'],
    areasServed: ['LA:926'],
  });
  await anOffering(hub, provider, { title: 'Sixth form', minYear: 12, maxYear: 13, siteIds: [near.id] });
  await anOffering(hub, provider, { title: 'Draft', state: 'DRAFT', siteIds: [near.id] });
});
afterAll(() => hub.stop());

const profile = {
  needs: [{ code: 'SEMH', weight: 3 }, { code: 'ASD' }],
  circumstances: ['EBSA'],
  yearGroup: 8,
  tier: 'TIER_2',
  startBy: '2027-01-05',
  daysPerWeek: 3,
  near: fakenham,
  referralRoute: 'SCHOOL_DIRECT',
  ehcPlan: true,
};

describe('match', () => {
  it('returns what fits best first, with all its reasons', async () => {
    const results = await matched(hub, profile);
    expect(results).toMatchObject({
      algorithmVersion: '2026-11.2',
      considered: 4,
      totalCount: 3,
      understood: {
        place: { label: 'NR21 9' },
        area: null,
        radiusMetres: 25_000,
        hard: ['YEARS', 'DISTANCE'],
      },
      nearMisses: [],
    });
    expect(results.disclaimer).toContain('not an endorsement');
    expect(results.matches.map(({ offering }) => offering.title)).toEqual([
      'Workshop',
      'Lessons at home',
      'Quiet room',
    ]);
    expect(results.matches[0]).toEqual({
      offering: { id: encodeId('off', workshop.id), title: 'Workshop' },
      provider: { name: 'Anvil' },
      site: { name: 'Forge' },
      distanceMetres: 0,
      reachedBy: 'SITE',
      score: 96.3,
      scoreAtLeast: 96.3,
      scoreAtMost: 96.3,
      parts: expect.arrayContaining([
        {
          kind: 'NEEDS',
          verdict: 'PARTIAL',
          value: 0.875,
          weight: 30,
          points: 26.3,
          isHard: false,
          sentence: expect.stringContaining('and also caters for “Autistic spectrum disorder”.'),
        },
      ]),
      nextVacancy: { id: expect.any(String), availableFrom: '2026-12-01', freshness: 'CONFIRMED' },
      listingSentence:
        'The provider is not registered as a school; commissioners make their own checks. The hub has no local authority’s decision on listing it.',
    });
  });

  it('shows each offering once, at the site where it fits best', async () => {
    const { matches } = await matched(hub, { ...profile, near: { place: { point: coast } } });
    const shown = matches.filter(({ offering }) => offering.title === 'Workshop');
    // The place at the forge outweighs the harbour being nearer.
    expect(shown.map(({ site }) => site?.name)).toEqual(['Forge']);
    const withoutPlace = { needs: profile.needs, near: { place: { point: coast } } };
    const [first] = (await matched(hub, withoutPlace)).matches;
    expect(first).toMatchObject({ offering: { title: 'Workshop' }, site: { name: 'Forge' } });
  });

  it('finds what comes to the pupil by the area it serves', async () => {
    const { matches } = await matched(hub, profile);
    const comes = matches.find(({ offering }) => offering.title === 'Lessons at home');
    expect(comes).toMatchObject({ site: null, distanceMetres: null, reachedBy: 'AREA', nextVacancy: null });
    expect(comes?.parts.map(({ sentence }) => sentence)).toContain(
      'It comes to the pupil and serves Norfolk.',
    );
    expect(
      await matchedTitles(hub, { ...profile, near: { place: { postcode: 'LS1 4AP' }, within: { km: 25 } } }),
    ).toEqual([]);
  });

  it('takes what is hard from the profile', async () => {
    expect(await matchedTitles(hub, { ...profile, hard: ['TIER'] })).toEqual([
      'Workshop',
      'Sixth form',
      'Quiet room',
    ]);
    expect((await matched(hub, { ...profile, hard: [] })).totalCount).toBe(4);
  });

  it('looks in an area as well', async () => {
    const north = { place: { district: 'E07000147' } };
    const { understood, matches } = await matched(hub, { yearGroup: 8, near: north });
    expect(understood).toMatchObject({ place: null, area: 'North Norfolk', radiusMetres: null });
    expect(matches.map(({ reachedBy }) => reachedBy).sort()).toEqual(['AREA', 'SITE', 'SITE']);
    expect(await matchedTitles(hub, { yearGroup: 8, near: { place: { district: 'E07000148' } } })).toEqual([
      'Lessons at home',
    ]);
  });

  it('offers near misses in sentences', async () => {
    const near = { place: fakenham.place, within: { km: 10 } };
    expect((await matched(hub, { yearGroup: 8, near, needs: [{ code: 'ASD' }] })).nearMisses).toEqual([
      { kind: 'DISTANCE', count: 1, sentence: '1 more would fit if you looked 6 km further.' },
    ]);
    expect((await matched(hub, { yearGroup: 11, near })).nearMisses).toEqual([
      { kind: 'YEARS', count: 1, sentence: '1 more would fit if Year 11 were also accepted.' },
    ]);
  });

  it('returns as many as were asked for, and says how many there are', async () => {
    const { matches, totalCount } = await matched(hub, profile, 1);
    expect([matches.length, totalCount]).toEqual([1, 3]);
  });

  it('returns the same again', async () => {
    expect(await matched(hub, profile)).toEqual(await matched(hub, profile));
  });

  it('finds nothing in silence: what was weighed is said', async () => {
    const { matches, considered, totalCount } = await matched(hub, { yearGroup: 1 });
    expect({ matches, considered, totalCount }).toEqual({ matches: [], considered: 4, totalCount: 0 });
  });

  it('only looks for a place if the profile is empty', async () => {
    const { matches } = await matched(hub, {});
    expect(matches.map(({ offering, score }) => [offering.title, score])[0]).toEqual(['Workshop', 100]);
    expect(matches[1]?.parts).toMatchObject([{ kind: 'VACANCY', verdict: 'UNKNOWN', points: 50 }]);
  });
});

describe('a match that cannot be carried out', () => {
  const refused = async (wrong: object, first?: number) => {
    const { userErrors, understood, ...rest } = await askMatch(hub, wrong, first);
    expect(rest).toMatchObject({ matches: [], considered: 0, totalCount: 0, nearMisses: [] });
    expect(understood).toBeNull();
    expect(userErrors).toHaveLength(1);
    return [userErrors[0]?.code, userErrors[0]?.field?.join('.'), userErrors[0]?.message];
  };

  // biome-ignore format: a table
  it.each([
    [{ needs: [{ code: 'SEMH' }, { code: 'WORRY' }] }, 'UNKNOWN_CODE', 'profile.needs.1.code', '"WORRY" is not a code of NEEDS.'],
    [{ needs: [{ code: 'OLD' }] }, 'EXPIRED_CODE', 'profile.needs.0.code', '"OLD" (Old need) expired on 2025-08-31.'],
    [{ circumstances: ['LATE'] }, 'UNKNOWN_CODE', 'profile.circumstances', '"LATE" is not a code of CIRCUMSTANCES.'],
    [{ tier: 'TIER_9' }, 'UNKNOWN_CODE', 'profile.tier', '"TIER_9" is not a code of TIER.'],
    [{ referralRoute: 'PIGEON' }, 'UNKNOWN_CODE', 'profile.referralRoute', '"PIGEON" is not a code of REFERRAL_ROUTES.'],
    [{ needs: [{ code: 'SEMH' }, { code: 'SEMH' }] }, 'INVALID', 'profile.needs', 'A need is given twice. Give each need once.'],
    [{ needs: [{ code: 'SEMH', weight: 11 }] }, 'INVALID', 'profile.needs.0.weight', 'Give at most 10.'],
    [{ yearGroup: 8, age: 12 }, 'INVALID', 'profile.age', 'Give either a year group or an age, not both.'],
    [{ yearGroup: 15 }, 'INVALID', 'profile.yearGroup', 'Give at most 14.'],
    [{ hard: ['TIER'] }, 'INVALID', 'profile.hard', 'TIER cannot be a hard condition, because the profile has no value for it. Add one, or remove it from hard.'],
    [{ near: { place: { postcode: 'ZZ1 1AA' } } }, 'NOT_FOUND', 'profile.near.place.postcode', 'begins with ZZ1'],
    [{ near: { place: { name: 'Nowhereton' } } }, 'NOT_FOUND', 'profile.near.place.name', 'Nowhereton'],
    [{ near: { place: { district: 'E1' } } }, 'UNKNOWN_CODE', 'profile.near.place.district', 'E1'],
    [{ near: { place: { district: 'E07000147' }, within: { km: 5 } } }, 'INVALID', 'profile.near.within', 'You cannot use `within` with an area'],
    [{ near: { place: { postcode: 'NR21 9AA' }, within: { km: -1 } } }, 'INVALID', 'profile.near.within.km', 'Give at least 0.'],
  ])('%j: %s', async (wrong, code, field, message) => {
    expect(await refused(wrong)).toEqual([code, field, expect.stringContaining(message)]);
  });

  it('asks for one to fifty', async () => {
    expect(await refused({}, 51)).toEqual(['INVALID', 'first', 'Give at most 50.']);
    expect(await refused({}, 0)).toEqual(['INVALID', 'first', 'Give at least 1.']);
  });
});

describe('in step with the register', () => {
  it('a new offering is matched at once, a changed one as it is now, one that has gone no more', async () => {
    const asked = { needs: [{ code: 'VI' }], hard: ['NEEDS'] };
    expect(await matchedTitles(hub, asked)).toEqual([]);
    const site = await aSite(hub, provider);
    const values = { title: 'Braille', primaryNeeds: ['VI'], siteIds: [site.id] };
    const offering = await anOffering(hub, provider, values);
    expect(await matchedTitles(hub, asked)).toEqual(['Braille']);
    await hub.offerings.update(offering.id, 1, { title: 'Braille and more' });
    expect(await matchedTitles(hub, asked)).toEqual(['Braille and more']);
    await hub.offerings.update(offering.id, 2, { state: 'WITHDRAWN' });
    expect(await matchedTitles(hub, asked)).toEqual([]);
  });

  it('a confirmed place is one until the second it goes stale, and unknown from then on', async () => {
    const offering = await anOffering(hub, provider, { title: 'Soon stale', primaryNeeds: ['HI'] });
    const expiresAt = new Date(hub.clock.now() + DAY);
    await aVacancy(hub, offering, { expiresAt });
    const asked = { needs: [{ code: 'HI' }], yearGroup: 8, hard: ['NEEDS', 'VACANCY'] };
    const vacancy = async () => {
      const { parts, nextVacancy } = (await matched(hub, asked)).matches[0]!;
      return [parts.find(({ kind }) => kind === 'VACANCY')?.verdict, nextVacancy?.freshness];
    };
    expect(await vacancy()).toEqual(['MET', 'CONFIRMED']);
    hub.clock.pass(DAY / 2 - 1);
    expect(await vacancy()).toEqual(['MET', 'CONFIRMED']);
    hub.clock.pass(1);
    expect(await vacancy()).toEqual(['PARTIAL', 'AGEING']);
    hub.clock.pass(DAY / 2 - 1);
    expect(await vacancy()).toEqual(['PARTIAL', 'AGEING']);
    hub.clock.pass(1);
    expect(await vacancy()).toEqual(['UNKNOWN', undefined]);
  });
});
