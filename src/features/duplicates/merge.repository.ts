import type { EntityManager } from 'typeorm';
import type { RegisterState } from '../provider/provider.entity.js';
import { type PartKind, partKinds, partTables } from './merge.rules.js';

/** A row that belongs to a provider. */
export interface Part {
  readonly kind: PartKind;
  readonly id: string;
  /** The name or other text that people know it by. */
  readonly name: string;
  /** The local authority that keeps a quality record. Null for other rows. */
  readonly localAuthorityCode: string | null;
  /** Whether the row cannot move because the other provider has one with the same key. */
  readonly stays: boolean;
  /** The state of a site or offering, which is hidden while its provider is not listed. Null for other rows. */
  readonly state: RegisterState | null;
}

/** For each kind: the name of a row, the local authority that keeps it, and what stops it moving to the provider $2. */
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

/** Moves records between providers. The number of statements does not depend on the number of records. */
export const mergeRepository = {
  /** Locks and reads the records of a provider, and says which could not move to another one. `ids`: only these. */
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
   * Moves records from one provider to another. A trigger moves external references with their entries. Offerings, sites and
   * the rows that join them change in one statement, because each refers to the provider of the others.
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
    // A change request about the entry itself becomes one about the remaining entry.
    await db.query(
      `update change_request ${toProvider}, entry_id = case entry_id when $3 then $1 else entry_id end where id = any($2)`,
      [to, idsOf('CHANGE_REQUEST'), from],
    );
  },

  /** Returns the ids of a provider's change requests about these sites and offerings. */
  async requestsFor(db: EntityManager, providerId: string, entryIds: readonly string[]): Promise<string[]> {
    const rows: { id: string }[] = await db.query(
      'select id from change_request where provider_id = $1 and entry_id = any($2)',
      [providerId, entryIds],
    );
    return rows.map(({ id }) => id);
  },

  /**
   * Marks a provider that is about to be restored as suspended by evidence, if evidence had suspended it when it was merged. The
   * suspension starts now, which is when the provider comes to its state.
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
   * For an entry that is split off: a later merge may have replaced a value that the remaining entry took over from it. Makes a
   * split of that later merge put back the value from before both merges.
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

  /** Returns pairs of an offering and its site of which only one is among these ids: they cannot be separated. */
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
