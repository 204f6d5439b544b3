import type { Provider } from '../../src/features/provider/provider.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { type Ask, askAs, done, problems, refused } from './ask-as.js';

let hub: TestHub;
let provider: Provider;
let officer: Ask;
let reader: Ask;
let editor: Ask;
let framework: string;
beforeAll(async () => {
  hub = await startTestHub();
  provider = await aProvider(hub, { name: 'Anvil Workshop', state: 'IN_REVIEW' });
  officer = askAs(hub, 'quality_officer', { in: ['926'] });
  reader = askAs(hub, 'commissioner', { in: ['926'] });
  editor = askAs(hub, 'provider_editor', { of: [provider.id] });
  const { data } = await reader('{ qualityFrameworks { id } }');
  framework = data.qualityFrameworks[0].id;
});
afterAll(() => hub.stop());

const fields = `review { id version state dueOn doneOn officerRole summary provider { name isListed }
  localAuthority { code } framework { edition }
  findings { principle { number } finding note selfRating selfNote } actions { id version what dueOn doneOn } } ${problems}`;
const plan = `mutation($input: QualityReviewPlanInput!) { qualityReviewPlan(input: $input) { ${fields} } }`;
const update = `mutation($id: ID!, $version: Int!, $input: QualityReviewUpdateInput!) {
  qualityReviewUpdate(id: $id, version: $version, input: $input) { ${fields} } }`;
const complete = `mutation($id: ID!, $version: Int!, $doneOn: LocalDate!) {
  qualityReviewComplete(id: $id, version: $version, doneOn: $doneOn) { ${fields} } }`;
const rate = `mutation($id: ID!, $version: Int!, $ratings: [SelfRatingInput!]!) {
  selfAssessmentUpdate(id: $id, version: $version, ratings: $ratings) {
    selfAssessment { id version ratings { principle rating note } } ${problems} } }`;

const planned = (values: Record<string, unknown> = {}) => ({
  localAuthority: '926',
  provider: encodeId('prv', provider.id),
  framework,
  dueOn: '2026-12-15',
  officerRole: 'QUALITY_OFFICER',
  ...values,
});
const aReview = async (values: Record<string, unknown> = {}) =>
  (await done(officer(plan, { input: planned(values) }))).review;
const allMet = Array.from({ length: 21 }, (_, at) => ({ principle: at + 1, finding: 'MET_IN_FULL' }));

/** The id of a review as its provider sees it. */
const ownId = (review: string) => review.replace('qrv', 'qsa');

