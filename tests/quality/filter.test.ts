import { Actor } from '../../src/features/identity/actor.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

let hub: TestHub;
let graph: Graph;
const providers: Record<string, Provider> = {};

/** Providers that differ in one thing each; Suffolk keeps records of one of Norfolk's, and the other way round. */
askedHub(async (...started) => {
  [hub, graph] = started;
  for (const name of ['Fire', 'Hygiene', 'Late', 'Review', 'Safe', 'Unsafe', 'Full', 'School', 'Bare']) {
    providers[name] = await aProvider(hub, { name });
  }
  providers.Suffolk = await aProvider(hub, { name: 'Suffolk', localAuthorityCode: '935' });
  const full = { hoursPerWeek: 25, ehcPlan: 'NOT_ACCEPTED' as const, groupSize: 6 };
  await anOffering(hub, providers.Full!, { title: 'Full week', ...full });
  await anOffering(hub, providers.School!, { title: 'School week', ...full });
  await hub.providers.update(providers.School!.id, 1, { registration: 'REGISTERED_SCHOOL' });
  const id = (name: string) => providers[name]!.id;
  await hub.database.pool.query(`
    insert into evidence (id, local_authority_code, provider_id, kind, issued_on, expires_on, state)
    values (gen_random_uuid(), '926', '${id('Fire')}', 'FIRE_RISK', '2026-01-01', '2026-12-23', 'ATTESTED'),
           (gen_random_uuid(), '926', '${id('Fire')}', 'FOOD_HYGIENE', '2026-01-01', null, 'ATTESTED'),
           (gen_random_uuid(), '926', '${id('Hygiene')}', 'FOOD_HYGIENE', '2026-01-01', '2026-12-24', 'FAILED'),
           (gen_random_uuid(), '935', '${id('Bare')}', 'FIRE_RISK', '2026-01-01', '2026-11-24', 'FAILED'),
           (gen_random_uuid(), '926', '${id('Suffolk')}', 'FIRE_RISK', '2026-01-01', '2026-11-24', 'FAILED'),
           (gen_random_uuid(), '935', '${id('Suffolk')}', 'FIRE_RISK', '2026-01-01', '2026-11-24', 'FAILED');
    insert into quality_review (id, local_authority_code, provider_id, framework_id, state, due_on, officer_role, done_on)
    select gen_random_uuid(), la, p::uuid, f.id, state, due::date, 'COMMISSIONER', done::date
      from (select id from quality_framework where state = 'PUBLISHED' limit 1) f,
           (values ('926', '${id('Review')}', 'PLANNED', '2026-12-23', null), ('926', '${id('Late')}', 'PLANNED', '2026-11-22', null),
                   ('926', '${id('Safe')}', 'DONE', '2026-11-22', '2026-11-22'), ('935', '${id('Bare')}', 'PLANNED', '2026-11-22', null),
                   ('935', '${id('Suffolk')}', 'PLANNED', '2026-11-22', null)) v(la, p, state, due, done);
    insert into quality_action (id, review_id, what, due_on, done_on)
    select gen_random_uuid(), id, 'Write it down.', '2026-11-22', case state when 'DONE' then null else date '2026-11-22' end from quality_review;
    insert into inspection (id, local_authority_code, provider_id, framework, inspected_on, safeguarding)
    select gen_random_uuid(), la, p::uuid, 'OFSTED_REPORT_CARD_2025', day::date, what
      from (values ('926', '${id('Safe')}', '2026-02-01', 'NOT_MET'), ('926', '${id('Safe')}', '2026-06-01', 'MET'),
                   ('926', '${id('Unsafe')}', '2026-06-01', 'NOT_MET'), ('935', '${id('Bare')}', '2026-06-01', 'NOT_MET')) v(la, p, day, what)`);
});

async function named(quality: object, filter: object = { kind: ['PROVIDER'] }, actor: Actor = commissioner) {
  const { data, errors } = await graph.ask<{ register: { totalCount: number; nodes: { name: string }[] } }>(
    actor,
    'query ($filter: RegisterFilter) { register(filter: $filter, first: 100) { totalCount nodes { name } } }',
    { filter: { ...filter, quality } },
  );
  if (errors) return errors.map(({ extensions }) => extensions?.code);
  expect(data.register.totalCount).toBe(data.register.nodes.length);
  return data.register.nodes.map(({ name }) => name);
}
const all = ['Bare', 'Fire', 'Full', 'Hygiene', 'Late', 'Review', 'Safe', 'School', 'Unsafe'];
const without = (...names: string[]) => all.filter((name) => !names.includes(name));

