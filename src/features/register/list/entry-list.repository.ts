import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { binding } from '../../../platform/database/conditions.js';
import { rowReader } from '../../../platform/database/rows.js';
import type { Actor } from '../../identity/actor.js';
import { type RegisterState, registerStates } from '../../provider/provider.entity.js';
import { ChangeRequest } from '../change-request/change-request.entity.js';
import type { Entry, EntryKind, EntryKindName } from '../entry/entry-kinds.js';
import { columns, entryPages, partsOf, type RegisterEntry } from './entry-page.repository.js';
import { kindTables } from './kind-tables.repository.js';
import { type RegisterCriteria, reasonOfSchool, withinReach } from './register-conditions.repository.js';
import { registerFigures } from './register-figures.repository.js';
import type { ReviewReason } from './register-filter.rules.js';

/** The last step of an entry, as the change log has it. */
export interface TakenStep {
  readonly entryId: string;
  /** Null if the entry was created in this state. */
  readonly from: RegisterState | null;
  readonly to: RegisterState;
  /** When it was committed, as in the history. */
  readonly at: Date;
  readonly actor: string;
  readonly reason: string | null;
}

/** How many providers there is a reason to look at again. */
export interface ReviewReasonCount {
  readonly reason: ReviewReason;
  /** Without withdrawn ones. */
  readonly providers: number;
  readonly listed: number;
}

/** How many entries of a kind are in a state. */
export interface StateCount {
  readonly kind: EntryKindName;
  readonly state: RegisterState;
  readonly count: number;
}

/** The numbers of vacancies of listed offerings, by freshness. */
export interface FreshnessCounts {
  readonly confirmed: number;
  readonly ageing: number;
  readonly stale: number;
  readonly unknown: number;
}

const tableOf = (kind: EntryKindName) => kindTables.find((table) => table.kind === kind)!;

/** The counts in a provider's tally, by kind and state. */
const tallied = (['SITE', 'OFFERING'] as const).flatMap((kind) =>
  registerStates.map((state) => ({ kind, state, column: `${kind}_${state}`.toLowerCase() })),
);

