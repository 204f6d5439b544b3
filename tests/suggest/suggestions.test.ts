import fc from 'fast-check';
import { addPlanningArea } from '../place/places.js';
import { found } from '../search/ask.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { ask, listed, type Suggestion, suggested } from './ask.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(async ({ pool }) => {
    await addPlanningArea(pool, 'Norwich and the Broads', { districts: ['E07000148'] });
    await pool.query(`insert into named_place (id, name, folded_name, latitude, longitude, district_code, source) values
      (gen_random_uuid(), 'Newton', 'newton', 52.70, 0.75, 'E07000143', 'test'),
      (gen_random_uuid(), 'Newton', 'newton', 52.85, 1.10, 'E07000147', 'test')`);
    await pool.query(`insert into school (urn, name, town, type_code, status_code, latitude, longitude) values
      ('123001', 'Norwich Road School', 'Fakenham', '01', '1', 52.83, 0.85),
      ('123002', 'Norwich Closed School', 'Fakenham', '01', '2', 52.83, 0.85),
      ('123003', 'Norwich Unplaced School', 'Fakenham', '01', '1', null, null),
      ('123004', 'Norwich Closing School', null, '01', '3', 52.83, 0.85)`);
    await pool.query(`insert into code (list, code, label, description, source, valid_to, position)
      values ('NEED', 'OLD', 'Obsolete need', '', 'test', '2026-11-23', 99)`);
  });
  const provider = await aProvider(hub, { name: 'Norwich Boat Works', settingType: 'OOT' });
  const site = await aSite(hub, provider, { districtCode: 'E07000148' });
  await anOffering(hub, provider, { primaryNeeds: ['ASD'], circumstances: ['EBSA'], siteIds: [site.id] });
});
afterAll(() => hub.stop());

describe('suggest', () => {
  it('answers every kind that fits in one list, and says what each is', async () => {
    const all = await suggested(hub, 'norw');
    expect(all.map(({ kind, label, detail }) => [kind, label, detail])).toEqual([
      ['PLACE', 'Norwich', 'Place in Norwich'],
      ['DISTRICT', 'Norwich', 'District of Norfolk'],
      ['PLANNING_AREA', 'Norwich and the Broads', 'Planning area of Norfolk'],
      ['PROVIDER', 'Norwich Boat Works', 'One-to-one tuition, Norfolk'],
      ['SCHOOL', 'Norwich Road School', 'School in Fakenham'],
      ['SCHOOL', 'Norwich Closing School', 'School'],
    ]);
    expect(all.find(({ kind }) => kind === 'PLANNING_AREA')?.isDemonstration).toBe(true);
  });

  it.each(['suicide', 'overdose', 'domestic abuse', 'thoughts of suicide'])(
    'never suggests %j as something to search for',
    async (text) => {
      const labels = (await suggested(hub, text)).map(({ label }) => label);
      expect(labels.filter((label) => /suicide|overdose|abuse/i.test(label))).toEqual([]);
    },
  );

  it.each([
    ['norwich', 'PLACE Norwich'],
    ['NORWICH', 'PLACE Norwich'],
    ['  norwich ', 'PLACE Norwich'],
    ['Norwhic', 'PLACE Norwich'],
    ['Norwhi', 'PLACE Norwich'],
    ['norich', 'PLACE Norwich'],
    ['kings lyn', "PLACE King's Lynn"],
    ['King’s Lynn', "PLACE King's Lynn"],
    ['wells next', 'PLACE Wells-next-the-Sea'],
    ['yarmouth', 'PLACE Great Yarmouth'],
    ['gt yar', 'PLACE Great Yarmouth'],
    ['n wals', 'PLACE North Walsham'],
    ['dereham', 'PLACE East Dereham'],
    ['cossey', 'PLACE Costessey'],
    ['happis', 'PLACE Happisburgh'],
    ['thorpe st', 'PLACE Thorpe St Andrew'],
    ['no', 'PLACE Norwich'],
    ['norfolk', 'LOCAL_AUTHORITY Norfolk'],
    ['autism', 'NEED Autistic spectrum disorder'],
    ['atuism', 'NEED Autistic spectrum disorder'],
    ['auti', 'NEED Autistic spectrum disorder'],
    ['ASD', 'NEED Autistic spectrum disorder'],
    ['spectrum', 'NEED Autistic spectrum disorder'],
    ['semh', 'NEED Social, emotional and mental health'],
    ['school refusal', 'CIRCUMSTANCE Emotionally based school avoidance'],
    ['shcool refusal', 'CIRCUMSTANCE Emotionally based school avoidance'],
    ['kicked', 'CIRCUMSTANCE Permanently excluded'],
    ['hair', 'CONCEPT Hair and beauty'],
    ['hairdresing', 'CONCEPT Hair and beauty'],
    ['adhd', 'CONCEPT ADHD'],
    ['tier 2', 'TIER Tier 2: time-limited placement'],
    ['ks3', 'KEY_STAGE Key stage 3 (years 7 to 9)'],
    ['outre', 'DELIVERY_MODE Outreach'],
    ['gcse', 'ACCREDITATION GCSE'],
    ['pru', 'SETTING_TYPE Pupil referral unit'],
    ['boat works', 'PROVIDER Norwich Boat Works'],
    ['works norwich', 'PROVIDER Norwich Boat Works'],
  ])('%j: first of all %s', async (text, first) => {
    expect((await listed(hub, text))[0]).toBe(first);
  });

  it('says by which other name something was found', async () => {
    const alsoCalled = async (text: string) =>
      (await suggested(hub, text, { kinds: ['NEED'] }))[0]?.alsoCalled;
    expect(await alsoCalled('pd')).toBe('PD');
    expect(await alsoCalled('pathological d')).toBe('pathological demand avoidance');
    expect(await alsoCalled('autistic sp')).toBeNull();
  });

  it('suggests a code instead of the concept that means it alone, and the concept where codes are not wanted', async () => {
    expect(await listed(hub, 'autism')).toEqual(['NEED Autistic spectrum disorder']);
    expect(await listed(hub, 'autism', { kinds: ['CONCEPT'] })).toEqual(['CONCEPT Autism']);
  });

  it('lists larger places first', async () => {
    const places = await listed(hub, 'ha', { kinds: ['PLACE'], first: 20 });
    expect(places[0]).toBe('PLACE Harleston');
    expect(places).toContain('PLACE Happisburgh');
  });

  it('answers only the kinds asked for, none for none', async () => {
    expect(await listed(hub, 'norw', { kinds: ['SCHOOL', 'DISTRICT'] })).toEqual([
      'DISTRICT Norwich',
      'SCHOOL Norwich Road School',
      'SCHOOL Norwich Closing School',
    ]);
    expect(await listed(hub, 'norw', { kinds: [] })).toEqual([]);
    expect(await listed(hub, 'norw', { kinds: null })).toEqual(await listed(hub, 'norw'));
  });

  it('returns as many as are wanted', async () => {
    for (const first of [1, 3, 20]) expect(await listed(hub, 's', { first })).toHaveLength(first);
  });

  it('looks for typing mistakes only where no name begins as typed', async () => {
    expect(await listed(hub, 'wells')).toEqual(['PLACE Wells-next-the-Sea', 'DISTRICT Tunbridge Wells']);
  });

  it('leaves out codes from the day after they expire', async () => {
    expect(await listed(hub, 'obsolete')).toEqual(['NEED Obsolete need']);
    hub.clock.pass(86_400_000);
    expect(await listed(hub, 'obsolete')).toEqual([]);
    hub.clock.pass(-86_400_000);
  });

  it('tells places of one name apart, and searches from them by their positions', async () => {
    const newtons = (await suggested(hub, 'newton')).filter(({ kind }) => kind === 'PLACE');
    expect(newtons.map(({ detail, near }) => [detail, near])).toEqual(
      expect.arrayContaining([
        ['Place in Breckland', { point: { latitude: 52.7, longitude: 0.75 } }],
        ['Place in North Norfolk', { point: { latitude: 52.85, longitude: 1.1 } }],
      ]),
    );
  });
});

