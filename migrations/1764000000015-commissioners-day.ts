import type { MigrationInterface, QueryRunner } from 'typeorm';

const ENTRIES = ['provider', 'site', 'offering'] as const;

const COUNTED = ['site', 'offering'] as const;
const STATES = ['draft', 'submitted', 'in_review', 'listed', 'suspended', 'withdrawn'] as const;

/** SQL for each count of a tally, such as `site_draft`. */
const counts = (sql: (column: string, state: string, table: string) => string, table: string) =>
  STATES.map((state) => sql(`${table}_${state}`, state.toUpperCase(), table)).join(', ');
const allCounts = (sql: (column: string, state: string, table: string) => string) =>
  COUNTED.map((table) => counts(sql, table)).join(', ');

/** Tables that a tally counts: which columns count, and whose tally a row is in. A row that stays the same changes nothing. */
const TALLIED = [
  {
    table: 'provider',
    columns: 'id, local_authority_code, state, registration',
    provider: 'id',
    from: 'row',
  },
  { table: 'site', columns: 'provider_id, state', provider: 'provider_id', from: 'row' },
  {
    table: 'offering',
    columns: `id, provider_id, state, min_year, max_year, attendance, hours_per_week, group_size, ehc_plan, circumstances`,
    provider: 'provider_id',
    from: 'row',
  },
  {
    table: 'vacancy',
    columns: 'offering_id, unit, places_available, confirmed_at, expires_at',
    provider: 'provider_id',
    from: 'row join offering o on o.id = row.offering_id',
  },
] as const;

