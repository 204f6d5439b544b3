import type pg from 'pg';
import type { Statements } from '../../register/listing/listing.service.js';
import { followed, isOut } from './evidence-conditions.repository.js';

/** A kind of evidence that a provider's listing depends on, and that is no longer valid. */
export interface EvidenceOut {
  readonly providerId: string;
  readonly kind: string;
  /** The latest last day, `yyyy-mm-dd`; null if one of them does not expire. */
  readonly endedOn: string | null;
  readonly failed: boolean;
}

/** Which evidence to read: all, that of some providers, or one kind in one local authority. */
export interface Whose {
  readonly providerIds?: readonly string[];
  readonly rule?: { readonly localAuthorityCode: string; readonly kind: string };
  readonly onlyListed: boolean;
}

/** Lets a program's own connection run the statements that the hub runs in its transactions. */
export const statementsOf = (client: pg.ClientBase): Statements => ({
  query: async (text: string, values?: unknown[]) => (await client.query(text, values)).rows as never,
});

/** All SQL statements about listings that depend on evidence. */
export const followingListings = {
  /**
   * Waits for any change to the evidence rules, and blocks further changes until the transaction ends. Lock the
   * providers first, as a change to a rule does, so that no decision uses a rule that is being changed.
   */
  async holdRules(db: Statements): Promise<void> {
    await db.query('lock table evidence_rule in share mode');
  },

  /** Locks all providers of a local authority's register, in the order of their ids. */
  async lockRegister(db: Statements, localAuthorityCode: string): Promise<void> {
    await db.query('select from provider where local_authority_code = $1 order by id for no key update', [
      localAuthorityCode,
    ]);
  },

  /**
   * Locks the providers with evidence that has expired by a day, and those with a listing that depends on evidence that
   * is no longer valid, in the order of their ids. Locks on evidence and those of `suspend_listing` come after, as in
   * every change.
   */
  async lockDue(db: Statements, today: string): Promise<void> {
    await db.query(
      `-- before evidence and suspend_listing
       select from provider where id in (
          select provider_id from evidence where state in ('ATTESTED', 'IN_PROCESS', 'VALIDATED') and expires_on < $1
          union select e.provider_id from ${followed} where p.state = 'LISTED' and ${isOut('e', '$1::date')})
        order by id for no key update`,
      [today],
    );
  },

  /** The evidence that is no longer valid on a day, `yyyy-mm-dd`, by provider and kind. */
  async out(db: Statements, today: string, { providerIds, rule, onlyListed }: Whose): Promise<EvidenceOut[]> {
    return db.query(
      `select e.provider_id as "providerId", e.kind, bool_or(e.state = 'FAILED') as failed,
              case when bool_and(e.expires_on is not null) then max(e.expires_on) end as "endedOn"
         from ${followed}
        where ${isOut('e', '$1::date')} and (not $2::boolean or p.state = 'LISTED')
          and ($3::uuid[] is null or e.provider_id = any($3))
          and ($4::text is null or e.local_authority_code = $4 and e.kind = $5)
        group by e.provider_id, e.kind order by e.provider_id, e.kind`,
      [today, onlyListed, providerIds, rule?.localAuthorityCode, rule?.kind],
    );
  },

  /** Ids of the providers that the open transaction has moved to another local authority. */
  async moved(db: Statements): Promise<string[]> {
    const rows: { id: string }[] = await db.query(
      `select distinct entity_id as id from change where tx = nullif(current_setting('hub.change_tx', true), '')::bigint
         and table_name = 'provider' and operation = 'UPDATE' and new ? 'local_authority_code'`,
    );
    return rows.map(({ id }) => id);
  },

  /** The labels of the kinds of evidence, by code. */
  async labels(db: Statements): Promise<Map<string, string>> {
    const rows: { code: string; label: string }[] = await db.query(
      `select code, label from code where list = 'EVIDENCE_KIND'`,
    );
    return new Map(rows.map(({ code, label }) => [code, label]));
  },

  /** Records which kinds of evidence caused suspensions that have just been made. */
  async note(
    db: Statements,
    suspended: readonly {
      readonly id: string;
      readonly providerId: string;
      readonly kinds: readonly string[];
    }[],
  ): Promise<void> {
    await db.query(
      `insert into listing_suspension (id, provider_id, suspended_at, kinds)
       select n.id, p.id, p.state_since, n.kinds
         from jsonb_to_recordset($1::jsonb) n(id uuid, "providerId" uuid, kinds text[]) join provider p on p.id = n."providerId"`,
      [JSON.stringify(suspended)],
    );
  },
};
