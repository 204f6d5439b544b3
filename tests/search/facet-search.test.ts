import { anOffering, aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { found, type Results, refused } from './ask.js';

/** 150 more districts than Norfolk's seven: more than a facet shows when it is searched. */
const MORE = 150;
/** Districts of Norfolk with how many offerings lie in each. */
const spread = { E07000147: 3, E07000148: 2, E07000149: 1, E07000146: 4 };

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) =>
    pool.query(`insert into district (code, name)
      select 'E99' || lpad(i::text, 6, '0'), 'Long Valley ' || i from generate_series(1, ${MORE}) i`),
  );
  const provider = await aProvider(hub);
  const at = async (districtCode: string) => (await aSite(hub, provider, { districtCode })).id;
  for (const [code, count] of Object.entries(spread)) {
    const siteIds = [await at(code)];
    for (let i = 0; i < count; i++) {
      await anOffering(hub, provider, { siteIds, primaryNeeds: i === 0 ? ['ASD'] : ['SEMH'] });
    }
  }
  const siteIds: string[] = [];
  for (let i = 1; i <= MORE; i++) siteIds.push(await at(`E99${String(i).padStart(6, '0')}`));
  for (let i = 0; i < MORE; i += 15) {
    await anOffering(hub, provider, { siteIds: siteIds.slice(i, i + 15), primaryNeeds: ['HI'] });
  }
}, 120_000);
afterAll(() => hub.stop());

const searching = (text: string, field = 'DISTRICT') => ({
  fields: ['DISTRICT', 'NEEDS'],
  search: { field, text },
});
const values = (results: Results, name = 'DISTRICT') =>
  results.facets.find((facet) => facet.name === name)!.values.map(({ label, count }) => [label, count]);
const districts = async (text: string, filter?: object) =>
  values(await found(hub, { facets: searching(text), filter, first: 1 }));

describe('a facet that is searched', () => {
  it('has the values whose labels begin as typed, then those with the words inside, each by count', async () => {
    expect(await districts('nor')).toEqual([
      ['North Norfolk', 3],
      ['Norwich', 2],
      ["King's Lynn and West Norfolk", 4],
      ['South Norfolk', 1],
    ]);
    expect(await districts('norfolk')).toEqual([
      ["King's Lynn and West Norfolk", 4],
      ['North Norfolk', 3],
      ['South Norfolk', 1],
    ]);
  });

  it.each([
    ['Norwhic', 'Norwich'],
    ['NORWICH', 'Norwich'],
    ['kings lyn', "King's Lynn and West Norfolk"],
    ['King’s', "King's Lynn and West Norfolk"],
    ['norfolk south', 'South Norfolk'],
  ])('%j has %s', async (text, label) => {
    expect((await districts(text)).map(([name]) => name)).toEqual([label]);
  });

  it('has the very value first', async () => {
    expect((await districts('long valley 1'))[0]).toEqual(['Long Valley 1', 1]);
  });

  it('has a hundred values at most', async () => {
    expect(await districts('long')).toHaveLength(100);
    expect(await districts('')).toHaveLength(100);
    expect(await districts(' 🙂 ')).toHaveLength(100);
  });

  it('has none when nothing fits', async () => {
    expect(await districts('zzz')).toEqual([]);
  });

  it('counts under the filter of the search, but for its own choice', async () => {
    expect(await districts('nor', { needs: { anyOf: ['ASD'] }, district: { anyOf: ['E07000148'] } })).toEqual(
      [
        ['North Norfolk', 1],
        ['Norwich', 1],
        ["King's Lynn and West Norfolk", 1],
        ['South Norfolk', 1],
      ],
    );
  });

  it('leaves the other facets, the results and their number as they are', async () => {
    const plain = await found(hub, { facets: { fields: ['DISTRICT', 'NEEDS'] }, first: 5 });
    const searched = await found(hub, { facets: searching('norwich'), first: 5 });
    expect(values(searched, 'NEEDS')).toEqual(values(plain, 'NEEDS'));
    expect([searched.totalCount, searched.hits]).toEqual([plain.totalCount, plain.hits]);
    expect(values(plain)).toHaveLength(MORE + Object.keys(spread).length);
  });

  it('may be a code list, by its labels', async () => {
    const results = await found(hub, { facets: searching('mental', 'NEEDS'), first: 1 });
    expect(values(results, 'NEEDS')).toEqual([['Social, emotional and mental health', 6]]);
  });

  it('is one that is counted', async () => {
    const facets = { fields: ['NEEDS'], search: { field: 'DISTRICT', text: 'nor' } };
    expect(await refused(hub, { facets })).toEqual({
      field: ['facets', 'search', 'field'],
      code: 'INVALID',
      message: 'Add this facet to `fields`: you can only search in a facet that is counted.',
    });
  });

  it('takes a hundred characters', async () => {
    expect(await refused(hub, { facets: searching('a'.repeat(101)) })).toMatchObject({
      field: ['facets', 'search', 'text'],
      message: 'Give at most 100 characters.',
    });
  });
});
