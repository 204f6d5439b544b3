import type { EntityManager } from 'typeorm';
import type { Confirmation } from '../../decay/decay.rules.js';
import { Vacancy } from '../../vacancy/vacancy.entity.js';

/** A vacancy that is confirmed, and its number of places if that changes too. */
export interface Confirmed extends Confirmation {
  readonly id: string;
  readonly placesAvailable: number | null;
  readonly confirmedByRole: Vacancy['confirmedByRole'];
}

/** The last time that someone created or confirmed a vacancy, and what has happened since. */
export interface LastStatement {
  /** Whether it created the vacancy. */
  readonly isFirst: boolean;
  /** The values that it replaced, by column. */
  readonly old: Readonly<Record<string, unknown>>;
  /** How many changes of the vacancy came after it. */
  readonly changesSince: number;
  /** How many holds on it were converted since, which changes it too, and how many places these were. */
  readonly takenSince: number;
  readonly placesTaken: number;
}

/** How a sender calls a vacancy. */
export interface VacancyKey {
  /** The owner of the reference. */
  readonly source: string;
  readonly offeringId: string;
  readonly reference: string;
}

/** The SQL statements about changes of vacancies, in the open transaction. */
export const vacancyKeeperRepository = {
  /** Confirms vacancies, all with one statement. What would stay as it is is not written. */
  async confirm(db: EntityManager, confirmed: readonly Confirmed[]): Promise<void> {
    const column = <K extends keyof Confirmed>(key: K) => confirmed.map((one) => one[key]);
    await db.query(
      `update vacancy v
          set confirmed_at = c.confirmed_at, ageing_at = c.ageing_at, expires_at = c.expires_at,
              confirmed_by_role = c.role, places_available = coalesce(c.places, v.places_available), version = v.version + 1, updated_at = now()
         from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::integer[], $6::text[])
                c (id, confirmed_at, ageing_at, expires_at, places, role)
        where v.id = c.id and (v.confirmed_at, v.ageing_at, v.expires_at, v.confirmed_by_role, v.places_available)
          is distinct from (c.confirmed_at, c.ageing_at, c.expires_at, c.role, coalesce(c.places, v.places_available))`,
      [
        column('id'),
        column('confirmedAt'),
        column('ageingAt'),
        column('expiresAt'),
        column('placesAvailable'),
        column('confirmedByRole'),
      ],
    );
  },

  /** The vacancies that are called like this, each with its key. */
  async called(
    db: EntityManager,
    keys: readonly VacancyKey[],
  ): Promise<(VacancyKey & { readonly id: string })[]> {
    return db.query(
      `select a.source, a.offering as "offeringId", a.reference, r.entry_id as id
         from unnest($1::text[], $2::uuid[], $3::text[]) a (source, offering, reference)
         join external_reference r on (r.kind, r.source, r.parent_id, r.reference)
           = ('VACANCY', a.source, a.offering, a.reference)`,
      [
        keys.map(({ source }) => source),
        keys.map(({ offeringId }) => offeringId),
        keys.map(({ reference }) => reference),
      ],
    );
  },

  /** The last statement about a vacancy. Null if it is older than the record of changes. */
  async lastStatement(
    db: EntityManager,
    { id, offeringId }: Pick<Vacancy, 'id' | 'offeringId'>,
  ): Promise<LastStatement | null> {
    const [statement] = await db.query(
      `with last as (
         select id, operation = 'INSERT' as "isFirst", coalesce(old, '{}') as old
           from change where table_name = 'vacancy' and entity_id = $1::text and (operation = 'INSERT'
             or coalesce((new ->> 'confirmed_at')::timestamptz > coalesce((old ->> 'confirmed_at')::timestamptz, '-infinity'), false))
          order by id desc limit 1)
       select last."isFirst", last.old, taken."takenSince", taken."placesTaken",
              (select count(*)::int from change c where c.table_name = 'vacancy' and c.entity_id = $1::text and c.id > last.id)
                as "changesSince"
         from last cross join lateral (
           select count(*)::int as "takenSince", coalesce(sum(h.places), 0)::int as "placesTaken"
             from change c join vacancy_hold h on h.id::text = c.entity_id
            where c.table_name = 'vacancy_hold' and c.parent_id = $2::text and c.id > last.id
              and c.new ->> 'ended_as' = 'CONVERTED' and h.vacancy_id = $1::uuid) taken`,
      [id, offeringId],
    );
    return statement ?? null;
  },

  /** Gives a vacancy back the values that a statement replaced, less the places that were taken since. */
  async restore(db: EntityManager, id: string, { old, placesTaken }: LastStatement): Promise<void> {
    const kept = ['id', 'version', 'created_at', 'updated_at'];
    const columns = db.connection
      .getMetadata(Vacancy)
      .columns.map(({ databaseName }) => databaseName)
      .filter((column) => !kept.includes(column));
    const { places_available: offered } = old;
    const restored =
      typeof offered === 'number' ? { ...old, places_available: Math.max(0, offered - placesTaken) } : old;
    await db.query(
      `update vacancy v
          set (${columns.join(', ')}) = (
                select ${columns.map((column) => `r.${column}`).join(', ')} from jsonb_populate_record(v, $2) r),
              version = v.version + 1, updated_at = now()
        where v.id = $1`,
      [id, restored],
    );
  },
};
