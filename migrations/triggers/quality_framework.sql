select follow_table('quality_framework', 'id');
create or replace trigger quality_framework_published before update or delete on quality_framework
  -- A published framework stays as it is, but goes with its local authority to the one that follows.
  for each row when (coalesce(current_setting('hub.moves_authority', true), '') = '')
  execute function refuse_published_framework('id');
