import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { placeError } from './places.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) =>
    pool.query(`
      insert into school (urn, name, local_authority_code, type_code, status_code, opened_on, closed_on, street, town, postcode,
                          latitude, longitude, district_code) values
      ('199201', 'Old School', '926', '14', '2', '1990-09-01', '2019-08-31', null, null, 'NR21 9AA', 52.8541, 0.8173, 'E07000147'),
      ('199202', 'Between School', '926', '14', '2', '2019-09-01', '2022-08-31', null, null, null, null, null, null),
      ('199203', 'New Academy', '926', '42', '1', '2022-09-01', null, '1 High Street', 'Fakenham', 'NR21 9AA', 52.86, 0.82, 'E07000147'),
      ('199204', 'Split North', '926', '28', '1', null, null, null, null, null, 52.9, 0.9, null),
      ('199205', 'Split South', '926', '28', '1', null, null, null, null, null, 52.7, 0.9, null),
      ('199206', 'Whole School', '926', '28', '2', null, null, null, null, null, 52.8, 0.9, null),
      ('199207', 'Coming School', '926', '38', '4', '2027-09-01', null, null, null, null, 52.8, 0.9, null),
      ('199208', 'Going School', '926', '14', '3', null, '2027-08-31', null, null, null, 52.8, 0.9, null),
      ('199209', 'Round One', '926', '28', '2', null, null, null, null, null, 52.8, 0.9, null),
      ('199210', 'Round Two', '926', '28', '2', null, null, null, null, null, 52.8, 0.9, null),
      ('199211', 'Odd School', '926', '28', '9', null, null, null, null, null, 52.8, 0.9, null);
      insert into school_link (urn, link_urn, link_type) values
      ('199201', '199202', 'Successor'),
      ('199203', '199202', 'Predecessor'),
      ('199206', '199204', 'Successor - Split School'),
      ('199206', '199205', 'Successor - Split School'),
      ('199206', '199203', 'Sixth Form Centre Link'),
      ('199209', '199210', 'Successor'),
      ('199210', '199209', 'Successor'),
      ('188888', '199203', 'Successor - amalgamated')`),
  );
  const listed = await aProvider(hub, {
    urn: '199203',
    settingType: 'AP_ACADEMY',
    registration: 'REGISTERED_SCHOOL',
  });
  await aSite(hub, listed);
  await anOffering(hub, listed);
  await aProvider(hub, { urn: '199206', settingType: 'PRU', registration: 'REGISTERED_SCHOOL' });
  await aProvider(hub, {
    urn: '199208',
    settingType: 'PRU',
    registration: 'REGISTERED_SCHOOL',
    state: 'SUSPENDED',
  });
  await aProvider(hub, { urn: '199211', settingType: 'PRU', registration: 'REGISTERED_SCHOOL' });
});
afterAll(() => hub.stop());

const school = async (urn: string) =>
  (
    await hub.query<{ school: object }>(
      `query($urn: String!) { school(by: { urn: $urn }) { name status openedOn closedOn street town postcode website typeCode
         settingType { code } localAuthority { code } successors { urn status } } }`,
      { urn },
    )
  ).data.school;
const understood = async (urn: string) => {
  const { data } = await hub.query<{ search: { understood: { place: { notice: string | null } } } }>(
    `query($urn: String!) { search(near: { place: { schoolUrn: $urn } }) { understood { place { notice } } } }`,
    { urn },
  );
  return data.search.understood.place.notice;
};

describe('a school', () => {
  it('says what is needed to fill in a form, and what GIAS says of its life', async () => {
    expect(await school('199203')).toEqual({
      name: 'New Academy',
      status: 'OPEN',
      openedOn: '2022-09-01',
      closedOn: null,
      street: '1 High Street',
      town: 'Fakenham',
      postcode: 'NR21 9AA',
      website: null,
      typeCode: '42',
      settingType: { code: 'AP_ACADEMY' },
      localAuthority: { code: '926' },
      successors: [],
    });
    expect(await school('199299')).toBeNull();
    expect(await school('199211')).toMatchObject({ status: null, settingType: null });
  });

  it('that has closed leads on: through a chain, to several, and round in a circle to none', async () => {
    expect(await school('199201')).toMatchObject({
      status: 'CLOSED',
      closedOn: '2019-08-31',
      successors: [{ urn: '199203', status: 'OPEN' }],
    });
    expect(await school('199206')).toMatchObject({ successors: [{ urn: '199204' }, { urn: '199205' }] });
    expect(await school('199209')).toMatchObject({ status: 'CLOSED', successors: [] });
  });
});

