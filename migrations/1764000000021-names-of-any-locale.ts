import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Names are folded by the hub's own rules: `lower` and pg_trgm depend on the locale of the database, and under C they know only the
 * letters A to Z.
 */
export class NamesOfAnyLocale1764000000021 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The two that are called are put into the statements that call them, where they cost little: most names are ASCII. So
      -- neither is strict, and what other names take is in functions of its own.

      create function other_small_letters(given text) returns text language sql immutable strict parallel safe as $$
        select translate(lower(given collate "C"), '${CAPITALS.large}', '${CAPITALS.small}')
      $$;
      -- Small letters for capitals, in every database alike.
      create function fold_case(given text) returns text language sql immutable parallel safe as $$
        select case when octet_length(given) = length(given) then lower(given collate "C")
                    else public.other_small_letters(given) end
      $$;

      create function other_plain_letters(given text) returns text language sql immutable strict parallel safe as $$
        select string_agg(case when octet_length(c) = 1 then c else 'u' || to_hex(ascii(c)) end, '' order by at)
          from string_to_table(
            translate(
              replace(replace(replace(
                regexp_replace(
                  regexp_replace(normalize(public.other_small_letters(given), NFKD), '[\\u0300-\\u036f]' collate "C", '', 'g'),
                  '[\\u0080-\\u00bf\\u00d7\\u00f7\\u2000-\\u2bff\\u3000-\\u303f]' collate "C", ' ', 'g'),
                'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
              'øđðłħŧıŋþ', 'oddlhtint'), null) with ordinality letter (c, at)
      $$;
      -- What pg_trgm compares of a name: letters without accents, in ASCII; any other letter as its number.
      create function plain_letters(given text) returns text language sql immutable parallel safe as $$
        select case when octet_length(given) = length(given) then lower(given collate "C")
                    else public.other_plain_letters(given) end
      $$;
    `);
    await refuseTwins(db, 'provider', 'setting_type, fold_case(name), postcode', UNIDENTIFIED);
    await refuseTwins(db, 'api_client', 'fold_case(name)', 'true');
    await db.query(`
      drop index provider_name_postcode, api_client_name, provider_name_alike, provider_name_alike_unplaced;
      create unique index provider_name_postcode on provider (setting_type, fold_case(name), postcode) where ${UNIDENTIFIED};
      create unique index api_client_name on api_client (fold_case(name));
      create index provider_name_alike on provider using gin (plain_letters(name) gin_trgm_ops);
      create index provider_name_alike_unplaced on provider using gin (plain_letters(name) gin_trgm_ops) where postcode is null;
      create or replace function providers_called_like(wanted text) returns setof provider
        language sql stable set pg_trgm.similarity_threshold = 0.8
        as $$ select * from provider where plain_letters(name) % plain_letters(wanted) $$;
      create or replace function unplaced_called_like(wanted text) returns setof provider
        language sql stable set pg_trgm.similarity_threshold = 0.8
        as $$ select * from provider where plain_letters(name) % plain_letters(wanted) and postcode is null $$;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function providers_called_like(wanted text) returns setof provider
        language sql stable set pg_trgm.similarity_threshold = 0.8
        as $$ select * from provider where name % wanted $$;
      create or replace function unplaced_called_like(wanted text) returns setof provider
        language sql stable set pg_trgm.similarity_threshold = 0.8
        as $$ select * from provider where name % wanted and postcode is null $$;
      drop index provider_name_postcode, api_client_name, provider_name_alike, provider_name_alike_unplaced;
      create unique index provider_name_postcode on provider (setting_type, lower(name), postcode) where ${UNIDENTIFIED};
      create unique index api_client_name on api_client (lower(name));
      create index provider_name_alike on provider using gin (name gin_trgm_ops);
      create index provider_name_alike_unplaced on provider using gin (name gin_trgm_ops) where postcode is null;
      drop function plain_letters, fold_case, other_plain_letters, other_small_letters;
    `);
  }
}

const UNIDENTIFIED = 'coalesce(urn, ukprn, company_number, charity_number) is null';

/** Blocks of Unicode whose capitals have not changed for a long time: Latin, Greek, Cyrillic, Armenian and full-width Latin. */
const BLOCKS = [
  [0x80, 0x587],
  [0x1e00, 0x1fff],
  [0xff21, 0xff3a],
] as const;

const CAPITALS = capitals();

function capitals(): { readonly large: string; readonly small: string } {
  let large = 'İ'; // its small letter is two characters in JavaScript
  let small = 'i';
  for (const [first, last] of BLOCKS) {
    for (let code = first; code <= last; code++) {
      const letter = String.fromCharCode(code);
      const lower = letter.toLowerCase();
      if (lower === letter || lower.length !== 1) continue;
      large += letter;
      small += lower;
    }
  }
  return { large, small };
}

/** @throws Error naming entries that the locale of this database kept apart only by capitals. */
async function refuseTwins(db: QueryRunner, table: string, key: string, where: string): Promise<void> {
  const twins: { names: string[] }[] = await db.query(
    `select array_agg(name) as names from ${table} where ${where} group by ${key} having count(*) > 1 limit 3`,
  );
  if (twins.length === 0) return;
  const listed = twins.map(({ names }) => names.map((name) => `"${name}"`).join(' and ')).join('; ');
  throw new Error(
    `Some entries (${table}) have names that differ in capitals only, which the locale of this database did not see: ` +
      `${listed}. Rename one of each, and start again`,
  );
}
