import type pg from 'pg';
import type { Condition } from '../../../platform/database/conditions.js';
import type { Actor } from '../../identity/actor.js';
import type { ExternalReference } from '../../provider/external-reference.service.js';
import type { KindTable } from './kind-tables.repository.js';
import { anyFoundBy } from './register-conditions.repository.js';

/** Which references of an entry to read. */
export interface ReferenceQuestion {
  /** The id of the entry. */
  readonly entryId: string;
  /** The owner of the references. Null means all owners. */
  readonly source: string | null;
}

/** A reference of an entry, or of one that was merged into it. */
export interface EntryReference extends ExternalReference {
  readonly isMerged: boolean;
}

/** The statement that reads references of entries. The WHERE holds whose references the caller sees. */
export function entryReferenceRepository(pool: pg.Pool) {
  return {
    /** Reads the references of each entry. Those of entries that were merged into it come last. */
    async of(questions: readonly ReferenceQuestion[]): Promise<EntryReference[][]> {
      const answers = questions.map((): EntryReference[] => []);
      const { rows } = await pool.query<EntryReference & { at: number }>({
        name: 'references of entries',
        text: `with asked as (select * from unnest($1::uuid[], $2::text[]) with ordinality a (id, source, n)),
            answering as (
              select n, id, source, false as merged from asked
              union all select a.n, m.id, a.source, true from provider_merge m join asked a on a.id = survivor_of(m.id))
          select a.n::int - 1 as at, r.source, r.reference, a.merged as "isMerged"
            from answering a join external_reference r on r.entry_id = a.id
           where a.source is null or r.source = a.source
           order by a.n, a.merged, r.source collate "C", r.reference collate "C"`,
        values: [questions.map(({ entryId }) => entryId), questions.map(({ source }) => source)],
      });
      for (const { at, ...reference } of rows) answers[at]!.push(reference);
      return answers;
    },
  };
}
export type EntryReferenceRepository = ReturnType<typeof entryReferenceRepository>;

/** SQL: an entry that has one of these references, or that such an entry was merged into. Providers only find their own. */
export function referredBy(
  { kind, entry }: KindTable,
  references: readonly string[],
  actor: Actor,
): Condition {
  return (bind) => {
    const wanted = `kind = '${kind}' and reference = any(${bind(references)}::text[])`;
    const found = (which: string) =>
      `${entry}.id = ${anyFoundBy(`
        select entry_id from external_reference where ${wanted}${which} union
        select survivor_of(entry_id) from external_reference where ${wanted}${which} and kind = 'PROVIDER'`)}`;
    const council = actor.within('register.read');
    if (council === 'all') return found('');
    const inReach = `p.local_authority_code = any(${bind(council.localAuthorities)}::text[])`;
    return `(${inReach} and ${found('')} or ${found(` and source = 'PROVIDER'`)})`;
  };
}
