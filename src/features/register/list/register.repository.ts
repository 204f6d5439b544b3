import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { rowReader } from '../../../platform/database/rows.js';
import type { Actor } from '../../identity/actor.js';
import { type RegisterState, registerStates } from '../../provider/provider.entity.js';
import { ChangeRequest } from '../change-request/change-request.entity.js';
import type { Entry, EntryKind, EntryKindName } from '../entry/entry-kinds.js';
import { referredBy } from './entry-reference.repository.js';
import {
  type Bind,
  conditionsOn,
  type KindTable,
  kindTables,
  type RegisterCriteria,
  withinReach,
} from './register-conditions.repository.js';
import { registerFigures } from './register-figures.repository.js';
import type { RegisterSort } from './register-filter.rules.js';

/** An entry in any state, as a list of the register shows it. */
export interface RegisterEntry {
  readonly kind: EntryKindName;
  readonly id: string;
  readonly name: string;
  readonly state: RegisterState;
  readonly providerId: string;
  readonly localAuthorityCode: string;
  readonly version: number;
  readonly updatedAt: Date;
  /** Whether its provider was merged into another one: it stays as it is. */
  readonly isMerged: boolean;
  /** Where its provider stands. */
  readonly providerState: RegisterState;
  /** When it came to its state. */
  readonly stateSince: Date;
}

/** An entry on a page, with the value that its order goes by, exact as the database holds it. */
export interface ListedEntry extends RegisterEntry {
  readonly sortKey: string;
}

/** The last step of an entry, as the change log has it. */
export interface TakenStep {
  readonly entryId: string;
  /** Null: it was made in this state. */
  readonly from: RegisterState | null;
  readonly to: RegisterState;
  /** When it was there for all to see, as the history has it. */
  readonly at: Date;
  readonly actor: string;
  readonly reason: string | null;
}

/** How many entries of a kind are in a state. */
export interface StateCount {
  readonly kind: EntryKindName;
  readonly state: RegisterState;
  readonly count: number;
}

/** How many vacancies of listed offerings can be relied on how far. */
export interface FreshnessCounts {
  readonly confirmed: number;
  readonly ageing: number;
  readonly stale: number;
  readonly unknown: number;
}