/** A commissioner's day: since when entries have been in their state, a tally of each provider, and suspensions by evidence. */
export class CommissionersDay1764000000015 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      set local statement_timeout = 0;
      create function keep_state_since() returns trigger language plpgsql as $$
      begin
        new.state_since := now();
        return new;
      end $$;`);
    for (const table of ENTRIES) {
      await db.query(`
        alter table ${table} add column state_since timestamptz;
        -- Read from the log, so that it does not count as a change to be logged.
        alter table ${table} disable trigger user;
        update ${table} e set state_since = coalesce((select at from change
          where table_name = '${table}' and entity_id = e.id::text and new ? 'state' order by id desc limit 1), e.created_at);
        alter table ${table} enable trigger user;
        alter table ${table} alter column state_since set default now(), alter column state_since set not null;
        create trigger ${table}_state_since before update of state on ${table} for each row
          when (new.state <> old.state) execute function keep_state_since();
        create index ${table}_updated on ${table} (updated_at, id);
        create index ${table}_state_since on ${table} (state_since, id);
        create index ${table}_unlisted on ${table} (state) where state <> 'LISTED';
        create index ${table}_demonstration on ${table} (id) where is_demonstration;`);
    }
    await db.query(`
      create index provider_local_authority_state on provider (local_authority_code, state);
      drop index provider_local_authority;
      create index evidence_of_kind on evidence (provider_id, local_authority_code, kind) include (state, expires_on);
      drop index evidence_provider;
      create index evidence_followed on evidence (local_authority_code, kind, provider_id) include (state, expires_on);
      create index evidence_overview on evidence (local_authority_code, state, expires_on) include (kind, provider_id);
      create index quality_review_overview on quality_review (local_authority_code, state, due_on) include (provider_id);
      create index quality_action_open on quality_action (due_on, review_id) where done_on is null;
      create index inspection_provider on inspection (provider_id, local_authority_code, inspected_on desc) include (safeguarding);

      -- What an overview would otherwise count from hundreds of thousands of rows, by provider. Derived: keep_provider_tally
      -- calculates it from the rows, and triggers call that for every row that a statement affects.
      create table provider_tally (
        provider_id uuid primary key references provider on delete cascade,
        -- as the provider has them, so that an overview reads nothing else
        local_authority_code text not null,
        state text not null,
        registration text not null,
        ${allCounts((column) => `${column} integer not null default 0`)},
        -- vacancies of listed offerings: never confirmed, confirmed without an end, and of the others the instants in order from
        -- which they are ageing and stale, so that freshness is right at any time
        unknown integer not null default 0,
        lasting integer not null default 0,
        ageing_from timestamptz[] not null default '{}',
        stale_from timestamptz[] not null default '{}',
        -- facts for the threshold of registration, in bits: see src/features/quality/threshold-facts.rules.ts
        threshold integer not null default 0
      );
      create index provider_tally_local_authority on provider_tally (local_authority_code);

      -- Its plan suits one provider and thousands alike; planning it each time would cost more than running it.
      create function keep_provider_tally(touched uuid[]) returns void language plpgsql
        set plan_cache_mode = force_generic_plan as $$
      begin
        if cardinality(touched) = 0 then
          return;
        end if;
        insert into provider_tally (provider_id, local_authority_code, state, registration)
          select id, local_authority_code, state, registration from provider where id = any(touched) order by id
          on conflict do nothing;
        -- A transaction that changes the same provider waits here, and then counts what the other one has committed.
        perform from provider_tally where provider_id = any(touched) order by provider_id for update;
        update provider_tally t
           set local_authority_code = p.local_authority_code, state = p.state, registration = p.registration,
               ${allCounts((column, _, table) => `${column} = ${table}s.${column}`)},
               unknown = v.unknown, lasting = v.lasting, ageing_from = coalesce(v.ageing_from, '{}'),
               stale_from = coalesce(v.stale_from, '{}'), threshold = f.threshold
          from unnest(touched) chosen(id) join provider p using (id),
               ${COUNTED.map(
                 (table) => `lateral (
            select ${counts((column, state) => `count(*) filter (where state = '${state}')::int as ${column}`, table)}
              from ${table} where provider_id = chosen.id) ${table}s`,
               ).join(', ')},
               lateral (
            select count(*) filter (where confirmed_at is null)::int as unknown,
                   count(*) filter (where confirmed_at is not null and expires_at is null)::int as lasting,
                   array_agg(confirmed_at + (expires_at - confirmed_at) / 2
                     order by confirmed_at + (expires_at - confirmed_at) / 2) filter (where expires_at is not null) as ageing_from,
                   array_agg(expires_at order by expires_at) filter (where expires_at is not null) as stale_from
              from vacancy v join offering o on o.id = v.offering_id
             where o.provider_id = chosen.id and o.state = 'LISTED') v,
               lateral threshold_facts(chosen.id) f
         where t.provider_id = chosen.id;
      end $$;

      -- Vacancies follow one another, so the largest says how many places there are at least. Drafts are not yet offered and
      -- what is withdrawn no longer is. 18 hours are full-time, 15 nearly so, and more than 5 places count as 5.
      create function threshold_facts(of_provider uuid, out threshold integer) language sql stable as $$
        select coalesce(bool_or(is_full), false)::int
             | (least(5, coalesce(sum(places) filter (where is_full), 0))::int << 1)
             | (coalesce(bool_or(places is null) filter (where is_full), false)::int << 4)
             | (coalesce(max(case ehc_plan when 'REQUIRED' then 3 when 'ACCEPTED' then 2 when 'NOT_ACCEPTED' then 1 end)
                 filter (where is_full), 0) << 5)
             | (coalesce(bool_or('LOOKED_AFTER' = any(circumstances)) filter (where is_full), false)::int << 7)
             | (least(5, coalesce(sum(places) filter (where is_nearly), 0))::int << 8)
             | (coalesce(bool_or(is_full is null), false)::int << 11)
          from (select *, not is_full and (attendance = 'EITHER' or hours_per_week >= 15) as is_nearly
                  from (select o.ehc_plan, o.circumstances, o.attendance, o.hours_per_week,
                               greatest(o.group_size, (select max(v.places_available) from vacancy v
                                 where v.offering_id = o.id and v.unit in ('FTE', 'GROUP_SEAT') and v.places_available > 0)) as places,
                               case when o.attendance = 'FULL_TIME' or o.hours_per_week >= 18 then true
                                    when o.attendance is not null or o.hours_per_week is not null then false end as is_full
                          from offering o
                         where o.provider_id = of_provider and o.state not in ('DRAFT', 'WITHDRAWN')
                           and o.min_year <= 11 and o.max_year >= 1) offered) judged
      $$;`);
    for (const { table, columns, provider, from } of TALLIED) {
      const touched = (rows: string) =>
        `array(select distinct ${provider} from ${from.replace('row', `(${rows}) row`)})`;
      await db.query(`
        create function tally_${table}() returns trigger language plpgsql as $$
        begin
          if tg_op = 'INSERT' then
            perform keep_provider_tally(${touched('select * from come')});
          elsif tg_op = 'DELETE' then
            perform keep_provider_tally(${touched('select * from gone')});
          else
            perform keep_provider_tally(${touched(`
              (select ${columns} from gone except all select ${columns} from come)
              union all (select ${columns} from come except all select ${columns} from gone)`)});
          end if;
          return null;
        end $$;
        create trigger ${table}_tally_insert after insert on ${table} referencing new table as come
          for each statement execute function tally_${table}();
        create trigger ${table}_tally_update after update on ${table} referencing old table as gone new table as come
          for each statement execute function tally_${table}();
        create trigger ${table}_tally_delete after delete on ${table} referencing old table as gone
          for each statement execute function tally_${table}();`);
    }
    await db.query(`
      select keep_provider_tally(array(select id from provider));

      -- A listing that was suspended because evidence expired. It still is while the provider has been suspended since then.
      create table listing_suspension (
        id uuid primary key,
        provider_id uuid not null references provider on delete cascade,
        suspended_at timestamptz not null,
        kinds text[] not null check (cardinality(kinds) > 0),
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (provider_id, suspended_at)
      );
      select follow_table('listing_suspension', 'id', 'provider_id');

      -- One by one, because each has its own reason in the change log. Returns whether the provider was listed.
      create function suspend_listing(of_provider uuid, why text) returns boolean language plpgsql as $$
      begin
        perform set_config('hub.reason', why, true);
        update provider set state = 'SUSPENDED', version = version + 1, updated_at = now()
         where id = of_provider and state = 'LISTED';
        return found;
      end $$;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop function suspend_listing; drop table listing_suspension`);
    for (const { table } of TALLIED) await db.query(`drop function tally_${table}() cascade`);
    await db.query(`
      drop function keep_provider_tally, threshold_facts;
      drop table provider_tally;
      create index evidence_provider on evidence (provider_id);
      drop index evidence_of_kind, evidence_followed, evidence_overview, quality_review_overview, quality_action_open, inspection_provider;
      create index provider_local_authority on provider (local_authority_code);
      drop index provider_local_authority_state;
    `);
    for (const table of ENTRIES) {
      await db.query(`
        drop trigger ${table}_state_since on ${table};
        drop index ${table}_unlisted, ${table}_updated, ${table}_demonstration;
        alter table ${table} drop column state_since;
      `);
    }
    await db.query(`drop function keep_state_since()`);
  }
}
