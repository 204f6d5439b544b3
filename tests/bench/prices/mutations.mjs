import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { encodeId } from '../../../dist/src/platform/graphql/global-id.js';

const WHY = 'Measured by the bench.';
const EACH = 24;
const BULK = 20;
const BULKS = 12;
const prefixes = { provider: 'prv', site: 'sit', offering: 'off', vacancy: 'vac' };
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
const isoDay = (days = 0) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/**
 * Documents that reach every mutation, each with what has to be there before it, which is made first and not measured. What they
 * change is in no one's way: each takes rows of its own.
 */
export function mutationCases({ rows }) {
  const schema = buildSchema(
    readFileSync(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8'),
  );
  const fields = schema.getMutationType().getFields();
  let taken = 0;

  /** Rows of a table, listed where rows of it are, changed as `set` says; other ones each time as far as there are enough. */
  async function fresh(table, count, set = '') {
    const belongs = table === 'vacancy' ? 'offering_id' : table === 'provider' ? 'id' : 'provider_id';
    const which = table === 'vacancy' ? 'true' : `state = 'LISTED'`;
    const ids = await rows(
      `select id from ${table} where ${which} order by md5(id::text || $1::text) limit $2`,
      [taken++, count],
    );
    const uuids = ids.map(({ id }) => id);
    if (set) await rows(`update ${table} set ${set}, version = version + 1 where id = any($1)`, [uuids]);
    const found = await rows(`select id, version, ${belongs} as owner from ${table} where id = any($1)`, [
      uuids,
    ]);
    return found.map(({ id, version, owner }) => ({
      id: encodeId(prefixes[table], id),
      uuid: id,
      version,
      owner,
    }));
  }

  /** `prepare` answers the variables of each time; those of another type than the argument's are not needed. */
  function mutation(name, prepare, extra = {}) {
    const { args } = fields[name];
    let made;
    return {
      prices: `Mutation.${name}`,
      get document() {
        const used = args.filter((one) => extra.uses.includes(one.name));
        const declared = used.map((one) => `$${one.name}: ${one.type}`).join(', ');
        return `mutation(${declared}) { ${name}(${used.map((one) => `${one.name}: $${one.name}`).join(', ')}) { userErrors { code message } } }`;
      },
      limit: EACH,
      async variables(n) {
        made ??= await prepare(EACH);
        return made[n];
      },
      ...extra,
    };
  }
  const make = (name, uses, prepare, extra = {}) => mutation(name, prepare, { uses, ...extra });

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
        name: `Made Up Place ${taken++} ${n}`,
        settingType: 'OTH',
        registration: 'NOT_STATED',
        localAuthorityCode: '926',
        companyNumber: String(90_000_000 + taken++),
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
  const version = ({ id, version: of }) => ({ id, version: of });
  const updatedTwice = async (table, column, count) => {
    const made = await fresh(table, count, `${column} = 'As it was.'`);
    await rows(`update ${table} set ${column} = 'As it is.', version = version + 1 where id = any($1)`, [
      made.map(({ uuid }) => uuid),
    ]);
    return made.map(({ id, version: of }) => ({ id, version: of + 1, toVersion: of, reason: WHY }));
  };

  /** Rows that are inserted for the case, as `select` has them for the providers at $1, with their global ids. */
  const added = (prefix, statement) => async (count) => {
    const providers = await fresh('provider', count);
    const made = await rows(`with made as (${statement} returning id, version) select * from made`, [
      providers.map(({ uuid }) => uuid),
    ]);
    return made.map(({ id, version: of }) => ({ id: encodeId(prefix, id), uuid: id, version: of }));
  };
  const keeps = `select gen_random_uuid(), p.local_authority_code, p.id`;
  const anEvidence = added(
    'evi',
    `insert into evidence (id, local_authority_code, provider_id, kind, issued_on, expires_on, state)
    ${keeps}, 'FIRE_RISK', current_date - 400, current_date + 100, 'ATTESTED' from provider p where id = any($1)`,
  );
  const anInspection = added(
    'ins',
    `insert into inspection (id, local_authority_code, provider_id, framework, inspected_on, safeguarding)
    ${keeps}, (select code from code where list = 'INSPECTION_FRAMEWORK' order by position limit 1), date '2011-03-04', 'MET' from provider p where id = any($1)`,
  );
  const aReview = added(
    'qrv',
    `insert into quality_review (id, local_authority_code, provider_id, framework_id, state, due_on, officer_role)
    ${keeps}, (select id from quality_framework limit 1), 'PLANNED', current_date, 'QUALITY_OFFICER' from provider p where id = any($1)`,
  );
  const aDecision = added(
    'lsd',
    `insert into listing_decision (id, local_authority_code, provider_id, basis, valid_from)
    ${keeps}, 'TENDERED', current_date from provider p where id = any($1)`,
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
  const ofProvider = async (count) => {
    const found = await fresh('provider', count);
    const known = await rows('select id, local_authority_code as at from provider where id = any($1)', [
      found.map(({ uuid }) => uuid),
    ]);
    const at = new Map(known.map((row) => [row.id, row.at]));
    return found.map((one) => ({ ...one, localAuthority: at.get(one.uuid) }));
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
  const principles = Array.from({ length: 20 }, (_, n) => ({ title: `Principle ${n + 1}` }));
  /** A local authority has one draft at a time. */
  const councils = async (count) =>
    (
      await rows(
        `select code from local_authority where code not in (select local_authority_code from quality_framework where local_authority_code is not null)
       order by code limit $1`,
        [count],
      )
    ).map(({ code }) => code);
  const aFramework = async (count) => {
    const made = await rows(
      `insert into quality_framework (id, local_authority_code, edition, title, state, source)
       select gen_random_uuid(), code, 1000, 'Bench framework', 'DRAFT', 'The bench.' from unnest($1::text[]) code returning id, version`,
      [await councils(count)],
    );
    await rows(
      `insert into quality_principle (id, framework_id, number, title) select gen_random_uuid(), f, n, 'Principle ' || n from unnest($1::uuid[]) f, generate_series(1, 20) n`,
      [made.map(({ id }) => id)],
    );
    return made.map(({ id, version: of }) => ({ id: encodeId('qfr', id), version: of }));
  };
  const twoProviders = async (count) => {
    const all = await fresh('provider', count * 2);
    return Array.from({ length: count }, (_, n) => [all[2 * n], all[2 * n + 1]]);
  };
  const findings = Array.from({ length: 21 }, (_, n) => ({ principle: n + 1, finding: 'MET_IN_FULL' }));

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
    make('vacancyConfirm', ['id', 'version'], async (count) => (await fresh('vacancy', count)).map(version)),
    make('contactSet', ['provider', 'input'], async (count) =>
      (await fresh('provider', count)).map(({ id }) => ({
        provider: id,
        input: { role: 'REFERRALS', audience: 'PUBLIC', email: 'referrals@hub.example' },
      })),
    ),
    make('contactRemove', ['provider', 'role', 'audience', 'version'], async (count) => {
      const providers = await fresh('provider', count);
      await rows(
        `insert into provider_contact (id, provider_id, role, audience, email) select gen_random_uuid(), id, 'FINANCE', 'PUBLIC', 'money@hub.example' from unnest($1::uuid[]) id`,
        [providers.map(({ uuid }) => uuid)],
      );
      return providers.map(({ id }) => ({ provider: id, role: 'FINANCE', audience: 'PUBLIC', version: 1 }));
    }),
    make('apiClientCreate', ['input'], async (count) =>
      Array.from({ length: count }, () => ({ input: { name: `Bench client ${taken++}`, role: 'SCHOOL' } })),
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
        input: { localAuthorityCode: localAuthority, basis: 'TENDERED', validFrom: isoDay() },
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
    make('evidenceCreate', ['input'], async (count) =>
      (await ofProvider(count)).map(({ id, localAuthority }) => ({
        input: {
          localAuthority,
          provider: id,
          kind: 'FIRE_RISK',
          issuedOn: '2026-01-01',
          expiresOn: isoDay(200),
        },
      })),
    ),
    make('evidenceUpdate', ['id', 'version', 'input'], async (count) =>
      (await anEvidence(count)).map((one) => ({ ...version(one), input: { note: 'Looked at again.' } })),
    ),
    make('evidenceKindSet', ['localAuthority', 'kind', 'suspendsListing'], async (count) =>
      Array.from({ length: count }, (_, n) => ({
        localAuthority: '926',
        kind: 'FOOD_HYGIENE',
        suspendsListing: n % 2 === 0,
      })),
    ),
    make('inspectionCreate', ['input'], async (count) => {
      const [{ code }] = await rows(
        `select code from code where list = 'INSPECTION_FRAMEWORK' order by position limit 1`,
      );
      return (await ofProvider(count)).map(({ id, localAuthority }) => ({
        input: {
          localAuthority,
          provider: id,
          framework: code,
          inspectedOn: '2012-03-04',
          safeguarding: 'MET',
        },
      }));
    }),
    make('inspectionUpdate', ['id', 'version', 'input'], async (count) => {
      const [{ code }] = await rows(
        `select code from code where list = 'INSPECTION_FRAMEWORK' order by position limit 1`,
      );
      return (await anInspection(count)).map((one) => ({
        ...version(one),
        input: { framework: code, inspectedOn: '2011-03-05', safeguarding: 'MET' },
      }));
    }),
    make('qualityReviewPlan', ['input'], async (count) => {
      const [{ id: framework }] = await rows(
        'select id from quality_framework where local_authority_code is null limit 1',
      );
      return (await ofProvider(count)).map(({ id, localAuthority }) => ({
        input: {
          localAuthority,
          provider: id,
          framework: encodeId('qfr', framework),
          dueOn: isoDay(30),
          officerRole: 'QUALITY_OFFICER',
        },
      }));
    }),
    make('qualityReviewUpdate', ['id', 'version', 'input'], async (count) =>
      (await aReview(count)).map((one) => ({ ...version(one), input: { findings } })),
    ),
    make('qualityReviewComplete', ['id', 'version', 'doneOn'], async (count) => {
      const reviews = await aReview(count);
      await rows(
        `insert into quality_finding (id, review_id, framework_id, principle_id, finding, note)
         select gen_random_uuid(), r.id, r.framework_id, p.id, 'MET_IN_FULL', '' from quality_review r join quality_principle p using (framework_id) where r.id = any($1)`,
        [reviews.map(({ uuid }) => uuid)],
      );
      return reviews.map((one) => ({ ...version(one), doneOn: isoDay(-1) }));
    }),
    make('qualityActionAdd', ['review', 'input'], async (count) =>
      (await aReview(count)).map(({ id }) => ({
        review: id,
        input: { what: 'Write the policy.', dueOn: isoDay(30) },
      })),
    ),
    make('qualityActionComplete', ['id', 'version'], async (count) => {
      const reviews = await aReview(count);
      const made = await rows(
        `insert into quality_action (id, review_id, what, due_on) select gen_random_uuid(), id, 'Write it.', current_date + 9 from unnest($1::uuid[]) id returning id, version`,
        [reviews.map(({ uuid }) => uuid)],
      );
      return made.map((row) => ({ id: encodeId('qac', row.id), version: row.version }));
    }),
    make('qualityFrameworkCreate', ['input'], async (count) =>
      (await councils(count)).map((localAuthority) => ({
        input: { localAuthority, title: `Bench framework ${localAuthority}`, principles },
      })),
    ),
    make('qualityFrameworkUpdate', ['id', 'version', 'input'], async (count) =>
      (await aFramework(count)).map((one) => ({ ...one, input: { title: 'Renamed', principles } })),
    ),
    make('qualityFrameworkPublish', ['id', 'version'], aFramework),
    make('selfAssessmentUpdate', ['id', 'version', 'ratings'], async (count) =>
      (await aReview(count)).map((one) => ({
        ...version(one),
        ratings: [{ principle: 2, rating: 'PARTIALLY_MET' }],
      })),
    ),
  ];
}
