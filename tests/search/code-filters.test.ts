import fc from 'fast-check';
import { searchFields } from '../../src/features/search/search.fields.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { ask, found, refused } from './ask.js';
import { hitKeys, keyOf, type Made, makeVariedRegister, valuesOf } from './varied-register.js';

let hub: TestHub;
let made: Made[];
beforeAll(async () => {
  hub = await startTestHub();
  made = await makeVariedRegister(hub, 40);
});
afterAll(() => hub.stop());

type Condition = Readonly<Partial<Record<'anyOf' | 'allOf' | 'noneOf', readonly string[]>>>;
type Filter = Readonly<Record<string, Condition>>;

/** What a filter must find, each offering at each of its sites, by going through everything that was made. */
function expected(filter: Filter): string[] {
  const holds = (document: Made) =>
    Object.entries(filter).every(([field, { anyOf, allOf, noneOf }]) => {
      const values = valuesOf[field]!(document);
      const has = (code: string) => values.includes(code);
      return (
        (!anyOf || anyOf.some(has)) &&
        (!allOf || (allOf.length > 0 && allOf.every(has))) &&
        !(noneOf ?? []).some(has)
      );
    });
  return made.filter(holds).map(keyOf).sort();
}

async function finds(filter: Filter): Promise<string[]> {
  const { hits, totalCount } = await found(hub, { filter, groupBy: 'NONE', first: 100 });
  expect(totalCount).toBe(hits.length);
  return hitKeys(hits).sort();
}

/** The values that occur in a field. */
const occurring = (field: string) => [...new Set(made.flatMap(valuesOf[field]!))].sort();
const fields = Object.keys(valuesOf);

describe('search(filter) without conditions', () => {
  it.each([{}, null, undefined])('finds everything (%j)', async (filter) => {
    const { hits, totalCount } = await found(hub, { filter: filter as null, groupBy: 'NONE', first: 100 });
    expect(totalCount).toBe(made.length);
    expect(hitKeys(hits).sort()).toEqual(made.map(keyOf).sort());
  });
});

describe.each(fields)('search(filter: %s)', (field) => {
  it('anyOf finds what has at least one of the codes', async () => {
    const codes = occurring(field);
    expect(codes.length).toBeGreaterThan(1);
    for (const code of codes)
      expect(await finds({ [field]: { anyOf: [code] } })).toEqual(expected({ [field]: { anyOf: [code] } }));
    const two = { [field]: { anyOf: codes.slice(0, 2) } };
    expect(await finds(two)).toEqual(expected(two));
    expect(await finds({ [field]: { anyOf: codes } })).toEqual(expected({ [field]: { anyOf: codes } }));
  });

  it('noneOf finds what has none of the codes, and what has no codes at all', async () => {
    for (const noneOf of [occurring(field).slice(0, 1), occurring(field).slice(0, 2), occurring(field)]) {
      expect(await finds({ [field]: { noneOf } })).toEqual(expected({ [field]: { noneOf } }));
    }
  });

  it('an empty list matches nothing, but an empty noneOf everything', async () => {
    expect(await finds({ [field]: { anyOf: [] } })).toEqual([]);
    expect(await finds({ [field]: { noneOf: [] } })).toHaveLength(made.length);
    expect(await finds({ [field]: {} })).toHaveLength(made.length);
  });

  it('the same code twice counts once', async () => {
    const [code = ''] = occurring(field);
    expect(await finds({ [field]: { anyOf: [code, code] } })).toEqual(
      expected({ [field]: { anyOf: [code] } }),
    );
  });
});

/** Those that a result has several of. */
const withAllOf = fields.filter((field) => {
  const spec = searchFields[field as keyof typeof searchFields];
  return spec.kind === 'keyword' && spec.several;
});
describe.each(withAllOf)('search(filter: %s)', (field) => {
  it('allOf finds what has all of the codes; an empty list matches nothing', async () => {
    const codes = occurring(field);
    for (const allOf of [codes.slice(0, 1), codes.slice(0, 2), codes.slice(1, 4)]) {
      expect(await finds({ [field]: { allOf } })).toEqual(expected({ [field]: { allOf } }));
    }
    expect(await finds({ [field]: { allOf: [] } })).toEqual([]);
  });
});

describe('search(filter) with several conditions', () => {
  it('finds what meets all of them, whatever they are', async () => {
    const condition = (field: string) =>
      fc.record(
        {
          anyOf: fc.subarray(occurring(field), { minLength: 1 }),
          ...(withAllOf.includes(field) && {
            allOf: fc.subarray(occurring(field), { minLength: 1, maxLength: 2 }),
          }),
          noneOf: fc.subarray(occurring(field), { maxLength: 1 }),
        },
        { requiredKeys: [] },
      );
    const filters = fc
      .subarray(fields, { minLength: 1, maxLength: 3 })
      .chain((chosen) => fc.record(Object.fromEntries(chosen.map((field) => [field, condition(field)]))));
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        expect(await finds(filter as Filter)).toEqual(expected(filter as Filter));
      }),
      { numRuns: 60 },
    );
  });
});

describe('search(filter) that cannot be carried out', () => {
  it('names every wrong code with its own path', async () => {
    const filter = { needs: { anyOf: ['SEMH', 'XX'] }, tier: { noneOf: ['YY'] } };
    const { userErrors } = await ask(hub, { filter });
    expect(userErrors.map(({ field, code }) => [field?.join('.'), code])).toEqual([
      ['filter.needs.anyOf', 'UNKNOWN_CODE'],
      ['filter.tier.noneOf', 'UNKNOWN_CODE'],
    ]);
  });

  it.each([
    'shoeSize: { anyOf: ["9"] }',
    'needs: { oneOf: ["SEMH"] }',
    'provider: { allOf: [] }',
    'tier: { allOf: ["TIER_1"] }',
    'needs: "SEMH"',
  ])('is refused by the schema for { %s }', async (filter) => {
    const { errors } = await hub.query(`{ search(filter: { ${filter} }) { totalCount } }`);
    expect(errors?.[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('takes fifty codes at most, and codes of reasonable length', async () => {
    expect(await refused(hub, { filter: { needs: { anyOf: Array(51).fill('SEMH') } } })).toMatchObject({
      field: ['filter', 'needs', 'anyOf'],
      code: 'INVALID',
    });
    expect(await refused(hub, { filter: { needs: { anyOf: ['X'.repeat(101)] } } })).toMatchObject({
      code: 'INVALID',
    });
  });
});
