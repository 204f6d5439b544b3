-- A name without characters that readers do not see (fillers, joiners, marks of direction and variation, tags, controls), and with
-- one space for each run of spaces.
create or replace function other_names_as_seen(given text) returns text language sql immutable parallel safe strict as $$
  select normalize(translate(public.other_small_letters(normalize(btrim(regexp_replace(
    regexp_replace(given,
      '[\u0001-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+' collate "C", '', 'g'),
    '[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+' collate "C", ' ', 'g')), NFC)), 'ςſ', 'σs'), NFC)
$$;