describe('every suggestion', () => {
  it('has one use, which a search accepts', async () => {
    const texts = [
      ...'abcdefghijklmnopqrstuvwxyz',
      'norwich',
      'newton',
      'nr21',
      'nr21 9',
      'NR21 9AA',
      'tier',
      'key',
    ];
    const all = new Map<string, Suggestion>();
    for (const text of texts) {
      for (const one of await suggested(hub, text, { first: 20 })) {
        all.set(`${one.kind} ${one.label} ${one.detail}`, one);
      }
    }
    expect(new Set([...all.values()].map(({ kind }) => kind)).size).toBe(16);
    for (const { near, filter } of all.values()) {
      expect([near, filter].filter((use) => use !== null)).toHaveLength(1);
      if (near) {
        expect(Object.keys(near)).toHaveLength(1);
        await found(hub, { near: { place: near }, first: 1 });
      }
      if (filter) await found(hub, { filter: { [filter.field]: { anyOf: [filter.value] } }, first: 1 });
    }
  });

  it('leads to what it says', async () => {
    for (const text of ['boat works', 'autism', 'school refusal', 'norfolk']) {
      const { filter } = (await suggested(hub, text))[0]!;
      const { totalCount } = await found(hub, { filter: { [filter!.field]: { anyOf: [filter!.value] } } });
      expect([text, totalCount]).toEqual([text, 1]);
    }
  });
});

describe('odd texts', () => {
  it.each(['', '   ', '🙂', '"', "'", '\\', '%', '()', '\u0000', '…'])(
    '%j suggests nothing',
    async (text) => {
      expect(await suggested(hub, text)).toEqual([]);
    },
  );

  it('are looked up by the words they have', async () => {
    expect((await listed(hub, '🙂 "norwich"!'))[0]).toBe('PLACE Norwich');
    expect(await listed(hub, 'ＮＯＲＷＩＣＨ')).toEqual(await listed(hub, 'norwich'));
  });

  it('of 200 characters are looked up, longer ones refused', async () => {
    expect(await listed(hub, `${'norwich '.repeat(24)}norwich`)).toContain('PLACE Norwich');
    for (const text of ['a'.repeat(201), '🙂'.repeat(2_500)]) {
      const { suggestions, userErrors } = await ask(hub, text);
      expect(suggestions).toEqual([]);
      expect(userErrors).toEqual([
        { field: ['text'], code: 'INVALID', message: 'Give at most 200 characters.' },
      ]);
    }
  });

  it.each([0, 21, -1])('%i suggestions are refused', async (first) => {
    const { userErrors } = await ask(hub, 'norw', { first });
    expect(userErrors).toMatchObject([{ field: ['first'], code: 'INVALID' }]);
  });

  it('of whatever characters never fail', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    );
    await fc.assert(
      fc.asyncProperty(text, (typed) => suggested(hub, typed).then(() => {})),
      { numRuns: 60 },
    );
  });

  it('leave no trace in the log', async () => {
    await suggested(hub, 'pathological Zeppelin');
    await ask(hub, `pathological Zeppelin ${'a'.repeat(300)}`);
    expect(hub.logged.join('\n')).not.toMatch(/pathological|zeppelin/i);
    expect(hub.logged.length).toBeGreaterThan(0);
  });
});