describe('a search from a school', () => {
  it.each([
    [
      '199201',
      'Old School (URN 199201) closed on 31 August 2019. Its successor is New Academy (URN 199203). You can search from it.',
    ],
    [
      '199206',
      'Whole School (URN 199206) has closed. Its successors are Split North (URN 199204) and Split South (URN 199205). You can search from one of them.',
    ],
    ['199209', 'Round One (URN 199209) has closed.'],
    ['199207', 'Coming School (URN 199207) is not open yet. It is proposed to open on 1 September 2027.'],
    ['199208', 'Going School (URN 199208) is open, but it is proposed to close on 31 August 2027.'],
    ['199203', null],
    ['199211', null],
  ])('%s says so', async (urn, notice) => {
    expect(await understood(urn)).toBe(notice);
  });

  it('that is not known, or has no position, offers its successor', async () => {
    expect((await placeError(hub, { schoolUrn: '188888' })).message).toBe(
      'The school with the URN 188888 has closed. Its successor is New Academy (URN 199203). You can search from it.',
    );
    expect((await placeError(hub, { schoolUrn: '199202' })).message).toBe(
      'Between School (URN 199202) has closed, and its position is not known. Its successor is New Academy (URN 199203). You can search from it.',
    );
  });
});

describe('a provider', () => {
  it('says the status of its school', async () => {
    const { data } = await hub.query<{ providers: { nodes: object[] } }>(
      '{ providers { nodes { urn school { status openedOn successors { urn } } } } }',
    );
    expect(data.providers.nodes).toEqual(
      expect.arrayContaining([
        { urn: '199203', school: { status: 'OPEN', openedOn: '2022-09-01', successors: [] } },
        {
          urn: '199206',
          school: { status: 'CLOSED', openedOn: null, successors: [{ urn: '199204' }, { urn: '199205' }] },
        },
      ]),
    );
  });

  it('is found by the URN of a closed school that it came after', async () => {
    for (const urn of ['199201', '188888']) {
      const { data } = await hub.query<{ provider: object }>(`{ provider(by: { urn: "${urn}" }) { urn } }`);
      expect(data.provider).toEqual({ urn: '199203' });
    }
    const { data } = await hub.query<{ provider: object }>('{ provider(by: { urn: "199209" }) { urn } }');
    expect(data.provider).toBeNull();
  });
});

it('no one confirms the vacancies of a school that has closed', async () => {
  const closed = (await hub.providers.byKey('urn', '199206'))!;
  const vacancy = await aVacancy(hub, await anOffering(hub, closed, { deliveryModes: ['ONLINE'] }));
  const commissioner = await hub.as('commissioner', { localAuthorities: ['926'] });
  const { data } = await commissioner<{ vacancyConfirm: object }>(
    `mutation($id: ID!) { vacancyConfirm(id: $id, version: 1, confirmedForDays: 14) {
       vacancy { id } userErrors { code message } } }`,
    { id: encodeId('vac', vacancy.id) },
  );
  expect(data.vacancyConfirm).toEqual({
    vacancy: null,
    userErrors: [
      {
        code: 'NOT_IN_THIS_STATE',
        message:
          'GIAS says that Whole School (URN 199206) has closed, so its vacancies cannot be confirmed. If the provider goes on under another URN, ask the council to change the URN first.',
      },
    ],
  });
});

describe('the register', () => {
  it('says which entries to look at again, and why', async () => {
    const commissioner = await hub.as('commissioner', { localAuthorities: ['926'] });
    const { data } = await commissioner<{ registerOverview: { reviewReasons: object[] } }>(
      '{ registerOverview(localAuthority: "926") { reviewReasons { reason providers listed } } }',
    );
    expect(data.registerOverview.reviewReasons).toEqual([
      { reason: 'SCHOOL_CLOSED', providers: 1, listed: 1 },
      { reason: 'SCHOOL_PROPOSED_TO_CLOSE', providers: 1, listed: 0 },
    ]);
    const found = await commissioner<{ register: { totalCount: number; nodes: { provider: object }[] } }>(
      `{ register(filter: { reviewReason: [SCHOOL_CLOSED], state: [LISTED], kind: [PROVIDER] }) {
           totalCount nodes { provider { urn school { status } } } } }`,
    );
    expect(found.data.register).toEqual({
      totalCount: 1,
      nodes: [{ provider: { urn: '199206', school: { status: 'CLOSED' } } }],
    });
  });
});
