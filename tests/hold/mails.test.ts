import type { Vacancy } from '../../src/features/vacancy/vacancy.entity.js';
import { anActor, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import type { TestHub } from '../support/hub.js';
import { anOpenVacancy, changed, DAY, MINUTE, ofSchool, placed, someSchools } from './holding.js';

let hub: TestHub;
let graph: Graph;
let vacancy: Vacancy;
let providerId: string;
askedHub((...started) => {
  [hub, graph] = started;
});
beforeAll(() => someSchools(hub));
beforeEach(async () => {
  await hub.database.pool.query('delete from provider; delete from mail');
  vacancy = await anOpenVacancy(hub);
  const { rows } = await hub.database.pool.query(
    `with named as (
       update provider p set name = 'Forge <& Sons', version = p.version + 1 from offering o
        where o.id = $1 and p.id = o.provider_id returning p.id)
     insert into provider_contact (id, provider_id, role, audience, email)
       select gen_random_uuid(), named.id, 'REFERRALS', 'PUBLIC', 'referrals@forge.example' from named returning provider_id as id`,
    [vacancy.offeringId],
  );
  providerId = rows[0].id;
});

const school = '900001';
const mine = ofSchool(school);

interface Sent {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Everything that is in the outbox, oldest first. */
async function mails(): Promise<Sent[]> {
  const { rows } = await hub.database.pool.query(
    'select recipient as "to", subject, text, html from mail order by id',
  );
  return rows;
}

describe('the provider', () => {
  it('learns at once which school holds how many places and until when, and nothing else of the school', async () => {
    const { hold } = await placed(graph, mine, hub, vacancy, { school, places: 2, reference: 'Case 17' });
    expect(hold).not.toBeNull();
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      to: 'referrals@forge.example',
      subject: 'Norfolk: a school holds 2 places',
      text: expect.stringMatching(
        /^Forge <& Sons\n\nInvented School 1 holds 2 places of .+ until \d+ \w+ \d{4}, \d\d:\d\d\./,
      ),
    });
    expect(mail!.html).toContain('Forge &#60;&#38; Sons');
    expect(JSON.stringify(mail)).not.toContain('Case 17');
  });

  it('learns of what the school does with it, and not of what it does itself', async () => {
    const { hold } = await placed(graph, mine, hub, vacancy, { school });
    const longer = await changed(graph, mine, 'Extend', hold!, { until: hub.clock.now() + 2 * DAY });
    await changed(graph, mine, 'Convert', longer.hold!);
    const another = await placed(graph, mine, hub, vacancy, { school });
    await changed(graph, mine, 'Release', another.hold!);
    const third = await placed(graph, mine, hub, vacancy, { school });
    const editor = anActor('provider_editor', { providers: [providerId] });
    expect(
      await changed(graph, editor, 'Decline', third.hold!, { reason: 'The tutor is away.' }),
    ).toMatchObject({
      codes: [],
    });
    expect((await mails()).map(({ subject }) => subject.replace('Norfolk: a school ', ''))).toEqual([
      'holds 1 place',
      'holds 1 place for longer',
      'takes 1 place',
      'holds 1 place',
      'no longer holds 1 place',
      'holds 1 place',
    ]);
  });

  it('gets one mail for a request that is repeated, and none for one that is refused', async () => {
    await placed(graph, mine, hub, vacancy, { school, key: 'once', until: hub.clock.now() + MINUTE });
    await placed(graph, mine, hub, vacancy, { school, key: 'once', until: hub.clock.now() + MINUTE });
    expect((await placed(graph, mine, hub, vacancy, { school, places: 9 })).codes).toEqual(['NOT_ENOUGH']);
    expect(await mails()).toHaveLength(1);
  });

  it('that has no mailbox has its places held all the same', async () => {
    await hub.database.pool.query('delete from provider_contact');
    expect((await placed(graph, mine, hub, vacancy, { school })).hold).toMatchObject({ state: 'LIVE' });
    expect(await mails()).toEqual([]);
  });
});
