import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { Choice } from '../../platform/choice.js';
import { DAY } from '../../platform/clock.js';
import { type Bind, binding, type Condition, chosen } from '../../platform/database/conditions.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { rowReader } from '../../platform/database/rows.js';
import type { KeyRange } from '../../platform/key-range.js';
import type { Actor } from '../identity/actor.js';
import type { Vacancy } from '../vacancy/vacancy.entity.js';
import { Chase } from './chase.entity.js';
import { type ChasingReach, type ChasingState, PAUSE_DAYS } from './chasing.rules.js';
import { ChasingRule } from './chasing-rule.entity.js';
import { after, isDue, OF_PROVIDER, overdue, SINCE } from './overdue.repository.js';

/** A provider with vacancies that are due. */
export class ChasingDue {
  providerId: string;
  localAuthorityCode: string;
  state: ChasingState;
  vacanciesDue: number;
  /** `yyyy-mm-dd` in London: when the first of them became due. */
  dueSince: string;
  timesChased: number;
  lastChasedAt: Date | null;
  reach: ChasingReach;
  optedOutAt: Date | null;
  /** Null: it was never reminded. */
  lastChaseId: string | null;
}

/** Which providers to list. */
export interface ChasingCriteria {
  readonly localAuthority?: Choice | undefined;
  readonly state?: readonly ChasingState[] | undefined;
}

/** A vacancy as a reminder asks about it. */
export interface AskedVacancy extends Pick<Vacancy, 'state' | 'placesAvailable' | 'unit' | 'confirmedAt'> {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** Null: any site of the offering. */
  readonly site: string | null;
}

/** A vacancy that is due now, with how often it was asked about since it was confirmed. */
export interface DueVacancy extends AskedVacancy {
  readonly times: number;
}

/** A vacancy that a reminder asked about, as it is now. */
export interface SentVacancy extends AskedVacancy {
  readonly providerId: string;
  /** The version that the reminder asked about. */
  readonly sentVersion: number;
}

const SHOWN = `v.id, v.version, o.title, s.name as site, v.state, v.places_available as "placesAvailable", v.unit,
  v.confirmed_at as "confirmedAt"`;

/** All SQL statements about reminders. */
export class ChasingRepository {
  constructor(
    private readonly source: DataSource,
    private readonly pool: pg.Pool,
  ) {}

  /** The ids of providers that a reminder is due to and can reach. */
  async dueProviders(now: Date, today: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(
      `select p.id from ${overdue('$1::timestamptz', '$2::date')} and ${isDue('$1::timestamptz')}
          and vacancy_mailbox(p.id) is not null
          and not exists (select from chasing_opt_out n where n.provider_id = p.id)
          and not exists (select from chase h where h.provider_id = p.id and h.made_at > $3)
        group by p.id order by p.id`,
      [now, today, new Date(now.getTime() - PAUSE_DAYS * DAY)],
    );
    return rows.map(({ id }) => id);
  }

  /** The mailbox for reminders to a provider; null if it has none. */
  async mailboxOf(db: EntityManager, providerId: string): Promise<string | null> {
    const [row] = await db.query('select vacancy_mailbox($1) as email', [providerId]);
    return row.email;
  }

  /** The vacancies of a provider that are due, by title. `early`: also those that only wait for an answer, or had their last reminder. */
  async dueVacancies(
    db: EntityManager,
    providerId: string,
    { now, today, early }: { now: Date; today: string; early: boolean },
  ): Promise<DueVacancy[]> {
    return db.query(
      `select ${SHOWN}, c.times from ${overdue('$2::timestamptz', '$3::date')} and p.id = $1
          and ($4 or ${isDue('$2::timestamptz')})
        order by o.title collate "C", v.id`,
      [providerId, now, today, early],
    );
  }

  /** When the last reminder to a provider was made; null if none was. */
  async lastTo(db: EntityManager, providerId: string): Promise<Date | null> {
    const rows: { at: Date | null }[] = await db.query(
      'select max(made_at) as at from chase where provider_id = $1',
      [providerId],
    );
    return rows[0]?.at ?? null;
  }

  /** Notes which vacancies a reminder asks about, at which versions. */
  async addVacancies(db: EntityManager, chaseId: string, vacancies: readonly AskedVacancy[]): Promise<void> {
    await db.query(
      `insert into chase_vacancy (chase_id, vacancy_id, vacancy_version)
       select $1, * from unnest($2::uuid[], $3::int[])`,
      [chaseId, vacancies.map(({ id }) => id), vacancies.map(({ version }) => version)],
    );
  }

  /** A reminder; null if there is none with this id. */
  async chase(id: string): Promise<Chase | null> {
    const reader = rowReader(this.source, Chase);
    const { rows } = await this.pool.query(`select ${reader.columns('h')} from chase h where h.id = $1`, [
      id,
    ]);
    return rows[0] ? reader.toEntity(rows[0]) : null;
  }