describe('the register is narrowed by quality', () => {
  it.each<[object, string[]]>([
    [{}, all],
    [{ evidenceKind: { anyOf: ['FIRE_RISK'] } }, ['Fire']],
    [{ evidenceState: ['FAILED'] }, ['Hygiene']],
    [{ evidenceState: ['ATTESTED'], evidenceKind: { anyOf: ['FOOD_HYGIENE'] } }, ['Fire']],
    [{ evidenceState: ['FAILED'], evidenceKind: { anyOf: ['FIRE_RISK'] } }, []],
    [{ evidenceState: [] }, []],
    [{ evidenceExpiresWithinDays: 30 }, ['Fire']],
    [{ evidenceExpiresWithinDays: 29 }, []],
    [{ evidenceExpiresWithinDays: 30, evidenceKind: { anyOf: ['FOOD_HYGIENE'] } }, []],
    [{ evidenceOut: { anyOf: ['FOOD_HYGIENE', 'FIRE_RISK'] } }, ['Hygiene']],
    [{ evidenceOut: { anyOf: [] } }, []],
    [{ evidenceMissing: { anyOf: ['FOOD_HYGIENE'] } }, without('Fire', 'Hygiene')],
    [{ evidenceMissing: { anyOf: ['FOOD_HYGIENE', 'FIRE_RISK'] } }, without('Fire')],
    [{ evidenceMissing: { anyOf: [] } }, []],
    [{ suspendedByEvidence: true }, []],
    [{ suspendedByEvidence: false, readyToRestore: false }, all],
    [{ reviewDueWithinDays: 30 }, ['Review']],
    [{ reviewDueWithinDays: 29 }, []],
    [{ reviewOverdue: true }, ['Late']],
    [{ reviewOverdue: false }, without('Late')],
    [{ actionOverdue: true }, ['Safe']],
    [{ actionOverdue: false, reviewOverdue: true }, ['Late']],
    [{ safeguardingNotMet: true }, ['Unsafe']],
    [{ safeguardingNotMet: false }, without('Unsafe')],
    [{ thresholdAdvice: ['LIKELY'] }, ['Full']],
    [{ thresholdAdvice: ['NONE'] }, ['School']],
    [{ thresholdAdvice: ['LOOK', 'CLOSE'] }, without('Full', 'School')],
    [{ thresholdAdvice: [] }, []],
  ])('by %j', async (quality, names) => {
    expect(await named(quality)).toEqual(names);
  });

  it('together with what a provider has', async () => {
    expect(await named({ thresholdAdvice: ['LIKELY'] }, {})).toEqual(['Full', 'Full week']);
    expect(await named({ thresholdAdvice: ['NONE'] }, { tier: { anyOf: ['TIER_2'] } })).toEqual([
      'School week',
    ]);
  });

  it('only where the actor may read quality, by what the own register’s authority keeps', async () => {
    const everywhere = new Actor('administrator: test', ['administrator'], {
      everywhere: true,
      localAuthorities: new Set(),
      providers: new Set(),
    });
    const failed = { evidenceState: ['FAILED'] };
    const providersOnly = { kind: ['PROVIDER'] };
    expect(await named(failed, providersOnly, everywhere)).toEqual(['Hygiene', 'Suffolk']);
    const suffolk = anActor('commissioner', { localAuthorities: ['935'] });
    expect(await named(failed, providersOnly, suffolk)).toEqual(['Suffolk']);
    expect(await named({ safeguardingNotMet: true }, providersOnly, suffolk)).toEqual([]);
    // Reads its own entry in Suffolk as well, and learns nothing about its quality there: not even that there is nothing.
    const both = new Actor('both: test', ['commissioner', 'provider_editor'], {
      everywhere: false,
      localAuthorities: new Set(['926']),
      providers: new Set([providers.Suffolk!.id]),
    });
    expect(await named(failed, providersOnly, both)).toEqual(['Hygiene']);
    expect(await named({ reviewOverdue: true }, providersOnly, both)).toEqual(['Late']);
    for (const quality of [
      {},
      { reviewOverdue: false },
      { suspendedByEvidence: false },
      { thresholdAdvice: ['NONE'] },
    ]) {
      expect(await named(quality, providersOnly, both)).not.toContain('Suffolk');
    }
  });

  it('and is refused to those who cannot read quality, though they can read entries', async () => {
    const editor = anActor('provider_editor', { providers: [providers.Hygiene!.id] });
    const narrow = new Actor(
      'narrow: test',
      ['commissioner'],
      { everywhere: false, localAuthorities: new Set(['926']), providers: new Set() },
      ['register.read'],
    );
    for (const actor of [editor, narrow]) {
      expect(await named({ evidenceState: ['FAILED'] }, {}, actor)).toEqual(['FORBIDDEN']);
      expect(await named({}, {}, actor)).toEqual(['FORBIDDEN']);
    }
    expect(await named({}, {}, anActor('school'))).toEqual(['FORBIDDEN']);
  });

  it.each<[object, string[], string]>([
    [{ evidenceKind: { anyOf: ['X'] } }, ['evidenceKind', 'anyOf'], 'UNKNOWN_CODE'],
    [{ evidenceOut: { anyOf: ['X'] } }, ['evidenceOut', 'anyOf'], 'UNKNOWN_CODE'],
    [{ evidenceMissing: { anyOf: ['X'] } }, ['evidenceMissing', 'anyOf'], 'UNKNOWN_CODE'],
    [{ reviewDueWithinDays: -1 }, ['reviewDueWithinDays'], 'INVALID'],
  ])('and says where %j is wrong', async (quality, path, code) => {
    const { errors } = await graph.ask(
      commissioner,
      'query ($quality: QualityFilter) { register(filter: { quality: $quality }) { totalCount } }',
      { quality },
    );
    const problem = { field: ['filter', 'quality', ...path], code };
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', problems: [problem] } }]);
  });
});
