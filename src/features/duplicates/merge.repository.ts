import type { EntityManager } from 'typeorm';
import type { RegisterState } from '../provider/provider.entity.js';
import { type PartKind, partKinds, partTables } from './merge.rules.js';

/** A row that belongs to a provider. */
export interface Part {
  readonly kind: PartKind;
  readonly id: string;
  /** What people know it by. */
  readonly name: string;
  /** Of a quality record: the local authority that keeps it. */
  readonly localAuthorityCode: string | null;
  /** Whether the other provider has one with the same key, so that this one cannot move. */
  readonly stays: boolean;
  /** Where a site or offering stands in the register, which nobody sees while its provider is not listed; null for others. */
  readonly state: RegisterState | null;
}

/** By kind: what a row is called, which local authority keeps it, and what keeps it from moving to the provider $2. */
const columns: Readonly<
  Record<PartKind, { name: string; authority?: string; stays?: string; isEntry?: true }>
> = {
  SITE: { name: 't.name', isEntry: true },
  OFFERING: { name: 't.title', isEntry: true },
  CONTACT: { name: `t.role || ', ' || t.audience`, stays: '(o.role, o.audience) = (t.role, t.audience)' },
  CHANGE_REQUEST: { name: 't.entry_kind' },
  LISTING_DECISION: { name: 't.basis' },
  REVIEW: { name: 't.due_on::text', authority: 't.local_authority_code' },
  EVIDENCE: { name: 't.kind', authority: 't.local_authority_code' },
  INSPECTION: {
    name: 't.inspected_on::text',
    authority: 't.local_authority_code',
    stays: '(o.local_authority_code, o.inspected_on) = (t.local_authority_code, t.inspected_on)',
  },
};

const exists = (table: string, condition: string | undefined) =>
  condition
    ? `exists (select from ${table} o where o.provider_id = asked.other_id and ${condition})`
    : 'false';

/** Moves what belongs to providers. A constant number of statements, however much there is. */
export const mergeRepository = {
  /** What belongs to a provider, locked, with what would come of it at another one. `ids`: only these. */
  async parts(
    db: EntityManager,
    providerId: string,
    otherId: string,
    ids: readonly string[] | null = null,
  ): Promise<Part[]> {
    const parts: Part[] = [];
    for (const kind of partKinds) {
      const { table } = partTables[kind];
      const { name, authority = 'null', stays, isEntry } = columns[kind];
      const state = isEntry ? 't.state' : 'null';
      const rows: Omit<Part, 'kind'>[] = await db.query(
        `select t.id, ${name} as name, ${authority}::text as "localAuthorityCode", ${state} as state, ${exists(table, stays)} as stays
           from (select $1::uuid as provider_id, $2::uuid as other_id) asked join ${table} t using (provider_id)
          where $3::uuid[] is null or t.id = any($3) order by t.id for update of t`,
        [providerId, otherId, ids],
      );
      parts.push(...rows.map((row) => ({ kind, ...row })));
    }
    return parts;
  },

  /**
   * Moves parts from one provider to another; external references go with their entries by a trigger.
   * Offerings, sites and what joins them change in one statement: each refers to the provider of the others.
   */
  async move(
    db: EntityManager,
    from: string,
    to: string,
    parts: readonly Pick<Part, 'kind' | 'id'>[],
  ): Promise<void> {
    const idsOf = (kind: PartKind) => parts.filter((part) => part.kind === kind).map(({ id }) => id);
    const toProvider = 'set provider_id = $1, version = version + 1, updated_at = now()';
    await db.query(
      `with sites as (update site t ${toProvider} where t.id = any($2)),
            offerings as (update offering t ${toProvider} where t.id = any($3))
       update offering_site set provider_id = $1 where offering_id = any($3)`,
      [to, idsOf('SITE'), idsOf('OFFERING')],
    );
    for (const kind of ['CONTACT', 'LISTING_DECISION', 'REVIEW', 'EVIDENCE', 'INSPECTION'] as const) {
      await db.query(`update ${partTables[kind].table} ${toProvider} where id = any($2)`, [to, idsOf(kind)]);
    }
    // What is asked for of the entry itself is asked of the one that stands for it.
    await db.query(
      `update change_request ${toProvider}, entry_id = case entry_id when $3 then $1 else entry_id end where id = any($2)`,
      [to, idsOf('CHANGE_REQUEST'), from],
    );
  },

  /** Ids of the change requests of a provider that ask for changes to these sites and offerings. */
  async requestsFor(db: EntityManager, providerId: string, entryIds: readonly string[]): Promise<string[]> {
    const rows: { id: string }[] = await db.query(
      'select id from change_request where provider_id = $1 and entry_id = any($2)',
      [providerId, entryIds],
    );
    return rows.map(({ id }) => id);
  },

  /**
   * Says of a provider that is about to come back that evidence suspended it, where evidence had when it was merged: it does from now
   * on, which is when the provider comes to its state.
   */
  async keepSuspension(db: EntityManager, mergedId: string): Promise<void> {
    await db.query(
      `update listing_suspension s set suspended_at = now(), version = s.version + 1, updated_at = now()
         from provider_merge m where m.id = $1 and s.provider_id = m.id and m.state_before = 'SUSPENDED'
          and s.suspended_at = m.state_since_before`,
      [mergedId],
    );
  },

  /**
   * Of an entry that leaves the one that stays: what that one took over from it, and another one that was merged later took the place
   * of, will not come back with a split of the other one, but what stood there before.
   */
  async forgetTaken(
    db: EntityManager,
    intoId: string,
    taken: Readonly<Record<string, { readonly from: string; readonly into: string | null }>>,
  ): Promise<void> {
    await db.query(
      `update provider_merge m set version = m.version + 1, updated_at = now(), taken = (
          select jsonb_object_agg(o.key, case when o.value ->> 'into' = gone.value ->> 'from'
                   then jsonb_set(o.value, '{into}', gone.value -> 'into') else o.value end)
            from jsonb_each(m.taken) o left join jsonb_each($2::jsonb) gone using (key))
        where m.into_id = $1 and exists (select from jsonb_each(m.taken) o join jsonb_each($2::jsonb) gone using (key)
                                          where o.value ->> 'into' = gone.value ->> 'from')`,
      [intoId, JSON.stringify(taken)],
    );
  },

  /** Pairs of an offering and a site of which one is among these and the other is not: they cannot part. */
  async partedLinks(
    db: EntityManager,
    siteIds: readonly string[],
    offeringIds: readonly string[],
  ): Promise<{ offering: string; site: string }[]> {
    return db.query(
      `select o.title as offering, s.name as site
         from offering_site x join offering o on o.id = x.offering_id join site s on s.id = x.site_id
        where (x.offering_id = any($2) or x.site_id = any($1)) and (x.offering_id = any($2)) <> (x.site_id = any($1))
        order by o.title collate "C", s.name collate "C" limit 10`,
      [siteIds, offeringIds],
    );
  },
};