describe('a review', () => {
  it('is planned, rated by the provider, found by the officer, and done', async () => {
    const review = await aReview();
    expect(review).toMatchObject({
      state: 'PLANNED',
      provider: { name: 'Anvil Workshop', isListed: false },
      localAuthority: { code: '926' },
      framework: { edition: 1 },
      findings: [],
    });
    const { id } = review;

    const ratings = [{ principle: 2, rating: 'PARTIALLY_MET', note: 'The policy is being rewritten.' }];
    const rated = await done(editor(rate, { id: ownId(id), version: 1, ratings }));
    expect(rated.selfAssessment).toMatchObject({ version: 2, ratings });

    const findings = [{ principle: 2, finding: 'NOT_YET_MET', note: 'No policy was seen.' }];
    const found = await done(
      officer(update, { id, version: 2, input: { summary: 'A good visit.', findings } }),
    );
    expect(found.review).toMatchObject({ version: 3, summary: 'A good visit.' });
    expect(found.review.findings).toEqual([
      {
        principle: { number: 2 },
        finding: 'NOT_YET_MET',
        note: 'No policy was seen.',
        selfRating: 'PARTIALLY_MET',
        selfNote: 'The policy is being rewritten.',
      },
    ]);

    expect(await refused(officer(complete, { id, version: 3, doneOn: '2026-11-20' }))).toMatchObject([
      { code: 'INVALID', message: expect.stringContaining('principle 1, 3, 4') },
    ]);
    const all = await done(officer(update, { id, version: 3, input: { findings: allMet } }));
    const finished = await done(officer(complete, { id, version: all.review.version, doneOn: '2026-11-20' }));
    expect(finished.review).toMatchObject({ state: 'DONE', doneOn: '2026-11-20' });
    expect(finished.review.findings[1]).toMatchObject({
      finding: 'MET_IN_FULL',
      selfRating: 'PARTIALLY_MET',
    });

    const { version } = finished.review;
    for (const attempt of [
      officer(update, { id, version, input: { summary: 'Afterwards.' } }),
      editor(rate, { id: ownId(id), version, ratings }),
      officer(complete, { id, version, doneOn: '2026-11-21' }),
    ]) {
      expect(await refused(attempt)).toMatchObject([{ code: 'NOT_IN_THIS_STATE' }]);
    }
  });

  it('leads to actions, which are done after it', async () => {
    const { id } = await aReview();
    const add = `mutation($review: ID!, $input: QualityActionAddInput!) { qualityActionAdd(review: $review, input: $input) { ${fields} } }`;
    const finish = `mutation($id: ID!, $version: Int!, $doneOn: LocalDate) {
      qualityActionComplete(id: $id, version: $version, doneOn: $doneOn) { ${fields} } }`;
    const input = { what: 'Write the policy.', dueOn: '2026-12-31' };
    const { review } = await done(officer(add, { review: id, input }));
    const [action] = review.actions;
    expect(action).toMatchObject({ ...input, doneOn: null, version: 1 });
    const after = await done(officer(finish, { id: action.id, version: 1, doneOn: '2026-11-22' }));
    expect(after.review.actions).toMatchObject([{ doneOn: '2026-11-22', version: 2 }]);
    expect(await refused(officer(finish, { id: action.id, version: 1, doneOn: null }))).toMatchObject([
      { code: 'CONFLICT' },
    ]);
    expect(await refused(officer(finish, { id: action.id, version: 2, doneOn: '2026-11-24' }))).toMatchObject(
      [{ field: ['doneOn'], message: 'This day is in the future. Give today or an earlier day.' }],
    );
    const stranger = askAs(hub, 'quality_officer', { in: ['935'] });
    expect(await refused(stranger(finish, { id: action.id, version: 2 }))).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });

  it('follows published frameworks only, and principles of that edition', async () => {
    const create = `mutation($input: QualityFrameworkCreateInput!) { qualityFrameworkCreate(input: $input) { framework { id } ${problems} } }`;
    const draft = { localAuthority: '926', title: 'Draft', principles: [{ title: 'One thing' }] };
    const { framework: own } = await done(officer(create, { input: draft }));
    expect(await refused(officer(plan, { input: planned({ framework: own.id }) }))).toMatchObject([
      { field: ['input', 'framework'], code: 'INVALID' },
    ]);
    const { id, version } = await aReview();
    const findings = [{ principle: 22, finding: 'MET_IN_FULL' }];
    expect(await refused(officer(update, { id, version, input: { findings } }))).toEqual([
      {
        field: ['input', 'findings', '0', 'principle'],
        code: 'INVALID',
        message: 'The framework of this review has principles 1 to 21. There is no principle 22.',
      },
    ]);
    const other = await hub.database.pool.query<{ id: string }>(
      `select p.id from quality_principle p join quality_framework f on f.id = p.framework_id where f.state = 'DRAFT'`,
    );
    await expect(
      hub.database.pool.query(
        `insert into quality_finding (id, review_id, framework_id, principle_id)
         select gen_random_uuid(), r.id, r.framework_id, $1 from quality_review r limit 1`,
        [other.rows[0]!.id],
      ),
    ).rejects.toThrow('foreign key');
  });

  it.each([
    ['an unknown provider', () => ({ provider: encodeId('prv', crypto.randomUUID()) }), 'NOT_FOUND'],
    ['an id of something else', () => ({ provider: framework }), 'NOT_FOUND'],
    ['a date that is none', () => ({ dueOn: '1066-10-14' }), 'INVALID'],
  ])('is refused with %s', async (_, wrong, code) => {
    expect(await refused(officer(plan, { input: planned(wrong()) }))).toMatchObject([{ code }]);
  });

  it('says in the change log who did what', async () => {
    const { id } = await aReview();
    await done(
      officer(update, { id, version: 1, input: { findings: [{ principle: 1, finding: 'MET_IN_FULL' }] } }),
    );
    const { rows } = await hub.database.pool.query(
      `select distinct table_name, actor from change where table_name in ('quality_review', 'quality_finding') and actor not like 'provider%'`,
    );
    expect(rows).toEqual(
      expect.arrayContaining([
        { table_name: 'quality_review', actor: 'quality_officer: test' },
        { table_name: 'quality_finding', actor: 'quality_officer: test' },
      ]),
    );
  });
});

