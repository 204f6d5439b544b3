import type pg from 'pg';
import { attribute } from '../../platform/database/changes/attribution.js';
import type { AreaKind, Succession } from '../place/succession.rules.js';
import { type MovedFact, movedFacts } from './moved-facts.repository.js';

/** A local authority, as a move needs it. */
export interface MovedAuthority {
  readonly code: string;
  readonly name: string;
  /** Its last day, `yyyy-mm-dd`; null if it has none. */
  readonly validTo: string | null;
}

/** What was done to the rows of one kind. */
export interface MovedRows {
  readonly name: string;
  /** How many went to each authority, by its code. */
  readonly moved: Readonly<Record<string, number>>;
  /** How many have to stay, and why. */
  readonly stayed: number;
  readonly because: string | null;
}

/** The statements of a move, in its open transaction. `moving_district`, `moving_provider` and `moving` are temporary tables. */
export const moving = {
  /** Removes the time limit, keeps other moves of the authority waiting, and says that a move is going on. */
  async begin(db: pg.ClientBase, from: string): Promise<void> {
    await db.query(`set local statement_timeout = 0; select set_config('hub.moves_authority', 'yes', true)`);
    await db.query('select from local_authority where code = $1 for update', [from]);
  },

  /** Says why in the change log. */
  explain: (db: pg.ClientBase, actor: string, reason: string): Promise<void> =>
    attribute(db, { actor, reason }),

  async authorities(db: pg.ClientBase): Promise<MovedAuthority[]> {
    const { rows } = await db.query<MovedAuthority>(
      'select code, name, valid_to::text as "validTo" from local_authority',
    );
    return rows;
  },

  async successions(db: pg.ClientBase, kind: AreaKind): Promise<Succession[]> {
    const { rows } = await db.query<Succession>(
      `select kind, from_code as "from", to_code as "to", day::text, extent from area_succession
        where kind = $1 order by from_code, to_code`,
      [kind],
    );
    return rows;
  },

  /** Locks the providers of the authority, in the order of their ids, as every change does. */
  async holdProviders(db: pg.ClientBase, from: string): Promise<void> {
    await db.query('select from provider where local_authority_code = $1 order by id for no key update', [
      from,
    ]);
  },

  /**
   * Works out where everything goes: each district that is in one of the authorities, or that a district in it took over whole; and
   * each provider, by its postcode, or else by its school or its sites. Returns for how many providers of the authority that is not known.
   */
  async findGround(db: pg.ClientBase, from: string, to: readonly string[], day: string): Promise<number> {
    await db.query(
      `create temp table moving_district on commit drop as
       with recursive later (code, at) as (
         select code, code from district
         union select l.code, a.to_code from later l join area_succession a
            on a.kind = 'DISTRICT' and a.extent = 'WHOLE' and a.from_code = l.at)
       select l.code, min(d.local_authority_code) as to_code
         from later l join district d on d.code = l.at
        where d.local_authority_code = any($1) group by 1 having count(distinct d.local_authority_code) = 1`,
      [to],
    );
    const named = movedFacts.filter(({ provider }) => provider).map((fact) => providersNamedBy(fact));
    await db.query(
      `create temp table moving_provider on commit drop as
       select v.id, coalesce(own.to_code, at_school.to_code, at_sites.to_code) as to_code
         from (select distinct id from (${named.join(' union all ')}) every) named join provider v on v.id = named.id
         left join moving_district own on own.code = coalesce(
           (select p.district_code from postcode p where p.postcode = v.postcode),
           (select c.district_code from postcode_sector c where c.sector = left(v.postcode, -2)))
         left join school h on h.urn = v.urn
         left join moving_district at_school on at_school.code = coalesce(
           (select p.district_code from postcode p where p.postcode = h.postcode), h.district_code)
         left join lateral (
           select mode() within group (order by g.to_code) as to_code
             from site s join moving_district g on g.code = s.district_code where s.provider_id = v.id) at_sites on true`,
      [from, day],
    );
    await db.query('create temp table moving (id uuid, to_code text, stays boolean) on commit drop');
    const { rows } = await db.query<{ n: number }>(
      `select count(*)::int as n from moving_provider m join provider v using (id)
        where m.to_code is null and v.local_authority_code = $1`,
      [from],
    );
    return rows[0]!.n;
  },

  /** Moves the rows of one kind. What has no ground in one of the authorities goes to the first. */
  async move(
    db: pg.ClientBase,
    fact: MovedFact,
    { from, to, day }: { readonly from: string; readonly to: readonly string[]; readonly day: string },
  ): Promise<MovedRows> {
    const {
      name,
      table,
      column,
      holds = (code: string) => code,
      provider,
      ground,
      unless,
      also,
      before,
    } = fact;
    const known = provider
      ? `left join moving_provider g on g.id = ${provider}`
      : ground
        ? `left join (${ground}) g on g.id = t.id`
        : '';
    await db.query('delete from moving');
    await db.query(
      `insert into moving (id, to_code)
       select t.id, ${known === '' ? '$3' : 'coalesce(g.to_code, $3)'}::text from ${table} t ${known} where ${chosenOf(fact)}`,
      [from, day, to[0]],
    );
    if (unless) {
      await db.query(
        `update moving n set stays = true from ${table} t where t.id = n.id and exists (${unless.exists})`,
      );
      await db.query('delete from moving where stays');
    }
    if (before) await db.query(before);
    const assignments = [`${column} = ${holds('n.to_code')}`, ...(also ? [also] : [])];
    await db.query(
      `update ${table} t set ${assignments.join(', ')}, version = t.version + 1, updated_at = now()
         from moving n where t.id = n.id`,
    );
    const { rows } = await db.query<{ to: string; n: number }>(
      'select to_code as "to", count(*)::int as n from moving group by 1',
    );
    const left = await db.query<{ n: number }>(
      `select count(*)::int as n from ${table} t where ${chosenOf(fact)}`,
      [from, day],
    );
    return {
      name,
      moved: Object.fromEntries(rows.map((row) => [row.to, row.n])),
      stayed: left.rows[0]!.n,
      because: unless?.because ?? null,
    };
  },

  /** Gives the authorities after the first the same rules on evidence, so that listings go on to depend on the same. */
  async copyRules(
    db: pg.ClientBase,
    from: string,
    to: readonly string[],
  ): Promise<Readonly<Record<string, number>>> {
    const { rows } = await db.query<{ to: string; n: number }>(
      `with copied as (
         insert into evidence_rule (id, local_authority_code, kind, suspends_listing)
         select gen_random_uuid(), other.code, r.kind, r.suspends_listing
           from evidence_rule r cross join unnest($2::text[]) other (code) where r.local_authority_code = $1
         on conflict (local_authority_code, kind) do nothing returning local_authority_code)
       select local_authority_code as "to", count(*)::int as n from copied group by 1`,
      [from, to.slice(1)],
    );
    return Object.fromEntries(rows.map((row) => [row.to, row.n]));
  },

  /** Replaces the authority in the reach of programs by all of those after it. Returns how many programs there are. */
  async moveClients(db: pg.ClientBase, from: string, to: readonly string[]): Promise<number> {
    const { rowCount } = await db.query(
      `update api_client c
          set local_authority_codes = array(
                select code from (
                  select next.code, min(reached.at) as at
                    from unnest(c.local_authority_codes) with ordinality reached (code, at)
                   cross join lateral unnest(case reached.code when $1 then $2::text[] else array[reached.code] end) next (code)
                   group by 1) every order by at, code),
              version = c.version + 1, updated_at = now()
        where $1 = any(c.local_authority_codes)`,
      [from, to],
    );
    return rowCount ?? 0;
  },

  /** Notes in the change log that the authority was moved, so that every copy that shows areas is made again. */
  async note(db: pg.ClientBase, from: string): Promise<void> {
    await db.query(
      'update local_authority set version = version + 1, updated_at = clock_timestamp() where code = $1',
      [from],
    );
  },
};

/** SQL: the rows of the authority $1 that move. */
function chosenOf({ column, holds = (code: string) => code, only }: MovedFact): string {
  return `t.${column} = ${holds('$1::text')} and $2::date is not null and ${only ?? 'true'}`;
}

/** SQL: the providers that rows of a kind are about. */
function providersNamedBy(fact: MovedFact): string {
  return `select ${fact.provider} as id from ${fact.table} t where ${chosenOf(fact)}`;
}
