select follow_table('inspection_judgement', 'id', 'inspection_id');
create or replace trigger inspection_judgement_codes before insert or update on inspection_judgement
  for each row execute function assert_codes('area', 'INSPECTION_AREA', 'grade', 'INSPECTION_GRADE');
