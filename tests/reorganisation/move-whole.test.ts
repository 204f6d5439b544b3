import type { Hub } from '../../src/app.js';
import { type Move, moveAuthority } from '../../src/features/reorganisation/move.service.js';
import { describeMove } from '../../src/features/reorganisation/move-command.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, type Graph, graphOf } from '../support/actors.js';
import { anOffering } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { aCounty, anotherHub, endCounty, LAST_DAY, rowsOf } from './a-county.js';

const of996 = anActor('commissioner', { localAuthorities: ['996'] });

let hub: TestHub;
let other: Hub;
let graphs: Graph[];
let county: Awaited<ReturnType<typeof aCounty>>;
beforeAll(async () => {
  hub = await startTestHub();
  other = await anotherHub(hub);
  graphs = [await graphOf(hub), await graphOf(other)];
  county = await aCounty(hub);
  await anOffering(hub, county.inFakenham.provider, {
    title: 'Comes to all of what was Norfolk',
    deliveryModes: ['OUTREACH'],
    areasServed: ['LA:926'],
  });
  await endCounty(hub, { 996: { name: 'New Norfolk', district: 'E06000901' } });
});
afterAll(async () => {
  for (const graph of graphs) await graph.stop();
  await other.close();
  await hub.stop();
});

const move = (values: Partial<Move> = {}) =>
  moveAuthority(hub.database.pool, hub.clock, { from: '926', to: ['996'], dryRun: false, ...values });
const changes = async () => {
  const { rows } = await hub.database.pool.query<{ n: number }>('select count(*)::int as n from change');
  return rows[0]!.n;
};

describe('a move is refused, and says why,', () => {
  it.each([
    [{ from: '999' }, /no local authority with the code "999"/],
    [{ to: ['999'] }, /no local authority with the code "999"/],
    [{ from: '935', to: ['996'] }, /^Suffolk \(935\) has not ended by 23 November 2026\. It has no last day/],
    [
      { day: LAST_DAY },
      /^Norfolk \(926\) has not ended by 30 September 2026\. Its last day is 30 September 2026/,
    ],
    [{ to: ['935'] }, /^These came after 926 \(Norfolk\): 996 \(New Norfolk\)\. Name all of them/],
    [{ to: ['996', '935'] }, /Name all of them, each once/],
    [{ day: '2030-01-01' }, /^1 January 2030 has not come yet, so the move can only be tried out/],
  ])('of %j', async (values, message) => {
    const before = await changes();
    await expect(move(values)).rejects.toThrow(message);
    expect(await changes()).toBe(before);
  });
});

describe('a dry run', () => {
  it('says what would change, and changes nothing', async () => {
    const before = [await rowsOf(hub, '926'), await changes()];
    const report = await move({ dryRun: true });
    expect([await rowsOf(hub, '926'), await changes()]).toEqual(before);
    expect(describeMove(report)).toBe(
      [
        'Norfolk (926) to New Norfolk (996)',
        '                                            to 996  stay',
        'providers                                        4     0',
        'references of its own for entries                3     0',
        'listing decisions in force or to come            1     0',
        'approved changes that are still to be made       1     0',
        'frameworks of principles                         1     0',
        'reviews                                          1     0',
        'evidence                                         1     0',
        'rules on evidence                                2     0',
        'inspections                                      2     0',
        'pairs set aside as different                     1     0',
        'planning areas                                   1     0',
        'programs that may act for it                     1     0',
        'This was a dry run. Nothing was changed.',
        '',
      ].join('\n'),
    );
  });

  it('can look ahead', async () => {
    expect(await move({ dryRun: true, day: '2030-01-01' })).toMatchObject({ isChanged: true });
  });
});

