-- The plain letters of a text that is not ASCII.
create or replace function other_plain_letters(given text) returns text language sql immutable parallel safe strict as $$
  select string_agg(case when octet_length(c) = 1 then c else 'u' || to_hex(ascii(c)) end, '' order by at)
    from string_to_table(
      translate(
        replace(replace(replace(
          regexp_replace(
            regexp_replace(normalize(public.other_small_letters(given), NFKD), '[\u0300-\u036f]' collate "C", '', 'g'),
            '[\u0080-\u00bf\u00d7\u00f7\u2000-\u2bff\u3000-\u303f]' collate "C", ' ', 'g'),
          'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
        'øđðłħŧıŋþ', 'oddlhtint'), null) with ordinality letter (c, at)
$$;
