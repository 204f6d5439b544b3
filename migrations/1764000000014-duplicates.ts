import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables whose rows belong to a provider, by their column provider_id. */
const OF_PROVIDER = [
  'site',
  'offering',
  'provider_contact',
  'change_request',
  'listing_decision',
  'quality_review',
  'evidence',
  'inspection',
];

const IDENTITY = `coalesce(urn, ukprn, company_number, charity_number) is not null
  or (setting_type in ('NFE', 'OOT', 'OTH', 'WBP') and postcode is not null)`;

/** Entries that may be the same, entries that were merged, and pairs that were marked as different. */
export class Duplicates1764000000014 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createTrigrams(db);
    await db.query(`
      create index provider_name_alike on provider using gin (name gin_trgm_ops);
      create index provider_name_alike_unplaced on provider using gin (name gin_trgm_ops) where postcode is null;
      create index provider_any_ukprn on provider (ukprn) where ukprn is not null;
      create index provider_any_company on provider (company_number) where company_number is not null;
      create index provider_any_charity on provider (charity_number) where charity_number is not null;
      create index provider_postcode on provider (postcode);
      create index provider_outcode on provider (split_part(postcode, ' ', 1));
      create index site_postcode on site (postcode);
      create index site_outcode on site (split_part(postcode, ' ', 1));

      -- Sets the threshold by which the index looks names up. With the usual 0.3 it would read thousands of names for nothing.
      create function providers_called_like(wanted text) returns setof provider
        language sql stable set pg_trgm.similarity_threshold = 0.8
        as $$ select * from provider where name % wanted $$;
      create function unplaced_called_like(wanted text) returns setof provider
        language sql stable set pg_trgm.similarity_threshold = 0.8
        as $$ select * from provider where name % wanted and postcode is null $$;

      -- An entry that was merged into another one, and what a split needs to undo it.
      create table provider_merge (
        id uuid primary key references provider on delete cascade,
        into_id uuid not null references provider on delete cascade,
        state_before text not null,
        -- by table, the ids that moved: {"site": ["..."]}
        moved jsonb not null,
        -- by table and id, external references that the other entry had too: {"site": {"...": "A1"}}
        left_references jsonb not null,
        -- by column of provider, what was taken over and what was there before: {"urn": {"from": "...", "into": null}}
        taken jsonb not null,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint provider_merge_other check (id <> into_id)
      );
      create index provider_merge_into on provider_merge (into_id);
      select follow_table('provider_merge', 'id', 'into_id');

      -- The entry that replaces a provider if it was merged; otherwise the provider itself.
      create function survivor_of(merged uuid) returns uuid language sql stable as $$
        with recursive chain (id, step) as (
          select merged, 0 union all select m.into_id, step + 1 from chain c join provider_merge m on m.id = c.id)
        select id from chain order by step desc limit 1
      $$;

      -- Runs after the check of the reference to the provider, which waits for a merge in progress.
      create function refuse_merged() returns trigger language plpgsql as $$
      begin
        if exists (select from provider_merge where id = (to_jsonb(new) ->> tg_argv[0])::uuid) then
          raise exception 'this provider was merged into another one'
            using errcode = 'check_violation', constraint = 'provider_merged';
        end if;
        return null;
      end $$;
      create trigger provider_merged after update on provider for each row execute function refuse_merged('id');

      -- The entry that another is merged into can take over its identifiers. A withdrawn entry needs none.
      alter table provider drop constraint provider_identity;
      alter table provider add constraint provider_identity check (${IDENTITY} or state = 'WITHDRAWN');

      -- Two entries that may be the same, once for each local authority concerned: a copy that a reader of the log keeps.
      -- Without references: a transaction that removes providers would wait for the reader, and the reader for it.
      create table duplicate_pair (
        id uuid not null,
        local_authority_code text not null,
        first_id uuid not null,
        second_id uuid not null,
        -- of 1000
        score integer not null,
        reasons jsonb not null,
        primary key (id, local_authority_code)
      );
      create index duplicate_pair_best on duplicate_pair (local_authority_code, (-score), id);
      create index duplicate_pair_first on duplicate_pair (first_id);
      create index duplicate_pair_second on duplicate_pair (second_id);

      -- Two entries that a local authority has found to be different.
      create table duplicate_dismissal (
        id uuid primary key,
        first_id uuid not null references provider on delete cascade,
        second_id uuid not null references provider on delete cascade,
        local_authority_code text not null references local_authority,
        reason text not null,
        dismissed_by text not null,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint duplicate_dismissal_order check (first_id < second_id),
        constraint duplicate_dismissal_once unique (first_id, second_id, local_authority_code)
      );
      create index duplicate_dismissal_second on duplicate_dismissal (second_id);
      select follow_table('duplicate_dismissal', 'id', 'first_id');
    `);
    for (const table of OF_PROVIDER) {
      await db.query(`create trigger ${table}_merged after insert or update of provider_id on ${table}
        for each row execute function refuse_merged('provider_id')`);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function refuse_merged cascade;
      drop function survivor_of, providers_called_like, unplaced_called_like;
      drop table duplicate_dismissal, duplicate_pair, provider_merge;
      alter table provider drop constraint provider_identity;
      drop index provider_name_alike, provider_name_alike_unplaced, provider_any_ukprn, provider_any_company,
        provider_any_charity, provider_postcode, provider_outcode, site_postcode, site_outcode;
      drop extension pg_trgm;
    `);
    // An entry has lost the numbers that it gave away in a merge. Such an entry stays as it is, withdrawn.
    const given = await db.query(`select id from provider where not (${IDENTITY}) limit 1`);
    await db.query(`alter table provider add constraint provider_identity check (${IDENTITY})
      ${given.length > 0 ? 'not valid' : ''}`);
  }
}

async function createTrigrams(db: QueryRunner): Promise<void> {
  try {
    await db.query('create extension if not exists pg_trgm');
  } catch (error) {
    const why = (error as Error).message;
    throw new Error(
      'The hub needs the extension pg_trgm of Postgres, which comes with it (package postgresql-contrib), and could not ' +
        `create it: ${why}. Ask a person who can run "create extension pg_trgm" in this database to do so, and start again`,
      { cause: error },
    );
  }
}
