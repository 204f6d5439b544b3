import type { EntityManager } from 'typeorm';
import { z } from 'zod';

/** What a bulk upsert touches. */
export interface Touched {
  /** Ids of providers, and codes of local authorities to which providers may be added. */
  readonly owners: readonly string[];
  /** Providers by local authority and external reference, as far as there are such. */
  readonly providers: readonly (readonly [localAuthorityCode: string, externalReference: string])[];
}

/** The statement of bulk upserts that is of no single entry. */
export const bulkUpsertRepository = {
  /**
   * Waits until no other bulk upsert touches any of the same, until the transaction ends. All wait in the same order, whichever
   * order their inputs have, so that two of them never wait for each other. Answers the ids of the providers among them.
   */
  async waitForTurn(db: EntityManager, { owners, providers }: Touched): Promise<string[]> {
    const turns: { key: string }[] = await db.query(
      `with touched (key) as (
         select unnest($1::text[]) union
         select p.id::text from provider p join unnest($2::text[], $3::text[]) named (code, reference)
             on p.local_authority_code = named.code and p.external_reference = named.reference)
       select key, pg_advisory_xact_lock(hashtextextended('bulk upsert ' || key, 0))
         from (select key from touched order by key) in_order`,
      [owners, providers.map(([code]) => code), providers.map(([, reference]) => reference)],
    );
    return turns.map(({ key }) => key).filter((key) => z.uuid().safeParse(key).success);
  },
};
