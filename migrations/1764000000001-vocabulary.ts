import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Code lists with validity dates, the words for them, and the trigger that lets any column refer to a list. */
export class Vocabulary1764000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table code (
        list text not null check (list ~ '^[A-Z][A-Z_]*$'),
        code text not null check (code ~ '^[A-Z0-9][A-Z0-9_]*$'),
        label text not null,
        description text not null,
        source text not null,
        valid_from date,
        valid_to date,
        position integer not null,
        gias_codes text[] not null default '{}',
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (list, code),
        constraint code_validity check (valid_from <= valid_to)
      );

      create table concept (
        id text primary key check (id ~ '^[a-z][a-z0-9-]*$'),
        label text not null,
        explanation text not null,
        phrases text[] not null check (cardinality(phrases) > 0),
        strong_codes text[] not null default '{}',
        related_codes text[] not null default '{}',
        source text not null,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );

      -- A code that was ever used must stay readable: it expires, it is never removed.
      create function refuse_code_removal() returns trigger language plpgsql as $$
      begin
        raise exception 'code %.% cannot be removed or renamed; set valid_to instead', old.list, old.code
          using errcode = 'restrict_violation';
      end $$;
      create trigger code_removal before delete on code for each row execute function refuse_code_removal();
      create trigger code_rename before update of list, code on code for each row
        when (old.list <> new.list or old.code <> new.code) execute function refuse_code_removal();

      -- Arguments come in pairs: a column (text or text[]) and the list its codes must be in.
      create function assert_codes() returns trigger language plpgsql as $$
      declare
        row_json jsonb := to_jsonb(new);
        value jsonb;
        missing text;
      begin
        for i in 0 .. tg_nargs - 1 by 2 loop
          value := coalesce(row_json -> tg_argv[i], 'null');
          select used into missing
            from jsonb_array_elements_text(case jsonb_typeof(value)
                   when 'array' then value when 'null' then '[]' else jsonb_build_array(value) end) used
           where not exists (select from code where list = tg_argv[i + 1] and code = used)
           limit 1;
          if missing is not null then
            raise exception '%.%: "%" is not a code of list %', tg_table_name, tg_argv[i], missing, tg_argv[i + 1]
              using errcode = 'foreign_key_violation', column = tg_argv[i], table = tg_table_name;
          end if;
        end loop;
        return new;
      end $$;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function assert_codes();
      drop table concept;
      drop table code;
      drop function refuse_code_removal();
    `);
  }
}
