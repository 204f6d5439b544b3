import type pg from 'pg';
import { type Choice, isChosen } from '../../../platform/choice.js';
import { GroupCounter, KeptFigures } from '../../../platform/database/kept-figures.js';
import type { RecordReach } from './record-reach.js';

/** Counts the records about providers in one table, by the local authority that keeps them and some more columns. */
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
      madeFrom: [followed],
      touchedBy: ({ table, parentId }) => (table === followed && parentId ? [parentId] : []),
      facts: (condition) => `
        select provider_id as owner, array[${columns}] as fact from ${followed} where ${condition}`,
      named: 'provider_id = any($1)',
    },
    counter,
  );
  return async (
    { everything, within }: RecordReach,
    localAuthority: Choice | undefined,
    isMeant: (fact: F) => boolean,
  ): Promise<number> => {
    await figures.catchUp();
    return counter.count(
      (fact) =>
        (everything || within.includes(fact[0])) && isChosen(localAuthority, fact[0]) && isMeant(fact),
    );
  };
}
