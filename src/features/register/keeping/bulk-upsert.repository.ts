import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { EntryKindName } from '../entry/entry-kinds.js';

/** What a bulk upsert can touch. */
export interface Touched {
  /** Ids of the providers that own the sites or offerings. */
  readonly providerIds: readonly string[];
  /** Codes of the local authorities that may get new providers. */
  readonly authorities: readonly string[];
  /** References of providers. */
  readonly references: readonly string[];
}

/** A provider by the id that was named: the provider itself, or the one it was merged into. */
export interface OwningProvider {
  readonly asked: string;
  readonly id: string;
  readonly localAuthorityCode: string;
}

/** How an input names its entry. */
export interface Key {
  /** The owner of the reference. */
  readonly source: string;
  readonly reference: string;
  /** The id of the provider that was named, and of the one it was merged into if it was. Null for providers. */
  readonly asked: string | null;
  readonly providerId: string | null;
}

/** An entry found by a reference. */
export interface Found {
  /** The position of the key, from 0. */
  readonly at: number;
  readonly id: string;
  /** Whether the reference is that of an entry that was merged into this one. */
  readonly isMerged: boolean;
  /** How many entries the reference may mean. More than 1 if several providers have it. */
  readonly candidates: number;
}

/** The statements of bulk upserts that are about many entries at once. */
export const bulkUpsertRepository = {
  /**
   * Waits until no other bulk upsert touches the same things, and keeps others waiting until the transaction ends. All wait in
   * the same order, whatever the order of their inputs, so they cannot deadlock. Returns the ids of the providers touched.
   */
  async waitForTurn(db: EntityManager, { providerIds, authorities, references }: Touched): Promise<string[]> {
    const turns: { key: string }[] = await db.query(
      `with touched (key) as (
         select unnest($2::text[])
         union select survivor_of(id)::text from unnest($1::uuid[]) id
         union select survivor_of(entry_id)::text from external_reference where kind = 'PROVIDER' and reference = any($3)
           and (source = 'PROVIDER' or source in (select 'LA:' || code from unnest($2::text[]) code)))
       select key, pg_advisory_xact_lock(hashtextextended('bulk upsert ' || key, 0))
         from (select key from touched order by key) in_order`,
      [providerIds, authorities, references],
    );
    return turns.map(({ key }) => key).filter((key) => z.uuid().safeParse(key).success);
  },

  /** Reads the providers with these ids, or the ones they were merged into. An id that does not exist has no row. */
  async owners(db: EntityManager, ids: readonly string[]): Promise<OwningProvider[]> {
    return db.query(
      `select asked, p.id, p.local_authority_code as "localAuthorityCode"
         from unnest($1::uuid[]) asked join provider p on p.id = survivor_of(asked)`,
      [ids],
    );
  },

  /**
   * Finds the entries by the references of their senders. An entry that was merged is replaced by the one it was merged into.
   * `own`: ids of the providers that the caller edits, for references that are a provider's own.
   */
  async find(
    db: EntityManager,
    kind: EntryKindName,
    keys: readonly Key[],
    own: readonly string[],
  ): Promise<Found[]> {
    const table = kind.toLowerCase();
    const led =
      kind === 'PROVIDER'
        ? `select a.n, survivor_of(r.entry_id) as id, survivor_of(r.entry_id) <> r.entry_id as merged, 0 as far
             from asked a join external_reference r on (r.kind, r.source, r.reference) = ('PROVIDER', a.source, a.reference)
            where r.parent_id is null or survivor_of(r.entry_id) = any($5::uuid[])`
        : `select a.n, e.id, a.asked <> a.provider_id as merged,
                  case r.parent_id when a.asked then 0 when a.provider_id then 1 else 2 end as far
             from asked a join external_reference r on (r.kind, r.source, r.reference) = ('${kind}', a.source, a.reference)
             join ${table} e on e.id = r.entry_id and e.provider_id = a.provider_id`;
    return db.query(
      `with asked as (
         select * from unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[])
           with ordinality a (source, reference, asked, provider_id, n)),
       led as (${led})
       select distinct on (n) n::int - 1 as at, id, merged as "isMerged",
              (select count(distinct other.id)::int from led other where (other.n, other.far) = (led.n, led.far)) as candidates
         from led order by n, far, merged, id`,
      [
        keys.map(({ source }) => source),
        keys.map(({ reference }) => reference),
        keys.map(({ asked }) => asked),
        keys.map(({ providerId }) => providerId),
        ...(kind === 'PROVIDER' ? [own] : []),
      ],
    );
  },
};