describe('after the move', () => {
  beforeAll(async () => {
    await hub.query('{ providers { totalCount } }');
    expect(await move()).toMatchObject({ isChanged: true, dryRun: false });
    await hub.feed.sync();
    await other.feed.sync();
  });

  it('the successor is what the authority was; a decision of the past stays as it was', async () => {
    expect(await rowsOf(hub, '926')).toEqual({ listing_decision: 1 });
    expect(await rowsOf(hub, '996')).toEqual({
      provider: 4,
      planning_area: 1,
      planning_area_member: 1,
      listing_decision: 1,
      quality_framework: 1,
      quality_review: 1,
      evidence: 1,
      evidence_rule: 2,
      inspection: 2,
      duplicate_dismissal: 1,
      external_reference: 3,
      change_request: 1,
      api_client: 1,
    });
  });

  it('each thing has one entry in the change log that says why', async () => {
    const { rows } = await hub.database.pool.query(
      `select table_name, old, new, reason, actor, version_after - version_before as step, count(*) over ()::int as entries
         from change where table_name = 'provider' and operation = 'UPDATE' and entity_id = $1 and new ? 'local_authority_code'`,
      [county.merged.id],
    );
    expect(rows).toEqual([
      {
        table_name: 'provider',
        old: { local_authority_code: '926' },
        new: { local_authority_code: '996' },
        reason: 'Norfolk (926) ended on 30 September 2026. New Norfolk (996) came after it.',
        actor: 'operator',
        step: 1,
        entries: 1,
      },
    ]);
  });

  it.each([0, 1])('hub %i shows the successor everywhere', async (n) => {
    const { data, errors } = await graphs[n]!.ask<{ register: { nodes: object[] } }>(
      of996,
      `query ($id: ID!) {
        register(filter: { kind: [PROVIDER] }) { totalCount nodes { name localAuthority { code } } }
        provider(by: { id: $id }) { localAuthority { code } listingDecisions { basis localAuthority { code } } }
        planningAreas(localAuthority: "996") { name }
        evidence { totalCount } qualityReviews { totalCount } inspections { totalCount }
        search(filter: { localAuthority: { anyOf: ["996"] } }) { totalCount }
        before: search(filter: { localAuthority: { anyOf: ["926"] } }) { totalCount }
        providers(filter: { localAuthority: { anyOf: ["996"] } }) { totalCount }
        place(by: { postcode: "NR21 9AA" }) { localAuthority { code } planningArea { name } }
        districts(localAuthority: "996") { code }
      }`,
      { id: encodeId('prv', county.inFakenham.provider.id) },
    );
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      register: { totalCount: 4 },
      provider: {
        localAuthority: { code: '996' },
        listingDecisions: expect.arrayContaining([
          { basis: 'TENDERED', localAuthority: { code: '996' } },
          { basis: 'NOT_APPROVED_LIST', localAuthority: { code: '926' } },
        ]),
      },
      planningAreas: [{ name: 'Around Fakenham' }],
      evidence: { totalCount: 1 },
      qualityReviews: { totalCount: 1 },
      inspections: { totalCount: 2 },
      search: { totalCount: 2 },
      before: { totalCount: 0 },
      providers: { totalCount: 3 },
      place: { localAuthority: { code: '996' }, planningArea: { name: 'Around Fakenham' } },
    });
  });

  it('what served the old authority or its planning areas still serves exactly their ground', async () => {
    await anOffering(hub, county.inNorwich, {
      title: 'Comes to around Fakenham',
      deliveryModes: ['OUTREACH'],
      areasServed: [`PLANNING_AREA:${county.planningArea}`],
    });
    await hub.feed.sync();
    const reached = async (postcode: string) => {
      const { data } = await hub.query<{ search: { nodes: { offering: { title: string } }[] } }>(
        `query ($postcode: String!) { search(near: { place: { postcode: $postcode }, within: { km: 1 } }
           filter: { deliveryModes: { anyOf: ["OUTREACH"] } }) { nodes { offering { title } } } }`,
        { postcode },
      );
      return data.search.nodes.map(({ offering }) => offering.title).sort();
    };
    expect(await reached('NR21 9AA')).toEqual([
      'Comes to all of what was Norfolk',
      'Comes to around Fakenham',
    ]);
    expect(await reached('NR1 1AA')).toEqual(['Comes to all of what was Norfolk']);
    expect(await reached('IP1')).toEqual([]);
  });

  it('the planning area finds what is in its districts', async () => {
    const { data } = await graphs[0]!.ask<{ register: { nodes: { name: string }[] } }>(
      of996,
      'query ($id: ID!) { register(filter: { kind: [SITE], planningArea: { anyOf: [$id] } }) { nodes { name } } }',
      { id: encodeId('pla', county.planningArea) },
    );
    expect(data.register.nodes).toEqual([{ name: 'In Fakenham, site' }]);
  });

  it('the history of an entry still says what was true', async () => {
    const { data, errors } = await graphs[0]!.ask(
      of996,
      `query ($id: ID!) { history(id: $id) { nodes { actor reason changes { field } } } }`,
      { id: encodeId('prv', county.inNorwich.id) },
    );
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toContain('Norfolk (926) ended on 30 September 2026.');
  });

  it('a second move changes nothing', async () => {
    const before = await changes();
    const report = await move();
    expect(report.isChanged).toBe(false);
    expect(describeMove(report)).toBe(
      'Norfolk (926) to New Norfolk (996)\nThere is nothing to move. Nothing was changed.\n',
    );
    expect(await changes()).toBe(before);
  });
});
