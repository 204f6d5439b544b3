import type { EntityManager } from 'typeorm';
import { followed, isOut } from './holding.repository.js';

/** Evidence of a kind that is out, and that the listing of a provider follows. */
export interface EvidenceOut {
  readonly providerId: string;
  readonly kind: string;
  /** The latest last day, `yyyy-mm-dd`; null: one of them has no end. */
  readonly endedOn: string | null;
  readonly failed: boolean;
}

/** Which of it: all, of one provider, or of one kind of a provider. */
export interface Whose {
  readonly providerId?: string;
  readonly kind?: string;
  readonly onlyListed: boolean;
}

/** Every SQL statement about listings that follow evidence. */
export const followRepository = {
  /** What is out on a day, `yyyy-mm-dd`, by provider and kind. */
  async out(
    db: EntityManager,
    today: string,
    { providerId, kind, onlyListed }: Whose,
  ): Promise<EvidenceOut[]> {
    return db.query(
      `select e.provider_id as "providerId", e.kind, bool_or(e.state = 'FAILED') as failed,
              case when bool_and(e.expires_on is not null) then max(e.expires_on) end as "endedOn"
         from ${followed}
        where ${isOut('e', '$1::date')} and (not $2::boolean or p.state = 'LISTED')
          and ($3::uuid is null or e.provider_id = $3) and ($4::text is null or e.kind = $4)
        group by e.provider_id, e.kind order by e.provider_id, e.kind`,
      [today, onlyListed, providerId, kind],
    );
  },

  /** Notes of providers that have just been suspended which kinds were the reason. */
  async note(
    db: EntityManager,
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
