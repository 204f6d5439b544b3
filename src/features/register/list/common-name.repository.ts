import type pg from 'pg';
import { type Bind, binding, type Condition } from '../../../platform/database/conditions.js';
import { type KeyOrder, keysetPage, orderBy } from '../../../platform/database/keyset.js';
import { planned } from '../../../platform/database/sorted.js';
import type { KeyRange } from '../../../platform/key-range.js';
import type { EntryKindName } from '../entry/entry-kinds.js';
import { formsWith, type KindTable } from './kind-tables.repository.js';
import { anyFoundBy, type RegisterCriteria } from './register-conditions.repository.js';

/** The entries of a kind that a list can have. */
export interface KindPart {
  readonly table: KindTable;
  readonly where: Condition;
}

/**
 * How the entries of a kind that have a text in their names are found. If they are few, these are their ids. MANY and MOST: entries are
 * read in the order of the list until there are enough of them. What is found this way can be too little, but never wrong.
 */
export type WayToName = readonly string[] | 'MANY' | 'MOST';

/** Names with a text are not counted any further: there are many. */
const MANY = 1_000;
/** So few entries are read by their ids. */
const FEW = 200;
/** So many names stand for all of a kind, and if so many of these have the text, nearly all have. */
const SAMPLE_OF_NAMES = 50;
const MOST_OF_NAMES = 5;
/** So many entries stand for all of their kind, when a way is chosen. */
const SAMPLE = 100;
/** If fewer of the sample meet the other conditions, those conditions are what narrows the list. */
const FEW_OF_SAMPLE = 25;
/** If so many of the sample also have the text, most pages are full after a few hundred entries. */
const MOST_OF_SAMPLE = 10;
/** How far each way goes in the order of the list before it gives up. */
const FURTHEST = { namesInOrder: 2_000, entriesFound: 10_000, entriesLookedAt: 2_000 };

/** Conditions that take no time of their own. */
const cheap: ReadonlySet<string> = new Set<keyof RegisterCriteria>([
  'kinds',
  'states',
  'localAuthority',
  'provider',
  'settingType',
  'registration',
  'tier',
  'needs',
  'isDemonstration',
  'updatedSince',
  'added',
  'on',
]);

/** The ids of the entries of a kind with the text, if they are at most `FEW`, and whether they are more than `MANY`. */
interface Counted {
  readonly kind: EntryKindName;
  readonly few: string[] | null;
  readonly areMany: boolean;
}

/** How many of the sample of a kind meet the other conditions, and how many of these have the text. */
interface Sampled {
  readonly kind: EntryKindName;
  readonly met: number;
  readonly named: number;
}

/** Says how the names with a text are best found. */
export function commonNames(pool: pg.Pool) {
  /** How many names of each kind have the text. */
  async function counted(parts: readonly KindPart[], text: string): Promise<Counted[]> {
    const { values, bind } = binding();
    const selects = parts.map(({ table }) => {
      const forms = formsWith(table, text)!(bind);
      const all = `select * from name_form f where f.kind = '${table.table}'`;
      const some = `select count(*) from (${all} order by entry_id limit ${SAMPLE_OF_NAMES}) f where ${forms}`;
      // The names are selected apart from the limit, so that Postgres plans for all of them, and uses the index.
      const found = `with f as materialized (${all} and ${forms}) select array(select entry_id from f limit ${MANY + 1})`;
      return `select '${table.kind}' as kind, case when cardinality(ids) <= ${FEW} then ids end as few,
          coalesce(cardinality(ids), ${MANY + 1}) > ${MANY} as "areMany"
        from (select case when (${some}) < ${MOST_OF_NAMES} then (${found}) end as ids offset 0) s`;
    });
    const { rows } = await pool.query<Counted>(planned(selects.join(' union all '), values));
    return rows;
  }

  async function sampled(parts: readonly KindPart[], text: string): Promise<Sampled[]> {
    const { values, bind } = binding();
    const selects = parts.map(({ table, where }) => {
      const { entry } = table;
      return `select '${table.kind}' as kind, count(*)::int as met, count(*) filter (where ${isNamed(table, text, bind)})::int as named
        from (select * from ${table.table} order by id limit ${SAMPLE}) ${entry} ${table.owner} where ${where(bind)}`;
    });
    const { rows } = await pool.query<Sampled>(selects.join(' union all '), values);
    return rows;
  }

  return {
    /** The way to the names of each kind. `parts` have the conditions without the text. */
    async waysTo(
      text: string | undefined,
      others: RegisterCriteria,
      parts: readonly KindPart[],
    ): Promise<Map<EntryKindName, WayToName>> {
      const [first] = parts;
      if (text === undefined || !first || !formsWith(first.table, text)) return new Map();
      if (!Object.keys(others).every((name) => cheap.has(name)) || others.added?.length) return new Map();
      const ways = new Map<EntryKindName, WayToName>();
      const many = new Set<EntryKindName>();
      for (const { kind, few, areMany } of await counted(parts, text)) {
        if (few) ways.set(kind, few);
        if (areMany) many.add(kind);
      }
      const common = parts.filter(({ table }) => many.has(table.kind));
      for (const { kind, met, named } of common.length > 0 ? await sampled(common, text) : []) {
        if (met >= FEW_OF_SAMPLE) ways.set(kind, named >= MOST_OF_SAMPLE ? 'MOST' : 'MANY');
      }
      return ways;
    },
  };
}

