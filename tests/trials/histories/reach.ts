import type pg from 'pg';
import type { Actor } from '../../../src/features/identity/actor.js';

/** Where providers are before something is done. */
export type Whereabouts = ReadonlyMap<string, string>;

/** The local authority of each provider. */
export async function whereabouts(pool: pg.Pool): Promise<Whereabouts> {
  const { rows } = await pool.query<{ id: string; code: string }>(
    `select id::text, local_authority_code as code from provider where name like 'History %'`,
  );
  return new Map(rows.map(({ id, code }) => [id, code]));
}

/** A row that was written, and the providers that it belonged to before and after. */
interface Written {
  readonly table: string;
  readonly actor: string;
  readonly providers: readonly string[];
  /** The local authority that keeps the record, where it is one of quality or a listing decision. */
  readonly keeper: string | null;
  readonly decided_in: string | null;
}

/** The last change there is. */
export async function lastChange(pool: pg.Pool): Promise<string> {
  return (await pool.query<{ id: string }>('select coalesce(max(id), 0)::text as id from change')).rows[0]!
    .id;
}

async function writtenSince(pool: pg.Pool, id: string): Promise<Written[]> {
  const { rows } = await pool.query<Written>(
    `select c.table_name as table, c.actor,
            array_remove(array[
              case when c.table_name = 'provider' then c.entity_id end,
              case when c.table_name in ('vacancy') then (select o.provider_id::text from offering o where o.id::text = c.parent_id)
                   when c.table_name = 'offering_site' then (select o.provider_id::text from offering o where o.id::text = c.entity_id)
                   when c.table_name in ('provider', 'provider_merge') then null
                   else c.parent_id end,
              c.parent_before], null) as providers,
            coalesce(e.local_authority_code, d.local_authority_code) as keeper,
            (select r.decided_in from change x join change_request r on r.id::text = x.entity_id
              where x.tx = c.tx and x.table_name = 'change_request' limit 1) as decided_in
       from change c
       left join evidence e on c.table_name = 'evidence' and e.id::text = c.entity_id
       left join listing_decision d on c.table_name = 'listing_decision' and d.id::text = c.entity_id
      where c.id > $1 and c.table_name <> 'import_run' order by c.id`,
    [id],
  );
  return rows;
}

/**
 * Sentences about what was written since a change outside the reach of its author; empty if all is well. A person who merges or
 * splits moves what others keep about providers in reach. The hub itself applies what was decided where the entry is.
 */
export async function outOfReach(
  pool: pg.Pool,
  since: string,
  actor: Actor,
  before: Whereabouts,
): Promise<string[]> {
  const faults: string[] = [];
  for (const { table, actor: name, providers, keeper, decided_in } of await writtenSince(pool, since)) {
    for (const providerId of providers) {
      const localAuthorityCode = before.get(providerId);
      if (localAuthorityCode === undefined) continue; // made by this very change
      const belonging = { providerId, localAuthorityCode };
      const isOwn = ['register.write', 'register.decide', 'entry.write'].some((permission) =>
        actor.may(permission as 'entry.write', belonging),
      );
      const keeps =
        keeper !== null &&
        (actor.may('quality.write', { localAuthorityCode: keeper }) ||
          actor.may('register.decide', { localAuthorityCode: keeper }));
      if (name === 'system: change requests') {
        // A request whose day has come is marked, whatever comes of it.
        if (table !== 'change_request' && decided_in !== null && decided_in !== localAuthorityCode)
          faults.push(`${table}: what ${decided_in} decided was applied in ${localAuthorityCode}.`);
      } else if (!name.startsWith('system:') && !isOwn && !keeps) {
        faults.push(`${table} of a provider in ${localAuthorityCode} was written by ${name}, out of reach.`);
      }
    }
  }
  return faults;
}