  /** Reminders by id, to any provider. */
  async chasesById(ids: readonly string[]): Promise<ReadonlyMap<string, Chase>> {
    const reader = rowReader(this.source, Chase);
    const { rows } = await this.pool.query(
      `select ${reader.columns('h')} from chase h where h.id = any($1)`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, reader.toEntity(row)]));
  }

  /** Reminders by id, to providers within the actor's reach. */
  async chases(actor: Actor, ids: readonly string[]): Promise<Chase[]> {
    const reader = rowReader(this.source, Chase);
    const { values, bind } = binding(ids);
    const { rows } = await this.pool.query(
      `select ${reader.columns('h')} from chase h join provider p on p.id = h.provider_id
        where h.id = any($1) and ${within(actor)(bind)}`,
      values,
    );
    return rows.map(reader.toEntity);
  }

  /** How many vacancies each reminder asked about. */
  async vacancyCounts(chaseIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.pool.query<{ id: string; n: number }>(
      'select chase_id as id, count(*)::int as n from chase_vacancy where chase_id = any($1) group by chase_id',
      [chaseIds],
    );
    return new Map(rows.map(({ id, n }) => [id, n]));
  }

  /** The vacancies that a reminder asked about, as they are now, by title. */
  async sentWith(chaseId: string): Promise<SentVacancy[]> {
    const { rows } = await this.pool.query<SentVacancy>(
      `select ${SHOWN}, o.provider_id as "providerId", x.vacancy_version as "sentVersion"
         from chase_vacancy x join vacancy v on v.id = x.vacancy_id join offering o on o.id = v.offering_id
         left join site s on s.id = v.site_id
        where x.chase_id = $1 order by o.title collate "C", v.id`,
      [chaseId],
    );
    return rows;
  }

  /** When a provider asked for no more reminders; null if it did not. */
  async optedOutAt(db: EntityManager, providerId: string): Promise<Date | null> {
    const rows: { at: Date }[] = await db.query(OPTED_OUT, [providerId]);
    return rows[0]?.at ?? null;
  }

  /** The same, outside a transaction. */
  async isOptedOut(providerId: string): Promise<boolean> {
    return (await this.pool.query(OPTED_OUT, [providerId])).rowCount === 1;
  }

  /** Sets whether a provider gets reminders. To set it again changes nothing. */
  async setOptedOut(db: EntityManager, providerId: string, at: Date | null): Promise<void> {
    if (at === null) await db.query('delete from chasing_opt_out where provider_id = $1', [providerId]);
    else
      await db.query(
        'insert into chasing_opt_out (provider_id, opted_out_at) values ($1, $2) on conflict do nothing',
        [providerId, at],
      );
  }

  /** A page of the providers with vacancies that are due, within the actor's reach, those that have waited longest first. */
  async page(
    actor: Actor,
    criteria: ChasingCriteria,
    at: { readonly now: Date; readonly today: string },
    range: KeyRange,
  ): Promise<ChasingDue[]> {
    const { from, values, bind } = listed(actor, criteria, at);
    const { text } = keysetPage(
      { value: 'd."dueSince"', valueType: 'date', id: 'd."providerId"' },
      range,
      bind,
    );
    const { rows } = await this.pool.query(`select d.* from ${from} ${text}`, values);
    return rows.map((row) => Object.assign(new ChasingDue(), row));
  }

  async count(actor: Actor, criteria: ChasingCriteria, at: { now: Date; today: string }): Promise<number> {
    const { from, values } = listed(actor, criteria, at);
    const { rows } = await this.pool.query<{ n: number }>(`select count(*)::int as n from ${from}`, values);
    return rows[0]?.n ?? 0;
  }

  /** All rules, those for all local authorities first, the newest first. */
  async rules(): Promise<ChasingRule[]> {
    const reader = rowReader(this.source, ChasingRule);
    const { rows } = await this.pool.query(
      `select ${reader.columns('r')} from chasing_rule r
        order by r.local_authority_code collate "C" nulls first, r.valid_from desc`,
    );
    return rows.map(reader.toEntity);
  }
}

function within(actor: Actor): Condition {
  const reach = actor.within('register.read');
  if (reach === 'all') return () => 'true';
  return (bind) => `p.local_authority_code = any(${bind(reach.localAuthorities)}::text[])`;
}

function listed(
  actor: Actor,
  { localAuthority, state }: ChasingCriteria,
  { now, today }: { readonly now: Date; readonly today: string },
): { readonly from: string; readonly values: unknown[]; readonly bind: Bind } {
  const { values, bind } = binding();
  const at = `${bind(now)}::timestamptz`;
  const conditions = [within(actor), ...chosen('p.local_authority_code', localAuthority)].map((one) =>
    one(bind),
  );
  const inState = state ? `d.state = any(${bind(state)}::text[])` : 'true';
  const from = `(
    select p.id as "providerId", p.local_authority_code as "localAuthorityCode",
           case when bool_or(c.times >= r.stop_after) then 'GAVE_UP' when bool_or(${isDue(at)}) then 'DUE' else 'CHASED' end as state,
           count(*)::int as "vacanciesDue",
           (min(${after(SINCE, 'r.first_after_days')}) at time zone 'Europe/London')::date as "dueSince",
           max(c.times) as "timesChased", max(c.last_at) as "lastChasedAt",
           case when n.opted_out_at is not null then 'OPTED_OUT'
                when vacancy_mailbox(p.id) is null then 'NO_MAILBOX'
                when l.given_up_at is not null then 'UNDELIVERED'
                else 'REACHABLE' end as reach,
           n.opted_out_at as "optedOutAt", l.id as "lastChaseId"
      from ${overdue(at, `${bind(today)}::date`, OF_PROVIDER)}
       and ${conditions.join(' and ')}
     group by p.id, n.opted_out_at, l.id, l.given_up_at) d where ${inState}`;
  return { from, values, bind };
}

const OPTED_OUT = 'select opted_out_at as at from chasing_opt_out where provider_id = $1';
