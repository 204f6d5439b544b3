select follow_table('quality_framework', 'id');
create or replace trigger quality_framework_published before update or delete on quality_framework
  for each row execute function refuse_published_framework('id');
