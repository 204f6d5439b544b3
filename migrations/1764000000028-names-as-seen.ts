import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables whose rows have unique names, the index that makes them unique, and the other columns of its key. */
const NAMED = [
  { table: 'provider', index: 'provider_name_postcode', key: ['setting_type', 'postcode'] },
  { table: 'api_client', index: 'api_client_name', key: [] },
  { table: 'planning_area', index: 'planning_area_name', key: ['local_authority_code'] },
] as const;

/** Characters that readers do not see: fillers, joiners, marks of direction and variation, tags, controls. */
const UNSEEN =
  '\\u0001-\\u0008\\u000e-\\u001f\\u007f-\\u0084\\u0086-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f' +
  '\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb' +
  '\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff';
const SPACES =
  '\\u0009-\\u000d\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

/**
 * Names that look the same are one name: besides capitals, `fold_case` ignores how letters are composed, extra spaces and invisible
 * characters. Rows that differ in nothing else stay: the oldest has the name, and the others are numbered as its namesakes until
 * their names are changed.
 */
export class NamesAsSeen1764000000028 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      set local statement_timeout = 0;
      alter table planning_area drop constraint planning_area_local_authority_code_name_key;

      create function other_names_as_seen(given text) returns text language sql immutable strict parallel safe as $$
        select normalize(translate(public.other_small_letters(normalize(btrim(regexp_replace(
          regexp_replace(given, '[${UNSEEN}]+' collate "C", '', 'g'), '[${SPACES}]+' collate "C", ' ', 'g')), NFC)), 'ςſ', 'σs'), NFC)
      $$;`);
    const indexes = [
      await definitionOf(db, 'provider_name_postcode'),
      await definitionOf(db, 'api_client_name'),
      'CREATE UNIQUE INDEX planning_area_name ON planning_area (local_authority_code, fold_case(name))',
    ];
    await db.query('drop index provider_name_postcode, api_client_name');
    await db.query(`
      -- The fold of identity: what it makes alike is one name. To look something up more may be folded, to refuse it nothing else.
      create or replace function fold_case(given text) returns text language sql immutable parallel safe as $$
        select case when octet_length(given) = length(given) and strpos(given, '  ') = 0 and btrim(given) = given
                    then lower(given collate "C") else public.other_names_as_seen(given) end
      $$;
      create function end_namesake() returns trigger language plpgsql as $$
      begin
        new.namesake := 0;
        return new;
      end $$;`);
    for (const [at, { table, key }] of NAMED.entries()) {
      const [head = '', where] = indexes[at]!.split(' WHERE ');
      const columns = ['name', ...key];
      const row = (of: string) => `(${columns.map((column) => `${of}.${column}`).join(', ')})`;
      await db.query(`
        alter table ${table} add column namesake integer not null default 0;
        -- Derived, and so no change to be logged.
        alter table ${table} disable trigger user;
        update ${table} t set namesake = alike.place - 1 from (
          select id, row_number() over (partition by ${['fold_case(name)', ...key].join(', ')} order by created_at, id) as place
            from ${table}${where ? ` where ${where}` : ''}) alike
         where alike.id = t.id and alike.place > 1;
        alter table ${table} enable trigger user;
        ${head.slice(0, -1)}, namesake)${where ? ` where ${where}` : ''};
        create trigger ${table}_name_changed before update of ${columns.join(', ')} on ${table} for each row
          when (old.namesake > 0 and ${row('old')} is distinct from ${row('new')}) execute function end_namesake();`);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    const indexes: string[] = [];
    for (const { index, table } of NAMED) {
      indexes.push((await definitionOf(db, index)).replace(', namesake)', ')'));
      await db.query(`drop index ${index}; alter table ${table} drop column namesake cascade`);
    }
    await db.query(`
      drop function end_namesake cascade;
      create or replace function fold_case(given text) returns text language sql immutable parallel safe as $$
        select case when octet_length(given) = length(given) then lower(given collate "C")
                    else public.other_small_letters(given) end
      $$;
      drop function other_names_as_seen;
      alter table planning_area add constraint planning_area_local_authority_code_name_key unique (local_authority_code, name);`);
    for (const definition of indexes.slice(0, 2)) await db.query(definition);
  }
}

async function definitionOf(db: QueryRunner, index: string): Promise<string> {
  const [{ definition }] = await db.query(`select pg_get_indexdef($1::regclass) as definition`, [index]);
  return definition;
}