/** SQL: whether an entry has the text in its name and is one of the few that do. */
export function namedAmong(table: KindTable, text: string, ids: readonly string[], bind: Bind): string {
  return `${table.entry}.id = ${anyFoundBy(`select unnest(${bind(ids)}::uuid[])`)} and ${isNamed(table, text, bind)}`;
}

/** SQL: whether an entry has the text in its name. Looked up for the one entry. */
function isNamed(table: KindTable, text: string, bind: Bind): string {
  const { entry, name } = table;
  return `exists (select from name_form f where f.entry_id = ${entry}.id and f.name = ${entry}.${name}
    and ${formsWith(table, text)!(bind)} offset 0)`;
}

/**
 * SQL: the first entries of a kind in the order of a list, from where the page begins, that have a text in their names. The WHERE is to be
 * joined with the other conditions.
 */
export function namedFirst(
  table: KindTable,
  text: string,
  way: 'MANY' | 'MOST',
  order: KeyOrder,
  range: KeyRange,
  bind: Bind,
): {
  readonly from: string;
  readonly where: string;
  readonly order: Pick<KeyOrder, 'value' | 'id' | 'isDescending'>;
} {
  const { entry, name, owner } = table;
  const forms = formsWith(table, text)!;
  const firstOf = (from: string, where: string, key: KeyOrder, limit: number) =>
    `select * from ${from} where ${where} ${keysetPage(key, { ...range, limit }, bind).text}`;
  const inOrder = (limit: number) => `(${firstOf(`${table.table} ${entry}`, 'true', order, limit)}) ${entry}`;
  if (way === 'MOST')
    return {
      from: `${inOrder(FURTHEST.entriesLookedAt)} ${owner}`,
      where: isNamed(table, text, bind),
      order,
    };
  if (order.valueType === 'text') {
    const key = { ...order, value: 'f.name collate "C"', id: 'f.entry_id' };
    // One by one, so that those after the page are not read.
    return {
      from: `(${firstOf('name_form f', forms(bind), key, FURTHEST.namesInOrder)}) f cross join lateral
        (select * from ${table.table} where id = f.entry_id and ${name} = f.name offset 0) ${entry} ${owner}`,
      where: 'true',
      order: key,
    };
  }
  // As a value of its own, this is one hash of all that are found. As a condition, Postgres would join it, expecting few.
  const found = `((${entry}.id, ${entry}.${name}) in (select f.entry_id, f.name from name_form f where ${forms(bind)})) is true`;
  return {
    from: `(select * from ${inOrder(FURTHEST.entriesFound)} where ${found} ${orderBy(order, range)}) ${entry} ${owner}`,
    where: 'true',
    order,
  };
}
