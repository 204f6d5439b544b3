import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Entries below a provider, with the kind that references use for them. */
const BELOW = [
  ['site', 'SITE'],
  ['offering', 'OFFERING'],
] as const;

/**
 * References belong to the organisation that sent them, so that one organisation's key never leads to what another means by it.
 * References in columns of the entries move to the authority in whose register they are. The columns stay as they were for the
 * previous release, and are no longer read.
 */
export class ExternalReferences1764000000027 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      set local statement_timeout = 0;
      create table external_reference (
        id uuid primary key,
        -- whose it is: a local authority's, the provider's own, or a client's
        source text not null check (source ~ '^(LA:[0-9]{3}|PROVIDER|CLIENT:.+)$'),
        kind text not null check (kind in ('PROVIDER', 'SITE', 'OFFERING')),
        entry_id uuid not null,
        -- among whose entries it is unique: a provider's for sites and offerings, and for what a provider calls itself
        parent_id uuid,
        reference text not null,
        provider_id uuid generated always as (case kind when 'PROVIDER' then entry_id end) stored
          references provider on delete cascade,
        site_id uuid generated always as (case kind when 'SITE' then entry_id end) stored references site on delete cascade,
        offering_id uuid generated always as (case kind when 'OFFERING' then entry_id end) stored
          references offering on delete cascade,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint external_reference_once unique nulls not distinct (source, kind, parent_id, reference)
      );
      create index external_reference_entry on external_reference (entry_id);
      create index external_reference_provider on external_reference (provider_id) where provider_id is not null;
      create index external_reference_site on external_reference (site_id) where site_id is not null;
      create index external_reference_offering on external_reference (offering_id) where offering_id is not null;
      create index external_reference_reference on external_reference (reference, kind);
      select follow_table('external_reference', 'id', 'entry_id');

      insert into external_reference (id, source, kind, entry_id, reference)
        select gen_random_uuid(), 'LA:' || local_authority_code, 'PROVIDER', id, external_reference
          from provider where external_reference is not null;
      -- What the survivor of a merge had taken over leads to it through the entry that was merged.
      update external_reference r set entry_id = m.id from provider_merge m
       where r.kind = 'PROVIDER' and r.entry_id = m.into_id and r.reference = m.taken -> 'external_reference' ->> 'from'
         and not exists (select from external_reference own where own.entry_id = m.id);
      update provider_merge set taken = taken - 'external_reference' where taken ? 'external_reference';
      drop index provider_external_reference, site_external_reference, offering_external_reference;
      alter table provider_merge alter column left_references set default '{}';`);
    for (const [table, kind] of BELOW) {
      await db.query(`
        insert into external_reference (id, source, kind, entry_id, parent_id, reference)
          select gen_random_uuid(), 'LA:' || p.local_authority_code, '${kind}', e.id, e.provider_id, e.external_reference
            from ${table} e join provider p on p.id = e.provider_id where e.external_reference is not null;
        -- What moved with a merge and had to leave its reference has it again, among those of the entry that was merged.
        insert into external_reference (id, source, kind, entry_id, parent_id, reference)
          select gen_random_uuid(), 'LA:' || p.local_authority_code, '${kind}', e.id, m.id, gone.value
            from provider_merge m join provider p on p.id = m.id
           cross join jsonb_each_text(coalesce(m.left_references -> '${table}', '{}')) gone
            join ${table} e on e.id = gone.key::uuid where e.external_reference is null
          on conflict do nothing;`);
    }
    await db.query(`
      -- A reference goes with its entry to another provider, unless that one has it already: then it stays among those of the old.
      create function move_references() returns trigger language plpgsql as $$
      begin
        update external_reference r set parent_id = new.provider_id, version = version + 1, updated_at = now()
         where r.entry_id = new.id and r.parent_id = old.provider_id
           and not exists (select from external_reference o
             where (o.source, o.kind, o.parent_id, o.reference) = (r.source, r.kind, new.provider_id, r.reference));
        return null;
      end $$;
      create trigger site_references after update of provider_id on site for each row
        when (old.provider_id <> new.provider_id) execute function move_references();
      create trigger offering_references after update of provider_id on offering for each row
        when (old.provider_id <> new.provider_id) execute function move_references();`);
  }

  /** Only references of the authority in whose register an entry is have a column to go back to. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function move_references cascade;
      alter table provider_merge alter column left_references drop default;
      update provider p set external_reference = (select r.reference from external_reference r
        where r.entry_id = p.id and r.source = 'LA:' || p.local_authority_code)
       where not exists (select from provider_merge m where m.id = p.id);`);
    for (const [table] of BELOW) {
      await db.query(`
        update ${table} e set external_reference = (
          select r.reference from external_reference r join provider p on r.source = 'LA:' || p.local_authority_code
           where r.entry_id = e.id and r.parent_id = e.provider_id and p.id = e.provider_id)`);
    }
    await db.query(`
      drop table external_reference;
      create unique index provider_external_reference on provider (local_authority_code, external_reference);
      create unique index site_external_reference on site (provider_id, external_reference);
      create unique index offering_external_reference on offering (provider_id, external_reference);`);
  }
}
