import type { MigrationInterface, QueryRunner } from 'typeorm';

const NUMBERS = ['urn', 'ukprn', 'company_number', 'charity_number'] as const;

/** Each identifier identifies a provider only if no stronger one is known; names and postcodes only if none is known. */
const IDENTITIES = [
  { index: 'provider_urn_key', columns: 'urn', where: 'true' },
  { index: 'provider_ukprn', columns: 'ukprn', where: 'urn is null' },
  { index: 'provider_company', columns: 'company_number', where: 'coalesce(urn, ukprn) is null' },
  {
    index: 'provider_charity',
    columns: 'charity_number',
    where: 'coalesce(urn, ukprn, company_number) is null',
  },
  {
    index: 'provider_name_postcode',
    columns: 'setting_type, fold_case(name), postcode',
    where: 'coalesce(urn, ukprn, company_number, charity_number) is null',
  },
] as const;

/**
 * A merged entry is marked as merged, and does not block the entry that replaces it: only that one can be given its name and
 * numbers. What a split and a decision are checked against is stored with them.
 */
export class MergedEntries1764000000025 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      set local statement_timeout = 0;
      alter table provider add column is_merged boolean not null default false;
      -- Derived, and so no change to be logged.
      alter table provider disable trigger user;
      update provider set is_merged = true where id in (select id from provider_merge);
      alter table provider enable trigger user;
      create index provider_merged_into on provider (postcode) where is_merged;

      create function keep_merged() returns trigger language plpgsql as $$
      begin
        new.is_merged := exists (select from provider_merge where id = new.id);
        return new;
      end $$;
      create trigger provider_keep_merged before insert or update of state, is_merged on provider
        for each row execute function keep_merged();

      -- The change that makes it one, and that makes it none any more, is the last and the first that it may see.
      drop trigger provider_merged on provider;
      create trigger provider_merged after update on provider for each row when (old.is_merged = new.is_merged)
        execute function refuse_merged('id');

      -- Since when the entry stood where it did; and where the entry that stays is removed, nothing is merged into it any more.
      alter table provider_merge add column state_since_before timestamptz;
      alter table provider_merge disable trigger user;
      update provider_merge m set state_since_before = coalesce(
        (select (c.old ->> 'state_since')::timestamptz from change c
          where c.table_name = 'provider' and c.entity_id = m.id::text and c.new ->> 'state' = 'WITHDRAWN'
            and m.state_before <> 'WITHDRAWN' order by c.id desc limit 1),
        (select p.state_since from provider p where p.id = m.id and m.state_before = 'WITHDRAWN'));
      alter table provider_merge enable trigger user;
      create function keep_state_before() returns trigger language plpgsql as $$
      begin
        new.state_since_before := (select state_since from provider where id = new.id);
        return new;
      end $$;
      create trigger provider_merge_state_before before insert on provider_merge
        for each row execute function keep_state_before();
      create function unmark_merged() returns trigger language plpgsql as $$
      begin
        update provider set state = state where id = old.id and is_merged
          and not exists (select from provider where id = old.into_id);
        return null;
      end $$;
      create trigger provider_merge_unmarked after delete on provider_merge
        for each row execute function unmark_merged();

      -- Where an approval was given: it does not hold in another local authority.
      alter table change_request add column decided_in text;

      alter table provider drop constraint provider_urn_key;
      drop index provider_ukprn, provider_company, provider_charity, provider_name_postcode;
      ${IDENTITIES.map(
        ({ index, columns, where }) =>
          `create unique index ${index} on provider (${columns}) where ${where} and not is_merged;`,
      ).join('\n      ')}
      create index provider_any_urn on provider (urn) where urn is not null;

      -- Only the entry that replaces a merged entry can use what identified the merged one.
      create function refuse_identity_of_merged() returns trigger language plpgsql as $$
      declare
        held text;
      begin
        select case when m.urn = new.urn then 'provider_urn_key'
                    when m.ukprn = new.ukprn then 'provider_ukprn'
                    when m.company_number = new.company_number then 'provider_company'
                    when m.charity_number = new.charity_number then 'provider_charity'
                    else 'provider_name_postcode' end
          into held
          from provider m join provider_merge x using (id)
         where m.is_merged and survivor_of(x.into_id) <> new.id
           and (m.urn = new.urn
             or new.urn is null and m.urn is null and (
                  m.ukprn = new.ukprn
               or new.ukprn is null and m.ukprn is null and (
                    m.company_number = new.company_number
                 or new.company_number is null and m.company_number is null and (
                      m.charity_number = new.charity_number
                   or new.charity_number is null and m.charity_number is null and m.postcode = new.postcode
                      and m.setting_type = new.setting_type and fold_case(m.name) = fold_case(new.name)))))
         limit 1;
        if held is not null then
          raise exception 'this identifies an entry that was merged into another one'
            using errcode = 'unique_violation', constraint = held;
        end if;
        return null;
      end $$;
      create trigger provider_identity_inserted after insert on provider for each row
        execute function refuse_identity_of_merged();
      create trigger provider_identity_changed
        after update of urn, ukprn, company_number, charity_number, postcode, setting_type, name on provider for each row
        when (not new.is_merged
          and (old.urn, old.ukprn, old.company_number, old.charity_number, old.postcode, old.setting_type, old.name)
            is distinct from (new.urn, new.ukprn, new.company_number, new.charity_number, new.postcode, new.setting_type, new.name))
        execute function refuse_identity_of_merged();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      set local statement_timeout = 0;
      drop function refuse_identity_of_merged cascade;
      drop function unmark_merged, keep_state_before cascade;
      drop index provider_any_urn, ${IDENTITIES.map(({ index }) => index).join(', ')};
      alter table change_request drop column decided_in;
      alter table provider_merge drop column state_since_before;
      drop trigger provider_merged on provider;
      drop function keep_merged cascade;
      select set_config('hub.actor', 'system: migration', true),
             set_config('hub.reason', 'It was merged, and another entry has its name or number.', true);`);
    // The previous release allows each name and number only once: the entry that stays keeps it, and a split gives numbers back.
    for (const column of NUMBERS) {
      await db.query(`
        with shared as (
          update provider m set ${column} = null, version = m.version + 1, updated_at = now()
            from provider_merge x, provider p
           where m.is_merged and x.id = m.id and p.id <> m.id and not p.is_merged and p.${column} = m.${column}
             and p.id = survivor_of(m.id)
          returning m.id, p.${column} as value)
        update provider_merge x set taken = taken || jsonb_build_object('${column}', jsonb_build_object('from', s.value, 'into', null))
          from shared s where s.id = x.id and not x.taken ? '${column}'`);
    }
    await db.query(`
      update provider m set name = left(m.name, 150) || ' (merged entry ' || m.id || ')', version = m.version + 1, updated_at = now()
        from provider p
       where m.is_merged and p.id <> m.id and p.postcode = m.postcode and p.setting_type = m.setting_type
         and fold_case(p.name) = fold_case(m.name);
      select set_config('hub.actor', '', true), set_config('hub.reason', '', true);
      drop index provider_merged_into;
      alter table provider drop column is_merged;
      create trigger provider_merged after update on provider for each row execute function refuse_merged('id');
      alter table provider add constraint provider_urn_key unique (urn);
      create unique index provider_ukprn on provider (ukprn) where urn is null;
      create unique index provider_company on provider (company_number) where coalesce(urn, ukprn) is null;
      create unique index provider_charity on provider (charity_number)
        where coalesce(urn, ukprn, company_number) is null;
      create unique index provider_name_postcode on provider (setting_type, fold_case(name), postcode)
        where coalesce(urn, ukprn, company_number, charity_number) is null;
    `);
  }
}
