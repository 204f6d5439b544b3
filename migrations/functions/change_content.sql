-- The text is the same on every server and with all settings: jsonb sorts its keys, an epoch has no time zone.
-- There is a digest for each row, so that no text is longer than a row, however large the transaction.
create or replace function change_content(of_tx bigint) returns bytea language sql as $$
  select sha256(coalesce(string_agg(sha256(convert_to(jsonb_build_array(id, table_name, entity_id, parent_id,
           parent_before, operation, version_before, version_after, old, new, actor, reason,
           extract(epoch from at))::text, 'UTF8')), '' order by id), ''))
    from change where tx = of_tx
$$;
