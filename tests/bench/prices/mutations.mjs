import { encodeId } from '../../../dist/src/platform/graphql/global-id.js';
import { isoDay, version, WHY } from './mutation-maker.mjs';

const BULK = 20;
const BULKS = 12;
/** The state that each step of an entry begins in. */
const steps = {
  Submit: 'DRAFT',
  StartReview: 'SUBMITTED',
  Approve: 'IN_REVIEW',
  Refuse: 'IN_REVIEW',
  Suspend: 'LISTED',
  Restore: 'SUSPENDED',
  Withdraw: 'LISTED',
};

/**
 * Documents that reach every mutation but those of quality, each with what has to be there before it, which is made first and not measured. What they
 * change is in no one's way: each takes rows of its own.
 */
export function mutationCases({ rows, fresh, make, added, ofProvider, next }) {
  const authorities = async (count) =>
    (
      await rows('select code from local_authority where valid_to is null order by code limit $1', [count])
    ).map(({ code }) => code);
  const inHours = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const holdable = async (count) => {
    const confirmed = `state = 'CAPACITY', places_available = 20, confirmed_at = now(), ageing_at = null, expires_at = null`;
    await rows(`insert into school (urn, name, status_code, type_code)
      select (900000 + n)::text, 'Invented School ' || n, '1', '01' from generate_series(0, 999) n on conflict do nothing`);
    return (await fresh('vacancy', count, confirmed)).map(({ id }) => ({
      vacancy: id,
      school: String(900_000 + (next() % 1_000)),
      places: 1,
      until: inHours(24),
    }));
  };
  const held = async (count) => {
    const vacancies = await fresh('vacancy', count, `state = 'CAPACITY', places_available = 20`);
    const made = await rows(
      `insert into vacancy_hold (id, vacancy_id, offering_id, school_urn, places, until, made_at, made_by)
       select gen_random_uuid(), id, offering_id, '900001', 1, date_trunc('milliseconds', now() + interval '1 day'), now(), 'bench'
         from vacancy where id = any($1) returning id, version`,
      [vacancies.map(({ uuid }) => uuid)],
    );
    return made.map(({ id, version: of }) => ({ id: encodeId('hld', id), version: of }));
  };
  const entries = ['provider', 'site', 'offering'].flatMap((table) => [
    ...Object.entries(steps).map(([step, state]) =>
      make(`${table}${step}`, ['id', 'version', 'reason'], async (count) =>
        (await fresh(table, count, `state = '${state}'`)).map(({ id, version }) => ({
          id,
          version,
          reason: WHY,
        })),
      ),
    ),
    make(`${table}Update`, ['id', 'version', 'input'], async (count) =>
      (await fresh(table, count)).map(({ id, version }, n) => ({
        id,
        version,
        input: { [table === 'offering' ? 'title' : 'name']: `Renamed ${table} ${n}` },
      })),
    ),
  ]);
  const createInputs = {
    provider: async (count) =>
      Array.from({ length: count }, (_, n) => ({
        name: `Made Up Place ${next()} ${n}`,
        settingType: 'OTH',
        registration: 'NOT_STATED',
        localAuthority: '926',
        companyNumber: String(90_000_000 + next()),
      })),
    site: async (count) =>
      (await fresh('provider', count)).map(({ id }, n) => ({
        provider: id,
        name: `New site ${n}`,
        postcode: 'NR21 9AA',
      })),
    offering: async (count) =>
      (await fresh('provider', count)).map(({ id }, n) => ({
        provider: id,
        title: `New offering ${n}`,
        tier: 'TIER_2',
        primaryNeeds: ['SEMH'],
        minYear: 7,
        maxYear: 9,
        deliveryModes: ['IN_PERSON'],
      })),
  };
  const creating = Object.entries(createInputs).flatMap(([table, inputs]) => [
    make(`${table}Create`, ['input'], async (count) => (await inputs(count)).map((input) => ({ input }))),
    ...[1, BULK].map((size) =>
      make(
        `${table}sUpsert`,
        ['inputs'],
        async () => {
          const all = await inputs(BULKS * size);
          return Array.from({ length: all.length / size }, (_, n) => ({
            inputs: all
              .slice(n * size, (n + 1) * size)
              .map((input, i) => ({ ...input, externalReference: `bench-${table}-${size}-${n}-${i}` })),
          }));
        },
        size === 1 ? { limit: BULKS } : { limit: BULKS, prices: `Mutation.${table}sUpsert.inputs` },
      ),
    ),
  ]);
  const updatedTwice = async (table, column, count) => {
    const made = await fresh(table, count, `${column} = 'As it was.'`);
    await rows(`update ${table} set ${column} = 'As it is.', version = version + 1 where id = any($1)`, [
      made.map(({ uuid }) => uuid),
    ]);
    return made.map(({ id, version: of }) => ({ id, version: of + 1, toVersion: of, reason: WHY }));
  };

  const aDecision = added(
    'lsd',
    `insert into listing_decision (id, local_authority_code, provider_id, basis, valid_from)
    select gen_random_uuid(), p.local_authority_code, p.id, 'TENDERED', current_date from provider p where id = any($1)`,
  );
  const aRequest = added(
    'chr',
    `insert into change_request (id, provider_id, entry_kind, entry_id, fields, requested_by, state)
    select gen_random_uuid(), p.id, 'PROVIDER', p.id, jsonb_build_array(jsonb_build_object('field', 'settingType', 'from', p.setting_type, 'to', 'PRU')), 'bench', 'OPEN'
      from provider p where id = any($1) and p.setting_type <> 'PRU'`,
  );
  const aClient = async (count) => {
    const made = await rows(
      `insert into api_client (id, name, role) select gen_random_uuid(), 'Bench program ' || n || md5(random()::text), 'school' from generate_series(1, $1) n returning id`,
      [count],
    );
    return made.map(({ id }) => ({ id: encodeId('cli', id), uuid: id }));
  };
  const aKey = async (count) => {
    const clients = await aClient(count);
    const made = await rows(
      `insert into api_key (id, client_id, prefix, hash, expires_at) select gen_random_uuid(), id, substr(md5(random()::text), 1, 12), encode(sha256(id::text::bytea), 'hex'), now() + interval '9 days' from unnest($1::uuid[]) id returning id`,
      [clients.map(({ uuid }) => uuid)],
    );
    return made.map(({ id }) => ({ id: encodeId('key', id) }));
  };
  const years = async (offerings) => {
    const known = await rows('select id, min_year, max_year from offering where id = any($1)', [
      offerings.map(({ uuid }) => uuid),
    ]);
    const of = new Map(known.map((row) => [row.id, row]));
    return offerings.map((one) => ({
      ...one,
      minYear: of.get(one.uuid).min_year,
      maxYear: of.get(one.uuid).max_year,
    }));
  };
  const twoProviders = async (count) => {
    const all = await fresh('provider', count * 2);
    return Array.from({ length: count }, (_, n) => [all[2 * n], all[2 * n + 1]]);
  };
  return [
    ...entries,
    ...creating,
    make('providerRestoreVersion', ['id', 'version', 'toVersion', 'reason'], (count) =>
      updatedTwice('provider', 'description', count),
    ),
    make('offeringRestoreVersion', ['id', 'version', 'toVersion', 'reason'], (count) =>
      updatedTwice('offering', 'description', count),
    ),
    make('vacancyCreate', ['input'], async (count) =>
      (await years(await fresh('offering', count))).map(({ id, minYear, maxYear }) => ({
        input: {
          offering: id,
          state: 'CAPACITY',
          placesAvailable: 2,
          unit: 'FTE',
          availableFrom: isoDay(9),
          minYear,
          maxYear,
        },
      })),
    ),
    make('vacancyUpdate', ['id', 'version', 'input'], async (count) =>
      (await fresh('vacancy', count, `state = 'CAPACITY'`)).map((one) => ({
        ...version(one),
        input: { availableFrom: isoDay(9) },
      })),
    ),
    make('placeHold', ['input'], async (count) => (await holdable(count)).map((input) => ({ input }))),
    make('placeHoldExtend', ['id', 'version', 'until'], async (count) =>
      (await held(count)).map((one) => ({ ...version(one), until: inHours(48) })),
    ),
    make('placeHoldRelease', ['id', 'version'], async (count) => (await held(count)).map(version)),
    make('placeHoldConvert', ['id', 'version'], async (count) => (await held(count)).map(version)),
    make('placeHoldDecline', ['id', 'version', 'reason'], async (count) =>
      (await held(count)).map((one) => ({ ...version(one), reason: WHY })),
    ),
    make('vacancyConfirm', ['id', 'version'], async (count) => (await fresh('vacancy', count)).map(version)),
    make('vacancyClose', ['id', 'version'], async (count) => (await fresh('vacancy', count)).map(version)),
    ...[1, BULK].map((size) =>
      make(
        'vacanciesConfirm',
        ['inputs'],
        async () => {
          const all = (await fresh('vacancy', BULKS * size)).map(version);
          return Array.from({ length: BULKS }, (_, n) => ({ inputs: all.slice(n * size, (n + 1) * size) }));
        },
        size === 1 ? { limit: BULKS } : { limit: BULKS, prices: 'Mutation.vacanciesConfirm.inputs' },
      ),
    ),
    ...[1, BULK].map((size) =>
      make(
        'vacanciesUpsert',
        ['inputs'],
        async () => {
          const all = await years(await fresh('offering', BULKS * size));
          return Array.from({ length: BULKS }, (_, n) => ({
            inputs: all.slice(n * size, (n + 1) * size).map(({ id, minYear, maxYear }, i) => ({
              offering: id,
              state: 'CAPACITY',
              placesAvailable: 2,
              unit: 'FTE',
              availableFrom: isoDay(9),
              minYear,
              maxYear,
              externalReference: `bench-vacancy-${size}-${n}-${i}`,
            })),
          }));
        },
        size === 1 ? { limit: BULKS } : { limit: BULKS, prices: 'Mutation.vacanciesUpsert.inputs' },
      ),
    ),
    make('vacancyConfirmUndo', ['id', 'version'], async (count) => {
      const confirm = `confirmed_at = now(), ageing_at = null, expires_at = now() + interval '28 days'`;
      return (await fresh('vacancy', count, confirm)).map(version);
    }),
    make('decayRuleSet', ['input'], async (count) =>
      Array.from({ length: count }, (_, n) => ({
        input: {
          unit: 'HOUR',
          settingType: 'OTH',
          confirmedForDays: 7,
          ageingFromShare: 0.5,
          longestDays: 14,
          // Each before the one that was set last, so that none is there yet.
          validFrom: isoDay(9_000 - next() - n),
        },
      })),
    ),
    make('contactSet', ['provider', 'input'], async (count) =>
      (await fresh('provider', count)).map(({ id }) => ({
        provider: id,
        input: { role: 'REFERRALS', audience: 'PUBLIC', email: 'referrals@hub.example' },
      })),
    ),
    make('chaseNow', ['provider'], async (count) => {
      const providers = await fresh('provider', count);
      const ids = providers.map(({ uuid }) => uuid);
      await rows(
        `insert into provider_contact (id, provider_id, role, audience, email)
         select gen_random_uuid(), id, 'VACANCIES', 'PUBLIC', 'vacancies@hub.example' from unnest($1::uuid[]) id
         on conflict do nothing`,
        [ids],
      );
      // Other cases suspend entries.
      for (const table of ['site', 'offering'])
        await rows(
          `update ${table} set state = 'LISTED', version = version + 1 where provider_id = any($1) and state <> 'LISTED'`,
          [ids],
        );
      await rows(
        `update vacancy set confirmed_at = now() - interval '20 days', ageing_at = null, expires_at = null, version = version + 1
          where offering_id in (select id from offering where provider_id = any($1))`,
        [ids],
      );
      return providers.map(({ id }) => ({ provider: id }));
    }),
    make('chasingOptOutSet', ['provider', 'optedOut'], async (count) =>
      (await fresh('provider', count)).map(({ id }, n) => ({ provider: id, optedOut: n % 2 === 0 })),
    ),
    make('chasingRuleSet', ['input'], async (count) => {
      await rows(`delete from chasing_rule where valid_from > current_date`);
      return Array.from({ length: count }, (_, n) => ({
        input: { firstAfterDays: 14, thenEveryDays: 28, stopAfter: 3, validFrom: isoDay(n + 2) },
      }));
    }),
    make('holdRuleSet', ['input'], async (count) => {
      await rows(`delete from hold_rule where valid_from > current_date`);
      return Array.from({ length: count }, (_, n) => ({
        input: { longestDays: 7, mostLive: 100, mostExtensions: 1, validFrom: isoDay(n + 2) },
      }));
    }),
    make('referralContactSet', ['localAuthority', 'input'], async (count) => {
      await rows('delete from referral_contact');
      return (await authorities(count)).map((localAuthority) => ({
        localAuthority,
        input: { team: 'Inclusion', email: 'inclusion@hub.example' },
      }));
    }),
    make('referralContactRemove', ['localAuthority', 'version'], async (count) => {
      await rows('delete from referral_contact');
      await rows(
        `insert into referral_contact (id, local_authority_code, team, telephone, note)
         select gen_random_uuid(), code, 'Inclusion', '01603 000000', '' from unnest($1::text[]) code`,
        [await authorities(count)],
      );
      return (await authorities(count)).map((localAuthority) => ({ localAuthority, version: 1 }));
    }),
    make('contactRemove', ['provider', 'role', 'audience', 'version'], async (count) => {
      const providers = await fresh('provider', count);
      await rows(
        `insert into provider_contact (id, provider_id, role, audience, email) select gen_random_uuid(), id, 'FINANCE', 'PUBLIC', 'money@hub.example' from unnest($1::uuid[]) id`,
        [providers.map(({ uuid }) => uuid)],
      );
      return providers.map(({ id }) => ({ provider: id, role: 'FINANCE', audience: 'PUBLIC', version: 1 }));
    }),
    make('apiClientCreate', ['input'], async (count) =>
      Array.from({ length: count }, () => ({ input: { name: `Bench client ${next()}`, role: 'SCHOOL' } })),
    ),
    make('apiKeyCreate', ['input'], async (count) =>
      (await aClient(count)).map(({ id }) => ({ input: { client: id } })),
    ),
    make('apiKeyRevoke', ['id'], aKey),
    make('changeRequestApprove', ['id', 'version'], aRequest, { limit: 16 }),
    make(
      'changeRequestRefuse',
      ['id', 'version', 'reason'],
      async (count) => (await aRequest(count)).map((one) => ({ ...version(one), reason: WHY })),
      { limit: 16 },
    ),
    make('listingDecisionCreate', ['provider', 'input'], async (count) =>
      (await ofProvider(count)).map(({ id, localAuthority }) => ({
        provider: id,
        input: { localAuthority, basis: 'TENDERED', validFrom: isoDay() },
      })),
    ),
    make('listingDecisionUpdate', ['id', 'version', 'input'], async (count) =>
      (await aDecision(count)).map((one) => ({ ...version(one), input: { scope: 'A lot.' } })),
    ),
    make('providerMerge', ['from', 'fromVersion', 'into', 'intoVersion', 'reason'], async (count) =>
      (await twoProviders(count)).map(([from, into]) => ({
        from: from.id,
        fromVersion: from.version,
        into: into.id,
        intoVersion: into.version,
        reason: WHY,
      })),
    ),
    make(
      'providerSplit',
      ['id', 'version', 'reason'],
      async (count) => {
        const merged = await rows(
          'select m.id, p.version from provider_merge m join provider p using (id) order by m.id limit $1',
          [count],
        );
        return merged.map((row) => ({ id: encodeId('prv', row.id), version: row.version, reason: WHY }));
      },
      {},
    ),
    make('duplicateDismiss', ['one', 'other', 'reason'], async (count) =>
      (await twoProviders(count)).map(([one, other]) => ({ one: one.id, other: other.id, reason: WHY })),
    ),
    make('duplicateReinstate', ['one', 'other', 'reason'], async (count) => {
      const pairs = await twoProviders(count);
      await rows(
        `insert into duplicate_dismissal (id, first_id, second_id, local_authority_code, reason, dismissed_by)
         select gen_random_uuid(), least(a, b), greatest(a, b), p.local_authority_code, 'Not the same.', 'bench'
           from unnest($1::uuid[], $2::uuid[]) pair(a, b) join provider p on p.id = a`,
        [pairs.map(([one]) => one.uuid), pairs.map(([, other]) => other.uuid)],
      );
      return pairs.map(([one, other]) => ({ one: one.id, other: other.id, reason: WHY }));
    }),
  ];
}
