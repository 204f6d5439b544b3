import type pg from 'pg';
import type { Actor } from '../../identity/actor.js';
import type { ExternalReference } from '../../provider/external-reference.service.js';
import { anyFoundBy, type Condition, type KindTable } from './register-conditions.repository.js';

/** What is to be known of an entry's references. */
export interface ReferenceQuestion {
  /** Its id. */
  readonly entryId: string;
  /** Whose references are told; null: everybody's. */
  readonly source: string | null;
}

/** A reference of an entry, and whether it is of one that was merged into it. */
export interface EntryReference extends ExternalReference {
  readonly isMerged: boolean;
}

/** The statement on references of entries that are shown. Whose are told is in the WHERE. */
export function entryReferenceRepository(pool: pg.Pool) {
  return {
    /** The references of each entry, those of entries that were merged into it last. */
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

/** SQL: an entry that has one of these references, or stands for one that has it; a provider finds by its own alone. */
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
