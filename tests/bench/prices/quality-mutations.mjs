import { encodeId } from '../../../dist/src/platform/graphql/global-id.js';
import { isoDay, version } from './mutation-maker.mjs';

/** Documents that reach every mutation of quality, as `mutationCases` does the others. */
export function qualityMutationCases({ rows, make, added, ofProvider }) {
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
  const findings = Array.from({ length: 21 }, (_, n) => ({ principle: n + 1, finding: 'MET_IN_FULL' }));

  return [
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
        id: one.id.replace('qrv', 'qsa'),
        ratings: [{ principle: 2, rating: 'PARTIALLY_MET' }],
      })),
    ),
  ];
}
