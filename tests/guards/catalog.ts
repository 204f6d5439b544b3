import type { ClientBase, Pool } from 'pg';

/** Own schemas; what Postgres and extensions bring along is not ours. */
const own = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;
/** TypeORM's own table, which says what has been migrated. */
const bookkeeping = `'migrations', 'migrations_id_seq'`;

/** Every object of a database but TypeORM's table, one line each, with all that makes it what it is. */
export async function catalogOf(database: ClientBase | Pool): Promise<string[]> {
  const { rows } = await database.query<{ line: string }>(`
    select 'schema ' || n.nspname as line from pg_namespace n where ${own}
    union all
    select 'extension ' || extname || ' ' || extversion from pg_extension
    union all
    select 'relation ' || relkind::text || ' ' || relname || ' ' || relpersistence::text || coalesce(' ' || pg_get_viewdef(c.oid), '')
      from pg_class c join pg_namespace n on n.oid = relnamespace
     where ${own} and relkind not in ('i', 'c') and relname not in (${bookkeeping})
    union all
    select concat_ws(' ', 'column', relname, attnum, attname, format_type(atttypid, atttypmod), attnotnull, collname,
                     pg_get_expr(adbin, adrelid))
      from pg_attribute a join pg_class c on c.oid = attrelid join pg_namespace n on n.oid = relnamespace
      left join pg_attrdef d on adrelid = attrelid and adnum = attnum left join pg_collation l on l.oid = attcollation
     where ${own} and relkind <> 'i' and attnum > 0 and not attisdropped and relname not in (${bookkeeping})
    union all
    select concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(o.oid))
      from pg_constraint o join pg_namespace n on n.oid = connamespace
     where ${own} and conrelid::regclass::text not in (${bookkeeping})
    union all
    select concat_ws(' ', 'index', pg_get_indexdef(indexrelid))
      from pg_index i join pg_class c on c.oid = indrelid join pg_namespace n on n.oid = relnamespace
     where ${own} and relname not in (${bookkeeping})
    union all
    select concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), tgenabled)
      from pg_trigger t join pg_class c on c.oid = tgrelid join pg_namespace n on n.oid = relnamespace
     where ${own} and not tgisinternal
    union all
    select 'function ' || pg_get_functiondef(p.oid) from pg_proc p join pg_namespace n on n.oid = pronamespace
     where ${own} and prokind in ('f', 'p')
    union all
    select concat_ws(' ', 'type', typname, typtype, (select string_agg(enumlabel, ',' order by enumsortorder) from pg_enum where enumtypid = t.oid))
      from pg_type t join pg_namespace n on n.oid = typnamespace where ${own} and typtype in ('d', 'e', 'r')
    order by line`);
  return rows.map(({ line }) => line);
}
