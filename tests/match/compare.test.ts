import type { Offering } from '../../src/features/offering/offering.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { askCompare, matched } from './ask-match.js';

const profile = {
  needs: [{ code: 'SEMH' }],
  yearGroup: 8,
  near: { place: { postcode: 'NR21 9AA' }, within: { km: 25 } },
};

let hub: TestHub;
let told: Offering;
let untold: Offering;
let far: Offering;
let ids: string[];
beforeAll(async () => {
  hub = await startTestHub();
  const provider = await aProvider(hub);
  const near = await aSite(hub, provider);
  const leeds = await aSite(hub, provider, { latitude: 53.8, longitude: -1.55 });
  told = await anOffering(hub, provider, {
    title: 'Told',
    siteIds: [near.id],
    pricePence: 95_50,
    priceUnit: 'DAY',
    hoursPerWeek: 15,
    groupSize: 8,
    typicalWeeks: 6,
    maximumWeeks: 12,
  });
  await aVacancy(hub, told);
  untold = await anOffering(hub, provider, { title: 'Untold', siteIds: [near.id] });
  far = await anOffering(hub, provider, { title: 'Far', minYear: 10, maxYear: 11, siteIds: [leeds.id] });
  ids = [far, told, untold].map(({ id }) => encodeId('off', id));
});
afterAll(() => hub.stop());

describe('compare', () => {
  it('puts offerings side by side in the order given, those that fail hard conditions too', async () => {
    const { matches, rows, disclaimer, algorithmVersion, userErrors } = await askCompare(hub, ids, profile);
    expect(userErrors).toEqual([]);
    expect(disclaimer).toContain('not an endorsement');
    expect(algorithmVersion).toBe('2026-11.2');
    expect(matches.map(({ offering }) => offering.title)).toEqual(['Far', 'Told', 'Untold']);
    expect(
      rows.map(({ kind, isHard, cells }) => [kind, isHard, ...cells.map(({ verdict }) => verdict)]),
    ).toEqual([
      ['NEEDS', false, 'MET', 'MET', 'MET'],
      ['YEARS', true, 'UNMET', 'MET', 'MET'],
      ['DISTANCE', true, 'UNMET', 'MET', 'MET'],
      ['VACANCY', false, 'UNKNOWN', 'MET', 'UNKNOWN'],
    ]);
    for (const { kind, weight, cells } of rows) {
      expect(cells.map((cell) => [cell.kind, cell.weight])).toEqual(cells.map(() => [kind, weight]));
    }
  });

  it('scores as a match does', async () => {
    const compared = await askCompare(hub, ids, profile);
    const { matches } = await matched(hub, profile);
    expect(matches).toEqual(compared.matches.slice(1));
    const sums = compared.matches.map((_, i) =>
      compared.rows.reduce((sum, { cells }) => sum + Math.round(cells[i]!.points * 10), 0),
    );
    expect(sums).toEqual(compared.matches.map(({ score }) => Math.round(score * 10)));
  });

  it('adds terms, and null if nothing is stated; the exact price for schools only', async () => {
    const { terms } = await askCompare({ query: await hub.as('school') }, ids, profile);
    expect(terms[0]).toEqual({
      kind: 'PRICE',
      cells: [null, '£95.50 per day, without VAT and transport', null],
    });
    expect((await askCompare(hub, ids, profile)).terms).toEqual([
      { kind: 'PRICE', cells: [null, 'Over £50, up to £100 a day, without VAT and transport', null] },
      { kind: 'HOURS', cells: [null, '15 hours a week', null] },
      { kind: 'GROUP_SIZE', cells: [null, 'Up to 8 pupils in a group', null] },
      { kind: 'LENGTH', cells: [null, 'Typically 6 weeks, at most 12', null] },
    ]);
  });

  it('names ids that are of no listed offering, and those given twice', async () => {
    const unknown = encodeId('off', '01890000-0000-7000-8000-000000000000');
    const other = encodeId('prv', told.providerId);
    const { matches, rows, userErrors } = await askCompare(hub, [ids[1]!, unknown, other, ids[1]!], profile);
    expect({ matches, rows }).toEqual({ matches: [], rows: [] });
    const none = 'No listed offering has this id. Check the id, or remove it.';
    expect(userErrors).toEqual([
      { field: ['offerings', '1'], code: 'NOT_FOUND', message: none },
      { field: ['offerings', '2'], code: 'NOT_FOUND', message: none },
      {
        field: ['offerings', '3'],
        code: 'INVALID',
        message: 'This offering is given twice. Give each offering once.',
      },
    ]);
  });

  it('takes one to six', async () => {
    const errors = async (given: string[]) => (await askCompare(hub, given, profile)).userErrors;
    expect(await errors([])).toMatchObject([{ field: ['offerings'], message: 'Give at least 1 entries.' }]);
    expect(await errors(Array(7).fill(ids[0]))).toMatchObject([
      { field: ['offerings'], code: 'INVALID', message: 'Give at most 6 entries.' },
    ]);
  });

  it('says what is wrong with the profile', async () => {
    const { userErrors } = await askCompare(hub, ids, { tier: 'TIER_9' });
    expect(userErrors).toMatchObject([{ field: ['profile', 'tier'], code: 'UNKNOWN_CODE' }]);
  });
});
