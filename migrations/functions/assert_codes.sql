-- Arguments come in pairs: a column (text or text[]) and the list that its codes must be in.
create or replace function assert_codes() returns trigger language plpgsql as $$
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
