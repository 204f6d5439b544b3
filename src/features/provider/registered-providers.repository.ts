import type pg from 'pg';
import type { RegisterState } from './provider.entity.js';

/** A provider as an operator sees it. */
export interface RegisteredProvider {
  readonly urn: string | null;
  readonly name: string;
  readonly setting_type: string;
  readonly local_authority: string;
  readonly state: string;
}

/** The providers in a state, or in any, by name. */
export async function registeredProviders(
  pool: pg.Pool,
  state?: RegisterState,
): Promise<RegisteredProvider[]> {
  const { rows } = await pool.query<RegisteredProvider>(
    `select p.urn, p.name, p.setting_type, l.name as local_authority, p.state
       from provider p join local_authority l on l.code = p.local_authority_code
      where $1::text is null or p.state = $1 order by p.name collate "C", p.id`,
    [state],
  );
  return rows;
}