interface Order {
  /** A column of the table that an index is ordered by. */
  readonly column: (table: KindTable) => string;
  /** What its values are compared as, and how they are written in a cursor. */
  readonly type: string;
  readonly written: (value: string) => string;
  readonly descending: boolean;
}
const byName = {
  column: ({ entry, name }: KindTable) => `${entry}.${name} collate "C"`,
  type: 'text collate "C"',
  written: (value: string) => value,
};
const byInstant = (column: string) => ({
  column: ({ entry }: KindTable) => `${entry}.${column}`,
  type: 'timestamptz',
  written: (value: string) => `to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
});
const orders: Readonly<Record<RegisterSort, Order>> = {
  NAME_ASC: { ...byName, descending: false },
  NAME_DESC: { ...byName, descending: true },
  UPDATED_DESC: { ...byInstant('updated_at'), descending: true },
  UPDATED_ASC: { ...byInstant('updated_at'), descending: false },
  STATE_SINCE_ASC: { ...byInstant('state_since'), descending: false },
  STATE_SINCE_DESC: { ...byInstant('state_since'), descending: true },
};

const columns = ({ kind, entry, name }: KindTable) =>
  `'${kind}' as kind, ${entry}.id, ${entry}.${name} as name, ${entry}.state, p.id as "providerId",
   p.local_authority_code as "localAuthorityCode", ${entry}.version, ${entry}.updated_at as "updatedAt",
   ${entry}.state_since as "stateSince", p.is_merged as "isMerged", p.state as "providerState"`;
const tableOf = (kind: EntryKindName) => kindTables.find((table) => table.kind === kind)!;

/** The WHERE of each kind that can have what is wanted, and the values of its parameters as they come. */
function narrowed(actor: Actor, criteria: RegisterCriteria) {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const parts = kindTables.flatMap((table) => {
    const conditions = conditionsOn(table, criteria, actor.may('place.exact'));
    if (!conditions) return [];
    const { externalReferences } = criteria;
    if (externalReferences) conditions.push(referredBy(table, externalReferences, actor));
    return [{ table, where: [withinReach(actor), ...conditions].map((one) => one(bind)).join(' and ') }];
  });
  return { parts, values, bind };
}

/** The counts of a provider's tally, by what they count. */
const tallied = (['SITE', 'OFFERING'] as const).flatMap((kind) =>
  registerStates.map((state) => ({ kind, state, column: `${kind}_${state}`.toLowerCase() })),
);

/** Every SQL statement about the register in all its states. Who may see what is in each WHERE. */
export function registerRepository(source: DataSource, pool: pg.Pool) {
  const requests = rowReader(source, ChangeRequest);
  const figures = registerFigures(pool);

  return {
    /** Entries in an order, `limit` at most, after a key. Each kind reads its own index of that order. */
    async page(
      actor: Actor,
      criteria: RegisterCriteria,
      sort: RegisterSort,
      after: readonly [string, string] | null,
      limit: number,
    ): Promise<ListedEntry[]> {
      const { column, type, written, descending } = orders[sort];
      const { parts, values, bind } = narrowed(actor, criteria);
      if (parts.length === 0) return [];
      const direction = descending ? 'desc' : 'asc';
      const key = after && `(${bind(after[0])}::${type}, ${bind(after[1])}::uuid)`;
      const most = `limit ${bind(limit)}`;
      const selects = parts.map(({ table, where }) => {
        const [value, id] = [column(table), `${table.entry}.id`];
        return `(select ${columns(table)}, ${value} as sorted from ${table.from} where ${where}
          ${key ? `and (${value}, ${id}) ${descending ? '<' : '>'} ${key}` : ''}
          order by ${value} ${direction}, ${id} ${direction} ${most})`;
      });
      const { rows } = await pool.query<ListedEntry>(
        `select kind, id, name, state, "providerId", "localAuthorityCode", version, "updatedAt", "stateSince", "isMerged",
                "providerState", ${written('sorted')} as "sortKey"
           from (${selects.join(' union all ')}) found order by sorted ${direction}, id ${direction} ${most}`,
        values,
      );
      return rows;
    },

    async count(actor: Actor, criteria: RegisterCriteria): Promise<number> {
      const kept = await figures.count(actor, criteria);
      if (kept !== null) return kept;
      const { parts, values } = narrowed(actor, criteria);
      if (parts.length === 0) return 0;
      const counts = parts.map(({ table, where }) => `(select count(*) from ${table.from} where ${where})`);
      const { rows } = await pool.query<{ n: number }>(`select (${counts.join(' + ')})::int n`, values);
      return rows[0]?.n ?? 0;
    },

    /** One entry in any state; null when there is none within reach. */
    async entry(actor: Actor, kind: EntryKindName, id: string): Promise<RegisterEntry | null> {
      const values: unknown[] = [id];
      const reach = withinReach(actor)((value) => `$${values.push(value)}`);
      const table = tableOf(kind);
      const text = `select ${columns(table)} from ${table.from} where ${table.entry}.id = $1 and ${reach}`;
      const { rows } = await pool.query<RegisterEntry>(text, values);
      return rows[0] ?? null;
    },

    /** Records of a kind in any state, by id: of entries that were read within reach. */
    async records<E extends Entry>(kind: EntryKind<E>, ids: readonly string[]): Promise<Map<string, E>> {
      const reader = rowReader(source, kind.entity);
      const { rows } = await pool.query<{ id: string }>(
        `select ${reader.columns('e')} from ${kind.name.toLowerCase()} e where e.id = any($1)`,
        [ids],
      );
      return new Map(rows.map((row) => [row.id, reader.toEntity(row)]));
    },

    /** The last step of each entry. The log holds each once, with who and why. */
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

    /** Change requests that are not done with, oldest first: open, approved for a later day, or failed. */
    async pendingRequestsOf(ids: readonly string[]): Promise<ChangeRequest[]> {
      const { rows } = await pool.query(
        `select ${requests.columns('r')} from change_request r
          where r.entry_id = any($1) and r.applied_at is null and r.state <> 'REFUSED' order by r.created_at, r.id`,
        [ids],
      );
      return rows.map(requests.toEntity);
    },

    /** Entries by kind and state in a local authority, and vacancies of what is listed by freshness at an instant. */
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
      // An offering is public when its provider is.
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

    async openRequestsIn(localAuthorityCode: string): Promise<number> {
      const { rows } = await pool.query<{ n: number }>({
        name: 'register requests',
        text: `select count(*)::int n from change_request r join provider p on p.id = r.provider_id
                where r.state = 'OPEN' and p.local_authority_code = $1`,
        values: [localAuthorityCode],
      });
      return rows[0]?.n ?? 0;
    },
  };
}
export type RegisterRepository = ReturnType<typeof registerRepository>;
