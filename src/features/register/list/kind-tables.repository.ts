import type { Condition } from '../../../platform/database/conditions.js';
import { readings } from '../../../platform/text.js';
import type { EntryKindName } from '../entry/entry-kinds.js';

/** The tables of a kind of entries. A provider is its own provider: `p`. */
export interface KindTable {
  readonly kind: EntryKindName;
  /** The table of the entries. */
  readonly table: string;
  /** The table with its alias, and the entry's provider `p`. */
  readonly from: string;
  /** What joins the provider to the entry. Empty for providers. */
  readonly owner: string;
  /** The alias of the entry. */
  readonly entry: 'p' | 'e';
  readonly name: string;
}
const OWNER = 'join provider p on p.id = e.provider_id';
export const kindTables: readonly KindTable[] = [
  { kind: 'PROVIDER', table: 'provider', from: 'provider p', owner: '', entry: 'p', name: 'name' },
  { kind: 'SITE', table: 'site', from: `site e ${OWNER}`, owner: OWNER, entry: 'e', name: 'name' },
  {
    kind: 'OFFERING',
    table: 'offering',
    from: `offering e ${OWNER}`,
    owner: OWNER,
    entry: 'e',
    name: 'title',
  },
];

/** The index has no shorter parts of names. */
const TRIGRAM = 3;

/** SQL: the forms `f` of the names of a kind that have a text in them. Null if the text has no words, which forms do not have. */
export function formsWith({ kind }: KindTable, text: string): Condition | null {
  const sought = readings(text).map((words) => words.join(' '));
  if (sought.length === 0) return null;
  return (bind) => {
    // `like` uses the index. Folded texts have no characters that it gives a meaning to.
    const found = sought.map((one) =>
      one.length < TRIGRAM ? `strpos(f.forms, ${bind(one)}::text) > 0` : `f.forms like ${bind(`%${one}%`)}`,
    );
    return `f.kind = '${kind.toLowerCase()}' and (${found.join(' or ')})`;
  };
}

/** SQL: a text is part of a name, in any spelling. A text without words, such as "%", must be in the name as it is. */
export function named(table: KindTable, text: string): Condition {
  const { entry, name } = table;
  const forms = formsWith(table, text);
  return (bind) =>
    forms
      ? `(${entry}.id, ${entry}.${name}) in (select f.entry_id, f.name from name_form f where ${forms(bind)})`
      : // Written as an equality: Postgres then expects few rows, and reads the entries within reach instead of all names in order.
        `sign(strpos(fold_case(${entry}.${name}), fold_case(${bind(text)}::text))) = 1`;
}
