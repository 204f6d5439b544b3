import fc from 'fast-check';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { addPlanningArea } from '../place/places.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { found, type Results, refused } from './ask.js';
import { type Made, makeVariedRegister, valuesOf } from './varied-register.js';

/** Facets by their names in the graph, with the field that they count. */
const facetFields: Readonly<Record<string, string>> = {
  NEEDS: 'needs',
  PRIMARY_NEEDS: 'primaryNeeds',
  CIRCUMSTANCES: 'circumstances',
  TIER: 'tier',
  KEY_STAGES: 'keyStages',
  DELIVERY_MODES: 'deliveryModes',
  SETTING_TYPE: 'settingType',
  REFERRAL_ROUTES: 'referralRoutes',
  COMMISSIONERS: 'commissioners',
  ACCREDITATIONS: 'accreditations',
  OUTCOMES: 'outcomes',
  DAYS: 'days',
  EHC_PLAN: 'ehcPlan',
  LOCAL_AUTHORITY: 'localAuthority',
  DISTRICT: 'district',
};
const names = Object.keys(facetFields);
const filterable = ['needs', 'keyStages', 'tier', 'deliveryModes', 'district'] as const;
type Filter = Readonly<Partial<Record<string, { readonly anyOf: readonly string[] }>>>;

let hub: TestHub;
let made: Made[];
let area: string;
beforeAll(async () => {
  hub = await startTestHub(async ({ pool }) => {
    area = await addPlanningArea(pool, 'Coast', { districts: ['E07000147'] });
  });
  made = await makeVariedRegister(hub, 40);
});
afterAll(() => hub.stop());

/** What makes two documents the same result, by what results are grouped by. */
const resultOf: Readonly<Record<string, (made: Made) => string>> = {
  OFFERING: ({ offering }) => offering.id,
  PROVIDER: ({ provider }) => provider.id,
  NONE: ({ offering, site }) => `${offering.id} ${site?.id}`,
};

/** How many results have each value and meet the filter, but for the field's own part when it is open. */
function expected(name: string, filter: Filter, mode: string, groupBy = 'OFFERING'): Record<string, number> {
  const field = facetFields[name]!;
  const results = new Map<string, Set<string>>();
  for (const document of made) {
    const meets = Object.entries(filter).every(
      ([of, condition]) =>
        (mode === 'DISJUNCTIVE' && of === field) ||
        condition!.anyOf.some((code) => valuesOf[of]!(document).includes(code)),
    );
    if (!meets) continue;
    for (const value of valuesOf[field]!(document)) {
      results.set(value, (results.get(value) ?? new Set()).add(resultOf[groupBy]!(document)));
    }
  }
  return Object.fromEntries([...results].map(([value, { size }]) => [value, size]));
}
const countsOf = (results: Results, name: string) =>
  Object.fromEntries(
    results.facets.find((facet) => facet.name === name)!.values.map(({ value, count }) => [value, count]),
  );

