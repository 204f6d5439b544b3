import type pg from 'pg';
import { type Bind, binding } from '../../../platform/database/conditions.js';
import { type KeyOrder, keysetOrder, keysetPage, orderBy } from '../../../platform/database/keyset.js';
import { byInstant, byName, type SortOrder } from '../../../platform/database/sorted.js';
import type { KeyRange } from '../../../platform/key-range.js';
import type { Actor } from '../../identity/actor.js';
import type { RegisterState } from '../../provider/provider.entity.js';
import type { EntryKindName } from '../entry/entry-kinds.js';
import { commonNames, type KindPart, namedAmong, namedFirst } from './common-name.repository.js';
import { referredBy } from './entry-reference.repository.js';
import { type KindTable, kindTables } from './kind-tables.repository.js';
import { conditionsOn, type RegisterCriteria, withinReach } from './register-conditions.repository.js';
import type { RegisterSort } from './register-filter.rules.js';

/** An entry in any state, as the lists of the register show it. */
export interface RegisterEntry {
  readonly kind: EntryKindName;
  readonly id: string;
  readonly name: string;
  readonly state: RegisterState;
  readonly providerId: string;
  readonly localAuthorityCode: string;
  readonly version: number;
  readonly updatedAt: Date;
  /** Whether its provider was merged into another one. If so, it cannot be changed. */
  readonly isMerged: boolean;
  /** The state of its provider. */
  readonly providerState: RegisterState;
  /** When it came to its state. */
  readonly stateSince: Date;
}

/** An entry on a page, with the exact value that it is sorted by. */
export interface ListedEntry extends RegisterEntry {
  readonly sortKey: string;
}

/** Each kind of entry reads its own index of an order. */
const orders: Readonly<Record<RegisterSort, (table: KindTable) => SortOrder>> = {
  NAME_ASC: ({ entry, name }) => byName(`${entry}.${name}`),
  NAME_DESC: ({ entry, name }) => byName(`${entry}.${name}`, true),
  UPDATED_AT_DESC: ({ entry }) => byInstant(`${entry}.updated_at`, true),
  UPDATED_AT_ASC: ({ entry }) => byInstant(`${entry}.updated_at`),
  STATE_SINCE_ASC: ({ entry }) => byInstant(`${entry}.state_since`),
  STATE_SINCE_DESC: ({ entry }) => byInstant(`${entry}.state_since`, true),
};

/** SQL: the columns of an entry. */
export const columns = ({ kind, entry, name }: KindTable) =>
  `'${kind}' as kind, ${entry}.id, ${entry}.${name} as name, ${entry}.state, p.id as "providerId",
   p.local_authority_code as "localAuthorityCode", ${entry}.version, ${entry}.updated_at as "updatedAt",
   ${entry}.state_since as "stateSince", p.is_merged as "isMerged", p.state as "providerState"`;
/** The kinds that can meet the conditions, each with its WHERE within the actor's reach. */
export function partsOf(actor: Actor, criteria: RegisterCriteria): KindPart[] {
  return kindTables.flatMap((table) => {
    const conditions = conditionsOn(table, criteria, actor.may('place.exact'));
    if (!conditions) return [];
    const { externalReferences } = criteria;
    if (externalReferences) conditions.push(referredBy(table, externalReferences, actor));
    const all = [withinReach(actor), ...conditions];
    return [{ table, where: (bind: Bind) => all.map((one) => one(bind)).join(' and ') }];
  });
}

/** Reads pages of the register in all its states, in an order. Each WHERE holds what the caller may see. */
export function entryPages(pool: pg.Pool) {
  const names = commonNames(pool);
  return async (
    actor: Actor,
    criteria: RegisterCriteria,
    sort: RegisterSort,
    range: KeyRange,
  ): Promise<ListedEntry[]> => {
    const { text, ...others } = criteria;
    const parts = partsOf(actor, criteria);
    const rest = partsOf(actor, others);
    const ways = await names.waysTo(text, others, rest);
    const selected = ({ table, where }: KindPart, others: KindPart, bind: Bind): string[] => {
      const order: KeyOrder & SortOrder = { ...orders[sort](table), id: `${table.entry}.id` };
      const way = ways.get(table.kind);
      const those = `select ${columns(table)}, ${order.value} as sorted, ${order.written} as "sortKey"`;
      if (way === undefined || text === undefined)
        return [`(${those} from ${table.from} where ${where(bind)} ${keysetPage(order, range, bind).text})`];
      if (typeof way === 'string') {
        const first = namedFirst(table, text, way, order, range, bind);
        return [
          `(${those} from ${first.from} where ${first.where} and ${others.where(bind)} ${keysetOrder(first.order, range, bind)})`,
        ];
      }
      if (way.length === 0) return [];
      const named = `${namedAmong(table, text, way, bind)} and ${others.where(bind)}`;
      return [`(${those} from ${table.from} where ${named} ${keysetPage(order, range, bind).text})`];
    };
    /** One SELECT for each kind, which reads the kind's own index of the order. Up to `limit` entries of each kind. */
    const readAll = async (): Promise<ListedEntry[]> => {
      const { values, bind } = binding();
      const selects = parts.flatMap((part, at) => selected(part, rest[at]!, bind));
      if (selects.length === 0) return [];
      const order = { ...orders[sort](kindTables[0]!), value: 'sorted', id: 'id' };
      const { rows } = await pool.query<ListedEntry>(
        `select kind, id, name, state, "providerId", "localAuthorityCode", version, "updatedAt", "stateSince", "isMerged",
                "providerState", "sortKey"
           from (${selects.join(' union all ')}) found ${orderBy(order, range)}`,
        values,
      );
      return rows;
    };
    const found = await readAll();
    // Where the first ones in the order were not enough, all have to be looked for.
    const lacking = [...ways].filter(
      ([one, way]) =>
        typeof way === 'string' && found.filter(({ kind }) => kind === one).length < range.limit,
    );
    for (const [kind] of lacking) ways.delete(kind);
    return (lacking.length === 0 ? found : await readAll()).slice(0, range.limit);
  };
}