describe('who sees a review', () => {
  const one = 'query($id: ID!) { qualityReview(id: $id) { summary findings { note } } }';
  const many = '{ qualityReviews(first: 100) { totalCount nodes { id localAuthority { code } } } }';
  const assessments =
    'query($provider: ID!) { selfAssessments(provider: $provider) { id ratings { note } framework { title } } }';

  it('is the local authority whose review it is, and no other', async () => {
    const listed = await aProvider(hub);
    const there = askAs(hub, 'quality_officer', { in: ['935'] });
    const input = planned({ localAuthority: '935', provider: encodeId('prv', listed.id) });
    const { review } = await done(there(plan, { input }));
    expect((await reader(one, { id: review.id })).data).toEqual({ qualityReview: null });
    const mine = (await reader(many)).data.qualityReviews;
    expect(
      new Set(mine.nodes.map((node: { localAuthority: { code: string } }) => node.localAuthority.code)),
    ).toEqual(new Set(['926']));
    expect(mine.totalCount).toBe(mine.nodes.length);
    expect((await askAs(hub, 'administrator')(many)).data.qualityReviews.totalCount).toBe(0);
    expect(await refused(officer(update, { id: review.id, version: 1, input: {} }))).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    expect((await officer(plan, { input })).codes).toEqual(['FORBIDDEN']);
    // What is neither listed nor in the own register is nobody else's business.
    expect(await refused(there(plan, { input: planned({ localAuthority: '935' }) }))).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });

  it('is not the provider: it sees its own ratings, and nobody else does through them', async () => {
    const { id } = await aReview();
    await done(
      officer(update, {
        id,
        version: 1,
        input: { findings: [{ principle: 1, finding: 'NOT_YET_MET', note: 'Secret.' }] },
      }),
    );
    expect((await editor(one, { id })).codes).toEqual(['FORBIDDEN']);
    const mine = await editor(assessments, { provider: encodeId('prv', provider.id) });
    expect(mine.codes).toEqual([]);
    expect(mine.data.selfAssessments.length).toBeGreaterThan(0);
    expect(JSON.stringify(mine.data)).not.toContain('Secret');
    const other = askAs(hub, 'provider_editor', { of: [crypto.randomUUID()] });
    expect((await other(assessments, { provider: encodeId('prv', provider.id) })).data).toEqual({
      selfAssessments: [],
    });
    expect(
      await refused(
        other(rate, { id: ownId(id), version: 2, ratings: [{ principle: 1, rating: 'MET_IN_FULL' }] }),
      ),
    ).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});

describe('reviews', () => {
  it('come by due day, page by page, and narrowed', async () => {
    const other = await aProvider(hub);
    const id = encodeId('prv', other.id);
    for (const dueOn of ['2027-03-01', '2027-01-01', '2027-02-01']) await aReview({ provider: id, dueOn });
    const page = `query($after: String, $provider: ID!) { qualityReviews(first: 2, after: $after, filter: { provider: { anyOf: [$provider] }, state: PLANNED }) {
      totalCount nodes { dueOn } pageInfo { endCursor hasNextPage } } }`;
    const first = (await reader(page, { provider: id })).data.qualityReviews;
    expect(first).toMatchObject({ totalCount: 3, nodes: [{ dueOn: '2027-01-01' }, { dueOn: '2027-02-01' }] });
    const second = await reader(page, { provider: id, after: first.pageInfo.endCursor });
    expect(second.data.qualityReviews.nodes).toEqual([{ dueOn: '2027-03-01' }]);
  });
});
