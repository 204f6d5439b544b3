import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Change requests, listing decisions, keys of bulk upserts, and the keys that make repeated requests harmless. */
export class LifeOfAnEntry1764000000011 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table provider add column external_reference text;
      alter table site add column external_reference text;
      alter table offering add column external_reference text;
      create unique index provider_external_reference on provider (local_authority_code, external_reference);
      create unique index site_external_reference on site (provider_id, external_reference);
      create unique index offering_external_reference on offering (provider_id, external_reference);

      create table change_request (
        id uuid primary key,
        provider_id uuid not null references provider on delete cascade,
        entry_kind text not null check (entry_kind in ('PROVIDER', 'SITE', 'OFFERING')),
        entry_id uuid not null,
        -- [{field, from, to}]: current and requested values of the fields that the council owns
        fields jsonb not null check (jsonb_array_length(fields) > 0),
        reason text,
        requested_by text not null,
        state text not null check (state in ('OPEN', 'APPROVED', 'PARTLY_APPROVED', 'REFUSED', 'FAILED')),
        approved_fields text[] not null default '{}',
        effective_on date check (isfinite(effective_on)),
        decided_by text,
        decided_at timestamptz,
        decision_reason text,
        applied_at timestamptz,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint change_request_decided check ((state = 'OPEN') = (decided_at is null))
      );
      create index change_request_provider on change_request (provider_id, state);
      create index change_request_entry on change_request (entry_id);
      create index change_request_open on change_request (entry_id) where state = 'OPEN';
      create index change_request_due on change_request (effective_on)
        where applied_at is null and state in ('APPROVED', 'PARTLY_APPROVED');
      select follow_table('change_request', 'id', 'provider_id');

      create table listing_decision (
        id uuid primary key,
        provider_id uuid not null references provider on delete cascade,
        local_authority_code text not null references local_authority,
        basis text not null
          check (basis in ('NOT_APPROVED_LIST', 'MINIMUM_STANDARDS_MET', 'TENDERED', 'FRAMEWORK_LOT')),
        scope text not null default '',
        valid_from date not null check (isfinite(valid_from)),
        valid_to date check (isfinite(valid_to)),
        caveat text,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint listing_decision_dates check (valid_to >= valid_from)
      );
      create index listing_decision_provider on listing_decision (provider_id, valid_from);
      select follow_table('listing_decision', 'id', 'provider_id');

      -- What a request with this key created, so that repeating the request creates nothing more.
      create table idempotency_key (
        actor text not null,
        key text not null,
        operation text not null,
        input_hash text not null,
        result_id uuid not null,
        expires_at timestamptz not null,
        primary key (actor, key)
      );
      create index idempotency_key_expires on idempotency_key (expires_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table idempotency_key, listing_decision, change_request;
      alter table provider drop column external_reference;
      alter table site drop column external_reference;
      alter table offering drop column external_reference;
    `);
  }
}