describe('search(facets)', () => {
  it('counts every facet over everything that is found', async () => {
    for (const name of names) {
      const results = await found(hub, { facets: { fields: [name] }, first: 1 });
      expect(countsOf(results, name)).toEqual(expected(name, {}, 'CONJUNCTIVE'));
    }
  });

  it.each([
    ['CONJUNCTIVE', 'OFFERING'],
    ['DISJUNCTIVE', 'OFFERING'],
    ['DISJUNCTIVE', 'PROVIDER'],
    ['DISJUNCTIVE', 'NONE'],
  ])('%s, by %s: agrees with going through everything', async (mode, groupBy) => {
    const values = (field: string) => [...new Set(made.flatMap(valuesOf[field]!))];
    const filters = fc
      .subarray([...filterable])
      .chain((fields) =>
        fc.record(
          Object.fromEntries(
            fields.map((field) => [
              field,
              fc.record({ anyOf: fc.subarray(values(field), { minLength: 1, maxLength: 2 }) }),
            ]),
          ),
        ),
      );
    const asked = fc.subarray(names, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(filters, asked, async (filter, fields) => {
        const results = await found(hub, { filter, groupBy, facets: { fields, mode }, first: 1 });
        expect(results.facets.map(({ name }) => name)).toEqual(fields);
        for (const name of fields) {
          expect([name, countsOf(results, name)]).toEqual([
            name,
            expected(name, filter as Filter, mode, groupBy),
          ]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is disjunctive when nothing is said: a choice does not hide its alternatives', async () => {
    const filter = { tier: { anyOf: ['TIER_1'] } };
    const results = await found(hub, { filter, facets: { fields: ['TIER'] } });
    expect(countsOf(results, 'TIER')).toEqual(expected('TIER', {}, 'CONJUNCTIVE'));
    const narrowed = await found(hub, { filter, facets: { fields: ['TIER'], mode: 'CONJUNCTIVE' } });
    expect(Object.keys(countsOf(narrowed, 'TIER'))).toEqual(['TIER_1']);
    expect(narrowed.totalCount).toBe(countsOf(narrowed, 'TIER').TIER_1);
  });

  it('does not let facets change what is found', async () => {
    const filter = { needs: { anyOf: ['ASD'] } };
    const without = await found(hub, { filter, first: 100 });
    const withFacets = await found(hub, { filter, first: 100, facets: { fields: ['NEEDS', 'TIER'] } });
    expect(withFacets.totalCount).toBe(without.totalCount);
    expect(withFacets.hits).toEqual(without.hits);
  });

  it('has labels, the most frequent value first, and leaves out what does not occur', async () => {
    const { facets } = await found(hub, { facets: { fields: ['NEEDS', 'DISTRICT', 'DAYS'] } });
    for (const { values } of facets) {
      const counts = values.map(({ count }) => count);
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
      expect(counts.every((count) => count > 0)).toBe(true);
    }
    expect(facets[0]?.values.find(({ value }) => value === 'SEMH')?.label).toMatch(/mental health/i);
    expect(facets[1]?.values.find(({ value }) => value === 'E07000147')?.label).toBe('North Norfolk');
  });

  it('gives planning areas as ids that can be filtered by', async () => {
    const { facets } = await found(hub, { facets: { fields: ['PLANNING_AREA'] } });
    const isInside = ({ site }: Made) => site?.districtCode === 'E07000147';
    const offeringsOf = (some: readonly Made[]) => new Set(some.map(({ offering }) => offering.id)).size;
    const inside = offeringsOf(made.filter(isInside));
    const id = encodeId('pla', area);
    expect(facets).toEqual([
      { name: 'PLANNING_AREA', values: [{ value: id, label: 'Coast', count: inside }] },
    ]);
    expect((await found(hub, { filter: { planningArea: { anyOf: [id] } } })).totalCount).toBe(inside);
    const without = await found(hub, { filter: { planningArea: { noneOf: [id] } } });
    expect(without.totalCount).toBe(offeringsOf(made.filter((one) => !isInside(one))));
  });

  it('counts a facet once that is asked for twice', async () => {
    const { facets } = await found(hub, { facets: { fields: ['TIER', 'TIER'] } });
    for (const { values } of facets) {
      expect(Object.fromEntries(values.map(({ value, count }) => [value, count]))).toEqual(
        expected('TIER', {}, 'CONJUNCTIVE'),
      );
    }
  });

  it('are counted around a place too', async () => {
    const near = { place: { postcode: 'NR21 9AA' }, within: { km: 1 } };
    const results = await found(hub, { near, facets: { fields: ['TIER'] }, first: 100 });
    const sum = Object.values(countsOf(results, 'TIER')).reduce((a, b) => a + b, 0);
    expect(sum).toBe(results.totalCount);
  });

  it('are none when none are asked for, and when nothing is found have no values', async () => {
    expect((await found(hub, {})).facets).toEqual([]);
    const { facets } = await found(hub, { filter: { days: { anyOf: [] } }, facets: { fields: ['TIER'] } });
    expect(facets).toEqual([{ name: 'TIER', values: [] }]);
  });

  it('refuses none and more than twelve', async () => {
    expect(await refused(hub, { facets: { fields: [] } })).toMatchObject({ field: ['facets', 'fields'] });
    expect(await refused(hub, { facets: { fields: names.slice(0, 13) } })).toMatchObject({
      field: ['facets', 'fields'],
      code: 'INVALID',
    });
  });
});
