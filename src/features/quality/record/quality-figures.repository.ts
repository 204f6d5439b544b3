import type pg from 'pg';
import { GroupCounter, KeptFigures } from '../../../platform/database/kept-figures.js';
import type { Reach } from './quality-reach.js';

/** Counts the records of one table, which belong to providers, by who keeps them and some more of their columns. */
export function figuresOf<F extends readonly [string, ...(string | null)[]]>(
  pool: pg.Pool,
  followed: 'evidence' | 'quality_review' | 'inspection',
  columns: string,
) {
  const counter = new GroupCounter<F>();
  const figures = new KeptFigures<F, ReturnType<typeof counter.put>>(
    pool,
    {
      name: followed,
      touchedBy: ({ table, parentId }) => (table === followed && parentId ? [parentId] : []),
      facts: (condition) => `
        select provider_id as owner, array[${columns}] as fact from ${followed} where ${condition}`,
      named: 'provider_id = any($1)',
    },
    counter,
  );
  return async (
    { everything, within }: Reach,
    localAuthorityCode: string | undefined,
    isMeant: (fact: F) => boolean,
  ): Promise<number> => {
    await figures.catchUp();
    return counter.count(
      (fact) =>
        (everything || within.includes(fact[0])) &&
        (localAuthorityCode === undefined || fact[0] === localAuthorityCode) &&
        isMeant(fact),
    );
  };
}