/** All SQL statements about the register in all its states. Each WHERE holds what the caller may see. */
export function entryListRepository(source: DataSource, pool: pg.Pool) {
  const requests = rowReader(source, ChangeRequest);
  const figures = registerFigures(pool);

  return {
    page: entryPages(pool),

    async count(actor: Actor, criteria: RegisterCriteria): Promise<number> {
      const kept = await figures.count(actor, criteria);
      if (kept !== null) return kept;
      const parts = partsOf(actor, criteria);
      if (parts.length === 0) return 0;
      const { values, bind } = binding();
      const counts = parts.map(
        ({ table, where }) => `(select count(*) from ${table.from} where ${where(bind)})`,
      );
      const { rows } = await pool.query<{ n: number }>(`select (${counts.join(' + ')})::int n`, values);
      return rows[0]?.n ?? 0;
    },

    /** Reads an entry in any state. Returns null if the actor cannot reach such an entry. */
    async entry(actor: Actor, kind: EntryKindName, id: string): Promise<RegisterEntry | null> {
      const { values, bind } = binding(id);
      const reach = withinReach(actor)(bind);
      const table = tableOf(kind);
      const text = `select ${columns(table)} from ${table.from} where ${table.entry}.id = $1 and ${reach}`;
      const { rows } = await pool.query<RegisterEntry>(text, values);
      return rows[0] ?? null;
    },

    /** Reads records of a kind in any state by id. The actor's reach was checked when the entries were read. */
    async records<E extends Entry>(kind: EntryKind<E>, ids: readonly string[]): Promise<Map<string, E>> {
      const reader = rowReader(source, kind.entity);
      const { rows } = await pool.query<{ id: string }>(
        `select ${reader.columns('e')} from ${kind.name.toLowerCase()} e where e.id = any($1)`,
        [ids],
      );
      return new Map(rows.map((row) => [row.id, reader.toEntity(row)]));
    },

    /** Reads the last step of each entry from the change log. */
    async lastSteps(kind: EntryKindName, ids: readonly string[]): Promise<Map<string, TakenStep>> {
      const { rows } = await pool.query<TakenStep>(
        `select distinct on (entity_id) entity_id as "entryId", old ->> 'state' as "from", new ->> 'state' as "to",
                c.at, actor, reason
           from change l join change_commit c using (tx)
          where table_name = $1 and entity_id = any($2) and new ? 'state'
          order by entity_id, l.id desc`,
        [kind.toLowerCase(), ids],
      );
      return new Map(rows.map((row) => [row.entryId, row]));
    },

    /** Reads pending change requests, oldest first: open, approved for a later day, or failed. */
    async pendingRequestsOf(ids: readonly string[]): Promise<ChangeRequest[]> {
      const { rows } = await pool.query(
        `select ${requests.columns('r')} from change_request r
          where r.entry_id = any($1) and r.applied_at is null and r.state <> 'REFUSED' order by r.created_at, r.id`,
        [ids],
      );
      return rows.map(requests.toEntity);
    },

    /** Reads change requests by id, if they are about entries within the actor's reach. */
    async requestsByIds(actor: Actor, ids: readonly string[]): Promise<ChangeRequest[]> {
      const { values, bind } = binding(ids);
      const reach = withinReach(actor)(bind);
      const { rows } = await pool.query(
        `select ${requests.columns('r')} from change_request r join provider p on p.id = r.provider_id
          where r.id = any($1) and ${reach}`,
        values,
      );
      return rows.map(requests.toEntity);
    },

    /** Counts the entries of a local authority by kind and state, and its listed vacancies by freshness at an instant. */
    async countsIn(
      localAuthorityCode: string,
      at: Date,
    ): Promise<{ states: StateCount[]; vacancies: FreshnessCounts }> {
      const { rows } = await pool.query<{ state: RegisterState; counts: Record<string, number> }>({
        name: 'register counts',
        text: `select t.state, json_build_object('provider', count(*), ${tallied
          .map(({ column }) => `'${column}', sum(t.${column})`)
          .join(', ')}, 'unknown', sum(t.unknown), 'stale', sum(width_bucket($2::timestamptz, t.stale_from)),
            'passed', sum(width_bucket($2::timestamptz, t.ageing_from)),
            'confirmed', sum(t.lasting + cardinality(t.ageing_from))) as counts
           from provider_tally t where t.local_authority_code = $1 group by t.state`,
        values: [localAuthorityCode, at],
      });
      const count = (column: string) => rows.reduce((sum, { counts }) => sum + (counts[column] ?? 0), 0);
      const states: StateCount[] = [
        ...rows.map(({ state, counts }) => ({
          kind: 'PROVIDER' as const,
          state,
          count: counts.provider ?? 0,
        })),
        ...tallied.map(({ kind, state, column }) => ({ kind, state, count: count(column) })),
      ];
      // Only offerings of listed providers are public.
      const listed = rows.find(({ state }) => state === 'LISTED')?.counts ?? {};
      const of = (what: string) => listed[what] ?? 0;
      return {
        states: states.filter((one) => one.count > 0),
        vacancies: {
          unknown: of('unknown'),
          stale: of('stale'),
          ageing: of('passed') - of('stale'),
          confirmed: of('confirmed') - of('passed'),
        },
      };
    },

    /** Counts open change requests of a local authority, and its providers by the reason to look at them again. */
    async waitingIn(localAuthorityCode: string): Promise<{
      readonly openChangeRequests: number;
      readonly reviewReasons: readonly ReviewReasonCount[];
    }> {
      const { rows } = await pool.query<{ requests: number; reasons: ReviewReasonCount[] }>({
        name: 'register requests',
        text: `select (select count(*)::int from change_request r join provider p on p.id = r.provider_id
                        where r.state = 'OPEN' and p.local_authority_code = $1) as requests,
                      (select coalesce(json_agg(c order by c.reason), '[]') from (
                         select reason, count(*)::int as providers, count(*) filter (where state = 'LISTED')::int as listed
                           from (select p.state, ${reasonOfSchool} as reason from provider p join school s on s.urn = p.urn
                                  where p.local_authority_code = $1) r
                          where reason is not null group by reason) c) as reasons`,
        values: [localAuthorityCode],
      });
      const { requests = 0, reasons = [] } = rows[0] ?? {};
      return { openChangeRequests: requests, reviewReasons: reasons };
    },
  };
}
export type EntryListRepository = ReturnType<typeof entryListRepository>;
