select follow_table('quality_principle', 'id', 'framework_id');
create or replace trigger quality_principle_published before insert or update or delete on quality_principle
  for each row execute function refuse_published_framework('framework_id');
