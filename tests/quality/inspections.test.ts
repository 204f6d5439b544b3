import type { Provider } from '../../src/features/provider/provider.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { type Ask, askAs, done, problems, refused } from './ask-as.js';

let hub: TestHub;
let provider: Provider;
let officer: Ask;
beforeAll(async () => {
  hub = await startTestHub();
  officer = askAs(hub, 'quality_officer', { in: ['926'] });
});
beforeEach(async () => {
  provider = await aProvider(hub);
});
afterAll(() => hub.stop());

const fields = `inspection { id version framework { code } inspectedOn safeguarding judgements { area { code } grade { code } } } ${problems}`;
const create = `mutation($input: InspectionCreateInput!) { inspectionCreate(input: $input) { ${fields} } }`;
const update = `mutation($id: ID!, $version: Int!, $input: InspectionUpdateInput!) {
  inspectionUpdate(id: $id, version: $version, input: $input) { ${fields} } }`;
const list = '{ inspections(first: 100) { totalCount nodes { inspectedOn } } }';

const card = {
  framework: 'OFSTED_REPORT_CARD_2025',
  inspectedOn: '2026-03-10',
  safeguarding: 'MET',
  judgements: [
    { area: 'ACHIEVEMENT', grade: 'EXPECTED' },
    { area: 'INCLUSION', grade: 'STRONG' },
  ],
};
const before = {
  framework: 'OFSTED_GRADES_TO_2024',
  inspectedOn: '2023-05-04',
  safeguarding: 'NOT_JUDGED',
  judgements: [{ area: 'OVERALL_EFFECTIVENESS', grade: 'GOOD' }],
};
const about = (values: object) => ({
  localAuthority: '926',
  provider: encodeId('prv', provider.id),
  ...values,
});

describe('an inspection', () => {
  it('is recorded with judgements by area, in the order of the areas, under either framework', async () => {
    const { inspection } = await done(officer(create, { input: about(card) }));
    expect(inspection).toMatchObject({
      framework: { code: 'OFSTED_REPORT_CARD_2025' },
      safeguarding: 'MET',
      judgements: [
        { area: { code: 'INCLUSION' }, grade: { code: 'STRONG' } },
        { area: { code: 'ACHIEVEMENT' }, grade: { code: 'EXPECTED' } },
      ],
    });
    expect((await done(officer(create, { input: about(before) }))).inspection.judgements).toHaveLength(1);
    const corrected = { ...card, judgements: [{ area: 'INCLUSION', grade: 'EXCEPTIONAL' }] };
    const { id } = inspection;
    const after = await done(officer(update, { id, version: 1, input: corrected }));
    expect(after.inspection).toMatchObject({
      version: 2,
      judgements: [{ area: { code: 'INCLUSION' }, grade: { code: 'EXCEPTIONAL' } }],
    });
  });

  it.each([
    [
      'the old framework after its end',
      { ...before, inspectedOn: '2024-10-01' },
      'EXPIRED_CODE',
      'expired on 2024-09-30',
    ],
    [
      'the new framework before its beginning',
      { ...card, inspectedOn: '2025-11-09' },
      'EXPIRED_CODE',
      'before 2025-11-10',
    ],
    [
      'a grade of the other framework',
      { ...card, judgements: [{ area: 'INCLUSION', grade: 'GOOD' }] },
      'EXPIRED_CODE',
      'expired',
    ],
    [
      'an area of the other framework',
      { ...before, judgements: [{ area: 'INCLUSION', grade: 'GOOD' }] },
      'EXPIRED_CODE',
      'before',
    ],
    [
      'an unknown grade',
      { ...card, judgements: [{ area: 'INCLUSION', grade: 'FINE' }] },
      'UNKNOWN_CODE',
      'Valid codes',
    ],
    [
      'two grades for an area',
      { ...card, judgements: [card.judgements[0], card.judgements[0]] },
      'INVALID',
      'one grade',
    ],
    ['a day to come', { ...card, inspectedOn: '2026-11-24' }, 'INVALID', 'in the future'],
  ])('is refused with %s', async (_, wrong, code, message) => {
    expect(await refused(officer(create, { input: about(wrong) }))).toMatchObject([
      { code, message: expect.stringContaining(message) },
    ]);
  });

  it('is recorded once a day, and seen within the local authority', async () => {
    await done(officer(create, { input: about(card) }));
    expect(await refused(officer(create, { input: about(card) }))).toMatchObject([{ code: 'TAKEN' }]);
    const { nodes, totalCount } = (await officer(list)).data.inspections;
    expect(totalCount).toBe(nodes.length);
    const days = nodes.map(({ inspectedOn }: { inspectedOn: string }) => inspectedOn);
    expect(days).toEqual([...days].sort().reverse());
    const stranger = askAs(hub, 'quality_officer', { in: ['935'] });
    expect((await stranger(list)).data.inspections.totalCount).toBe(0);
    expect((await stranger(create, { input: about(card) })).codes).toEqual(['FORBIDDEN']);
  });
});
