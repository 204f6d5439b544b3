import { startTestHub, type TestHub } from '../support/hub.js';
import { type Ask, askAs, done, problems, refused } from './ask-as.js';

let hub: TestHub;
let norfolk: Ask;
let suffolk: Ask;
beforeAll(async () => {
  hub = await startTestHub();
  norfolk = askAs(hub, 'quality_officer', { in: ['926'] });
  suffolk = askAs(hub, 'quality_officer', { in: ['935'] });
});
afterAll(() => hub.stop());

const create = `mutation($input: QualityFrameworkCreateInput!) { qualityFrameworkCreate(input: $input) {
  framework { id version edition state principles { number part title } } ${problems} } }`;
const update = `mutation($id: ID!, $version: Int!, $input: QualityFrameworkUpdateInput!) {
  qualityFrameworkUpdate(id: $id, version: $version, input: $input) {
    framework { id version title principles { number title } } ${problems} } }`;
const publish = `mutation($id: ID!, $version: Int!) { qualityFrameworkPublish(id: $id, version: $version) {
  framework { id version state publishedOn } ${problems} } }`;
const list = (localAuthority: string) =>
  `{ qualityFrameworks(localAuthority: "${localAuthority}") { title edition state localAuthority { name } } }`;

const contents = {
  title: 'What good AP looks like',
  parts: ['Belonging'],
  principles: [
    { part: 1, title: 'Pupils are known by name' },
    { title: 'Families are asked what they think' },
  ],
};

describe('the national standards', () => {
  it('are public: 21 principles, of which six have a title and the others are marked', async () => {
    const { data, errors } = await hub.query<{
      qualityFrameworks: { principles: Record<string, unknown>[] }[];
    }>(
      '{ qualityFrameworks { title edition state publishedOn parts localAuthority { name } principles { number part title toBeConfirmed } } }',
    );
    expect(errors).toBeUndefined();
    const [framework, ...others] = data.qualityFrameworks;
    expect(others).toEqual([]);
    const { principles, ...rest } = framework!;
    expect(rest).toEqual({
      title: 'Voluntary national standards for non-school alternative provision',
      edition: 1,
      state: 'PUBLISHED',
      publishedOn: '2025-08-01',
      parts: [
        'Safeguarding and wellbeing',
        'Health and safety',
        'Admissions, support and guidance',
        'Quality of education',
      ],
      localAuthority: null,
    });
    expect(principles.map(({ number }) => number)).toEqual(Array.from({ length: 21 }, (_, at) => at + 1));
    expect(
      principles.filter(({ toBeConfirmed }) => !toBeConfirmed).map(({ number, part }) => [number, part]),
    ).toEqual([1, 2, 3, 4, 5, 6].map((number) => [number, 1]));
    expect(principles.slice(6).every(({ part }) => part === null)).toBe(true);
  });

  it('can be changed by nobody', async () => {
    const { rows } = await hub.database.pool.query<{ id: string }>('select id from quality_framework');
    const id = rows[0]!.id;
    for (const statement of [
      `update quality_framework set title = 'Other' where id = $1`,
      'delete from quality_framework where id = $1',
      `update quality_principle set title = 'Other' where framework_id = $1`,
      'delete from quality_principle where framework_id = $1',
      `insert into quality_principle (id, framework_id, number, title) values (gen_random_uuid(), $1, 99, 'More')`,
    ]) {
      await expect(hub.database.pool.query(statement, [id])).rejects.toThrow('stays as it is');
    }
    const other = await askAs(hub, 'administrator')('{ qualityFrameworks { id version } }');
    const [{ id: global, version }] = other.data.qualityFrameworks;
    expect(await refused(norfolk(update, { id: global, version, input: contents }))).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });
});

describe("a local authority's own framework", () => {
  it('is drafted, changed, published, and then stays as it is', async () => {
    const { framework } = await done(norfolk(create, { input: { localAuthority: '926', ...contents } }));
    expect(framework).toMatchObject({
      edition: 1,
      state: 'DRAFT',
      principles: [
        { number: 1, part: 1, title: 'Pupils are known by name' },
        { number: 2, part: null, title: 'Families are asked what they think' },
      ],
    });
    const { id } = framework;

    expect((await norfolk(list('926'))).data.qualityFrameworks).toHaveLength(2);
    expect((await suffolk(list('926'))).data.qualityFrameworks).toHaveLength(1);
    expect(
      (await hub.query<{ qualityFrameworks: unknown[] }>(list('926'))).data.qualityFrameworks,
    ).toHaveLength(1);

    const shorter = { ...contents, title: 'Norfolk principles', principles: [{ title: 'Pupils are known' }] };
    const changed = await done(norfolk(update, { id, version: framework.version, input: shorter }));
    expect(changed.framework).toMatchObject({
      title: 'Norfolk principles',
      version: 2,
      principles: [{ number: 1, title: 'Pupils are known' }],
    });

    expect(await refused(norfolk(publish, { id, version: 1 }))).toMatchObject([{ code: 'CONFLICT' }]);
    const published = await done(norfolk(publish, { id, version: 2 }));
    expect(published.framework).toMatchObject({ state: 'PUBLISHED', publishedOn: '2026-11-23' });
    expect(await refused(norfolk(update, { id, version: 3, input: contents }))).toMatchObject([
      { field: ['id'], code: 'NOT_IN_THIS_STATE' },
    ]);

    const { data } = await hub.query<{ qualityFrameworks: unknown[] }>(list('926'));
    expect(data.qualityFrameworks[1]).toMatchObject({ title: 'Norfolk principles', edition: 1 });
    const next = await done(norfolk(create, { input: { localAuthority: '926', ...contents } }));
    expect(next.framework.edition).toBe(2);
    expect(await refused(norfolk(create, { input: { localAuthority: '926', ...contents } }))).toMatchObject([
      { code: 'TAKEN' },
    ]);
  });

  it('is written by nobody else', async () => {
    const input = { localAuthority: '935', ...contents };
    expect((await norfolk(create, { input })).codes).toEqual(['FORBIDDEN']);
    const { framework } = await done(suffolk(create, { input }));
    const { id, version } = framework;
    expect(await refused(norfolk(update, { id, version, input: contents }))).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    const reader = askAs(hub, 'commissioner', { in: ['935'] });
    expect((await reader(publish, { id, version })).codes).toEqual(['FORBIDDEN']);
  });

  it.each([
    ['a part that is not there', { principles: [{ part: 2, title: 'Something' }] }, 'INVALID'],
    ['no principle', { principles: [] }, 'INVALID'],
    ['the name of a pupil', { principles: [{ title: 'Pupil name: Robin' }] }, 'PERSONAL_DATA'],
    ['an authority that is not there', { localAuthority: '000' }, 'UNKNOWN_CODE'],
  ])('is refused with %s', async (_, wrong, code) => {
    const input = { localAuthority: '926', ...contents, ...wrong };
    expect(await refused(norfolk(create, { input }))).toMatchObject([{ code }]);
  });
});
