import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { type NameKey, rowReader } from '../../platform/database/rows.js';
import type { Actor } from '../identity/actor.js';
import type { RegisterState } from '../provider/provider.entity.js';
import { ChangeRequest } from './change-request.entity.js';
import type { Entry, EntryKind, EntryKindName } from './entry-kinds.js';

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
}

/** Conditions of a list of the register; what is absent does not narrow. */
export interface RegisterCriteria {
  readonly kinds?: readonly EntryKindName[];
  readonly states?: readonly RegisterState[];
  readonly localAuthorityCode?: string;
  readonly providerId?: string;
  /** Only entries with a change request that nobody has decided on yet. */
  readonly hasOpenRequest?: boolean;
}

/** The last step of an entry, as the change log has it. */
export interface TakenStep {
  readonly entryId: string;
  /** Null: it was made in this state. */
  readonly from: RegisterState | null;
  readonly to: RegisterState;
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

const tables: Readonly<Record<EntryKindName, { table: string; name: string; provider: string }>> = {
  PROVIDER: { table: 'provider', name: 'name', provider: 'id' },
  SITE: { table: 'site', name: 'name', provider: 'provider_id' },
  OFFERING: { table: 'offering', name: 'title', provider: 'provider_id' },
};
const kinds = Object.entries(tables) as [EntryKindName, (typeof tables)['SITE']][];

/** Who reads: $1 says everything, $2 the local authorities and $3 the providers within reach. */
function reachOf(actor: Actor): [boolean, string[], string[]] {
  const [council, own] = [actor.within('register.read'), actor.within('entry.read')];
  const everything = council === 'all' || own === 'all';
  return [
    everything,
    council === 'all' ? [] : [...council.localAuthorities],
    own === 'all' ? [] : [...own.providers],
  ];
}
const REACH = '($1::boolean or p.local_authority_code = any($2::text[]) or p.id = any($3::uuid[]))';

/** Says only what is asked for: a condition that may be off would keep Postgres from beginning with the few open requests. */
const narrowed = ({ hasOpenRequest }: RegisterCriteria) => `${REACH}
  and ($4::text[] is null or e.state = any($4))
  and ($5::text is null or p.local_authority_code = $5)
  and ($6::uuid is null or p.id = survivor_of($6))
  ${hasOpenRequest ? `and e.id in (select entry_id from change_request where state = 'OPEN')` : ''}`;
const valuesOf = (actor: Actor, criteria: RegisterCriteria) => [
  ...reachOf(actor),
  criteria.states,
  criteria.localAuthorityCode,
  criteria.providerId,
];

/** Every SQL statement about the register in all its states. Who may see what is in each WHERE. */
export function registerRepository(source: DataSource, pool: pg.Pool) {
  const requests = rowReader(source, ChangeRequest);
  const from = ({ table, provider }: (typeof tables)['SITE']) =>
    `${table} e join provider p on p.id = e.${provider}`;
  const columns = (kind: EntryKindName, { name, provider }: (typeof tables)['SITE']) =>
    `'${kind}' as kind, e.id, e.${name} as name, e.state, e.${provider} as "providerId",
     p.local_authority_code as "localAuthorityCode", e.version, e.updated_at as "updatedAt",
     exists (select from provider_merge m where m.id = p.id) as "isMerged"`;
  const wanted = (criteria: RegisterCriteria) =>
    kinds.filter(([kind]) => !criteria.kinds || criteria.kinds.includes(kind));

  return {
    /** Entries by name, `limit` at most, after a key. Each kind reads no more than that of its own index. */
    async page(
      actor: Actor,
      criteria: RegisterCriteria,
      after: NameKey | null,
      limit: number,
    ): Promise<RegisterEntry[]> {
      const parts = wanted(criteria).map(
        ([kind, table]) => `(select ${columns(kind, table)} from ${from(table)} where ${narrowed(criteria)}
          and ($7::text is null or (e.${table.name} collate "C", e.id) > ($7, $8::uuid))
          order by e.${table.name} collate "C", e.id limit $9)`,
      );
      if (parts.length === 0) return [];
      const { rows } = await pool.query<RegisterEntry>(
        `select * from (${parts.join(' union all ')}) found order by name collate "C", id limit $9`,
        [...valuesOf(actor, criteria), after?.[0], after?.[1], limit],
      );
      return rows;
    },

    async count(actor: Actor, criteria: RegisterCriteria): Promise<number> {
      const parts = wanted(criteria).map(
        ([, table]) => `(select count(*) from ${from(table)} where ${narrowed(criteria)})`,
      );
      if (parts.length === 0) return 0;
      const text = `select (${parts.join(' + ')})::int n`;
      const { rows } = await pool.query<{ n: number }>(text, valuesOf(actor, criteria));
      return rows[0]?.n ?? 0;
    },

    /** One entry in any state; null when there is none within reach. */
    async entry(actor: Actor, kind: EntryKindName, id: string): Promise<RegisterEntry | null> {
      const { rows } = await pool.query<RegisterEntry>(
        `select ${columns(kind, tables[kind])} from ${from(tables[kind])} where ${REACH} and e.id = $4`,
        [...reachOf(actor), id],
      );
      return rows[0] ?? null;
    },

    /** Records of a kind in any state, by id: of entries that were read within reach. */
    async records<E extends Entry>(kind: EntryKind<E>, ids: readonly string[]): Promise<Map<string, E>> {
      const reader = rowReader(source, kind.entity);
      const { rows } = await pool.query<{ id: string }>(
        `select ${reader.columns('e')} from ${tables[kind.name].table} e where e.id = any($1)`,
        [ids],
      );
      return new Map(rows.map((row) => [row.id, reader.toEntity(row)]));
    },

    /** The last step of each entry. The log holds each once, with who and why. */
    async lastSteps(kind: EntryKindName, ids: readonly string[]): Promise<Map<string, TakenStep>> {
      const { rows } = await pool.query<TakenStep>(
        `select distinct on (entity_id) entity_id as "entryId", old ->> 'state' as "from", new ->> 'state' as "to",
                at, actor, reason
           from change where table_name = $1 and entity_id = any($2) and new ? 'state'
          order by entity_id, id desc`,
        [tables[kind].table, ids],
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

    /** Entries by kind and state in a local authority. */
    async statesIn(localAuthorityCode: string): Promise<StateCount[]> {
      const parts = kinds.map(
        ([kind, table]) => `select '${kind}' as kind, e.state, count(*)::int as count from ${from(table)}
          where p.local_authority_code = $1 group by e.state`,
      );
      const { rows } = await pool.query<StateCount>(parts.join(' union all '), [localAuthorityCode]);
      return rows;
    },

    async openRequestsIn(localAuthorityCode: string): Promise<number> {
      const { rows } = await pool.query<{ n: number }>(
        `select count(*)::int n from change_request r join provider p on p.id = r.provider_id
          where r.state = 'OPEN' and p.local_authority_code = $1`,
        [localAuthorityCode],
      );
      return rows[0]?.n ?? 0;
    },

    /** Vacancies of listed offerings by how far they can be relied on: the rule of `freshnessOf`, in SQL. */
    async freshnessIn(localAuthorityCode: string, at: Date): Promise<FreshnessCounts> {
      const { rows } = await pool.query<FreshnessCounts>(
        `select count(*) filter (where v.confirmed_at is null)::int as "unknown",
                count(*) filter (where v.expires_at <= $2)::int as "stale",
                count(*) filter (where v.expires_at > $2
                  and $2 >= v.confirmed_at + (v.expires_at - v.confirmed_at) / 2)::int as "ageing",
                count(*) filter (where v.confirmed_at is not null and (v.expires_at is null
                  or $2 < v.confirmed_at + (v.expires_at - v.confirmed_at) / 2))::int as "confirmed"
           from vacancy v join offering o on o.id = v.offering_id join provider p on p.id = o.provider_id
          where o.state = 'LISTED' and p.state = 'LISTED' and p.local_authority_code = $1`,
        [localAuthorityCode, at],
      );
      return rows[0]!;
    },
  };
}
export type RegisterRepository = ReturnType<typeof registerRepository>;
