import { randomUUID } from 'node:crypto';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { type Ask, askAs, done, problems, refused } from './ask-as.js';

/** What is refused says in which field, and what one may read by its id is found. */

let hub: TestHub;
let officer: Ask;
let stranger: Ask;
let provider: string;
beforeAll(async () => {
  hub = await startTestHub();
  officer = askAs(hub, 'quality_officer', { in: ['926'] });
  stranger = askAs(hub, 'quality_officer', { in: ['935'] });
  provider = encodeId('prv', (await aProvider(hub)).id);
});
afterAll(() => hub.stop());

const inspectionCreate = `mutation($input: InspectionCreateInput!) { inspectionCreate(input: $input) {
  inspection { id } ${problems} } }`;
const inspection = (values: object = {}) => ({
  input: {
    localAuthority: '926',
    provider,
    framework: 'OFSTED_REPORT_CARD_2025',
    inspectedOn: '2026-03-10',
    safeguarding: 'MET',
    judgements: [{ area: 'INCLUSION', grade: 'STRONG' }],
    ...values,
  },
});

describe('an inspection', () => {
  it('of an authority that nobody knows, or recorded for the day already, is refused there', async () => {
    expect(await refused(officer(inspectionCreate, inspection({ localAuthority: '999' })))).toMatchObject([
      { field: ['input', 'localAuthority'], code: 'UNKNOWN_CODE' },
    ]);
    await done(officer(inspectionCreate, inspection()));
    expect(await refused(officer(inspectionCreate, inspection()))).toMatchObject([
      { field: ['input', 'inspectedOn'], code: 'TAKEN' },
    ]);
  });
});

describe('a framework', () => {
  it('next to one that is still a draft is refused for that local authority', async () => {
    const create = `mutation($input: QualityFrameworkCreateInput!) { qualityFrameworkCreate(input: $input) {
      framework { id } ${problems} } }`;
    const input = {
      localAuthority: '926',
      title: 'Ours',
      parts: [],
      principles: [{ title: 'Known by name' }],
    };
    await done(officer(create, { input }));
    expect(await refused(officer(create, { input }))).toMatchObject([
      { field: ['input', 'localAuthority'], code: 'TAKEN' },
    ]);
  });
});

describe('a review', () => {
  const plan = `mutation($input: QualityReviewPlanInput!) { qualityReviewPlan(input: $input) {
    review { id version state summary doneOn } ${problems} } }`;
  const planned = async (values: object = {}) => {
    const { data } = await officer('{ qualityFrameworks { id } }');
    const framework = data.qualityFrameworks[0].id;
    const officerRole = 'QUALITY_OFFICER';
    return {
      input: { localAuthority: '926', provider, framework, dueOn: '2026-12-15', officerRole, ...values },
    };
  };

  it('that is planned has no words yet, and is read by its id within the local authority', async () => {
    const { review } = await done(officer(plan, await planned()));
    expect(review).toMatchObject({ state: 'PLANNED', summary: '', doneOn: null });
    const read = 'query($id: ID!) { qualityReview(id: $id) { id state } }';
    const { id } = review;
    expect((await officer(read, { id })).data).toEqual({ qualityReview: { id, state: 'PLANNED' } });
    expect((await stranger(read, { id })).data).toEqual({ qualityReview: null });
    const other = encodeId('qrv', randomUUID());
    expect((await officer(read, { id: other })).data).toEqual({ qualityReview: null });
  });

  it('of a provider that has no such id is refused there', async () => {
    for (const wrong of [encodeId('off', randomUUID()), encodeId('prv', randomUUID())]) {
      const [problem] = await refused(officer(plan, await planned({ provider: wrong })));
      expect(problem).toMatchObject({ field: ['input', 'provider'] });
    }
    const [problem] = await refused(officer(plan, await planned({ framework: provider })));
    expect(problem).toMatchObject({ field: ['input', 'framework'] });
  });

  it('that is done is refused as a whole: its findings can no longer change', async () => {
    const { review } = await done(officer(plan, await planned()));
    const change = `mutation($id: ID!, $version: Int!, $input: QualityReviewUpdateInput!) {
      qualityReviewUpdate(id: $id, version: $version, input: $input) { review { id version } ${problems} } }`;
    const findings = Array.from({ length: 21 }, (_, at) => ({ principle: at + 1, finding: 'MET_IN_FULL' }));
    const { id } = review;
    const found = await done(officer(change, { id, version: 1, input: { findings } }));
    const { version } = found.review;
    const complete = `mutation($id: ID!, $version: Int!) { qualityReviewComplete(id: $id, version: $version, doneOn: "2026-11-20") {
      review { version } ${problems} } }`;
    const finished = await done(officer(complete, { id, version }));
    const late = officer(change, { id, version: finished.review.version, input: { summary: 'Late.' } });
    expect(await refused(late)).toMatchObject([{ field: ['id'], code: 'NOT_IN_THIS_STATE' }]);
  });
});
