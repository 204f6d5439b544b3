import type { MigrationInterface, QueryRunner } from 'typeorm';

const RATINGS = `('MET_IN_FULL', 'PARTIALLY_MET', 'NOT_YET_MET', 'NOT_APPLICABLE')`;
const ROLES = `('QUALITY_OFFICER', 'COMMISSIONER', 'SAFEGUARDING_OFFICER', 'SEND_OFFICER', 'HEALTH_AND_SAFETY_OFFICER')`;

const record = `
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()`;

/** Table, and the column of a row's parent. */
const FOLLOWED = [
  ['quality_framework', null],
  ['quality_principle', 'framework_id'],
  ['quality_review', 'provider_id'],
  ['quality_finding', 'review_id'],
  ['quality_action', 'review_id'],
  ['evidence', 'provider_id'],
  ['evidence_rule', 'local_authority_code'],
  ['inspection', 'provider_id'],
  ['inspection_judgement', 'inspection_id'],
] as const;

/** Frameworks of principles, reviews against them, evidence with an expiry date, and inspections. A local authority keeps each. */
export class Quality1764000000013 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table quality_framework (
        id uuid primary key,
        -- null: national
        local_authority_code text references local_authority,
        title text not null,
        edition integer not null check (edition > 0),
        state text not null check (state in ('DRAFT', 'PUBLISHED')),
        published_on date,
        parts text[] not null default '{}',
        source text not null, ${record},
        constraint quality_framework_edition unique nulls not distinct (local_authority_code, edition),
        check ((state = 'PUBLISHED') = (published_on is not null))
      );
      create unique index quality_framework_draft on quality_framework (local_authority_code) nulls not distinct
        where state = 'DRAFT';

      create table quality_principle (
        id uuid primary key,
        framework_id uuid not null references quality_framework on delete cascade,
        number integer not null check (number > 0),
        -- position in the framework's parts, from 1; null: not known
        part integer check (part > 0),
        title text not null,
        description text not null default '',
        to_be_confirmed boolean not null default false, ${record},
        unique (framework_id, number),
        unique (id, framework_id)
      );

      -- The framework that a review used must not change.
      create function refuse_published_framework() returns trigger language plpgsql as $$
      declare
        frameworks uuid[] := array[to_jsonb(old) ->> tg_argv[0], to_jsonb(new) ->> tg_argv[0]];
        published boolean;
      begin
        if tg_table_name = 'quality_framework' then
          published := old.state = 'PUBLISHED';
        else
          -- for share: it cannot be published in the meantime
          select coalesce(bool_or(state = 'PUBLISHED'), false) into published
            from (select state from quality_framework where id = any(frameworks) for share) f;
        end if;
        if published then
          raise exception 'a published framework stays as it is'
            using errcode = 'check_violation', constraint = 'quality_framework_published';
        end if;
        return coalesce(new, old);
      end $$;
      create trigger quality_framework_published before update or delete on quality_framework
        for each row execute function refuse_published_framework('id');
      create trigger quality_principle_published before insert or update or delete on quality_principle
        for each row execute function refuse_published_framework('framework_id');

      create table quality_review (
        id uuid primary key,
        local_authority_code text not null references local_authority,
        provider_id uuid not null references provider on delete cascade,
        framework_id uuid not null references quality_framework,
        state text not null check (state in ('PLANNED', 'DONE')),
        due_on date not null,
        done_on date,
        officer_role text not null check (officer_role in ${ROLES}),
        summary text not null default '', ${record},
        unique (id, framework_id),
        check ((state = 'DONE') = (done_on is not null))
      );
      create index quality_review_due on quality_review (due_on, id);
      create index quality_review_provider on quality_review (provider_id, due_on, id);

      create table quality_finding (
        id uuid primary key,
        review_id uuid not null,
        framework_id uuid not null,
        principle_id uuid not null,
        finding text check (finding in ${RATINGS}),
        note text not null default '',
        self_rating text check (self_rating in ${RATINGS}),
        self_note text not null default '', ${record},
        unique (review_id, principle_id),
        foreign key (review_id, framework_id) references quality_review (id, framework_id) on delete cascade,
        -- only principles of the version under review
        foreign key (principle_id, framework_id) references quality_principle (id, framework_id)
      );

      create table quality_action (
        id uuid primary key,
        review_id uuid not null references quality_review on delete cascade,
        what text not null,
        due_on date not null,
        done_on date, ${record}
      );
      create index quality_action_review on quality_action (review_id, due_on, id);

      -- Metadata only: that evidence exists and until when, never its number or contents.
      create table evidence (
        id uuid primary key,
        local_authority_code text not null references local_authority,
        provider_id uuid not null references provider on delete cascade,
        kind text not null,
        issued_on date not null,
        expires_on date,
        state text not null check (state in ('ATTESTED', 'IN_PROCESS', 'VALIDATED', 'NEEDS_REVALIDATION', 'FAILED')),
        verified_by text check (verified_by in ${ROLES}),
        verified_on date,
        note text not null default '', ${record},
        constraint evidence_dates check (expires_on >= issued_on),
        constraint evidence_verified check ((verified_by is null) = (verified_on is null)
          and (state <> 'VALIDATED' or verified_on is not null))
      );
      create index evidence_end on evidence ((coalesce(expires_on, 'infinity')), id);
      create index evidence_provider on evidence (provider_id);
      create index evidence_expiring on evidence (expires_on) where state in ('ATTESTED', 'IN_PROCESS', 'VALIDATED');
      create trigger evidence_codes before insert or update on evidence for each row
        execute function assert_codes('kind', 'EVIDENCE_KIND');

      -- What a local authority has decided about a kind of evidence.
      create table evidence_rule (
        id uuid primary key,
        local_authority_code text not null references local_authority,
        kind text not null,
        suspends_listing boolean not null, ${record},
        constraint evidence_rule_kind unique (local_authority_code, kind)
      );
      create trigger evidence_rule_codes before insert or update on evidence_rule for each row
        execute function assert_codes('kind', 'EVIDENCE_KIND');

      create table inspection (
        id uuid primary key,
        local_authority_code text not null references local_authority,
        provider_id uuid not null references provider on delete cascade,
        framework text not null,
        inspected_on date not null,
        safeguarding text not null check (safeguarding in ('MET', 'NOT_MET', 'NOT_JUDGED')), ${record},
        constraint inspection_once unique (local_authority_code, provider_id, inspected_on)
      );
      create trigger inspection_codes before insert or update on inspection for each row
        execute function assert_codes('framework', 'INSPECTION_FRAMEWORK');

      create table inspection_judgement (
        id uuid primary key,
        inspection_id uuid not null references inspection on delete cascade,
        area text not null,
        grade text not null, ${record},
        unique (inspection_id, area)
      );
      create trigger inspection_judgement_codes before insert or update on inspection_judgement for each row
        execute function assert_codes('area', 'INSPECTION_AREA', 'grade', 'INSPECTION_GRADE');
    `);
    for (const [table, parent] of FOLLOWED)
      await db.query('select follow_table($1, $2, $3)', [table, 'id', parent]);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table inspection_judgement, inspection, evidence_rule, evidence, quality_action, quality_finding, quality_review,
        quality_principle, quality_framework;
      drop function refuse_published_framework();
    `);
  }
}
