import type { Atlas } from '../place/atlas.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import {
  graphNameOf,
  propertyOf,
  type RecordRules,
  type RecordTable,
  recordRules,
  unshownColumns,
} from './memory.rules.js';

/** A value of the log as the graph shows it. */
export interface ShownValue {
  /** JSON text; null for nothing. */
  readonly value: string | null;
  /** What people call it, for each code or area in it; empty for other values. */
  readonly labels: readonly string[];
}

/** A field with its value. */
export interface ShownField extends ShownValue {
  /** As in the graph, such as `price.pence`. */
  readonly field: string;
}

/** A field with its values before and after. */
export interface FieldChange {
  readonly field: string;
  readonly from: ShownValue;
  readonly to: ShownValue;
}

/** A row of the log: columns and values. */
export type Row = Readonly<Record<string, unknown>>;

/** Which fields of a record somebody may see. */
export interface Sight {
  /** All, or those that are entered and so known to the provider. */
  readonly of: 'all' | 'entered';
  /** Among them those that only who has `place.exact` may read. */
  readonly isExact: boolean;
}

/** Whether a property is in sight. */
export function isInSight(table: RecordTable, property: string, { of, isExact }: Sight): boolean {
  const { entered, exact } = recordRules[table];
  return (of === 'all' || entered.has(property)) && (isExact || !exact.has(property));
}

const nothing: ShownValue = { value: null, labels: [] };
const references: Readonly<Record<string, RecordTable>> = {
  providerId: 'provider',
  offeringId: 'offering',
  siteId: 'site',
};

/** Puts rows of the log into the words of the graph. */
export class FieldReader {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly encodeId: (prefix: string, id: string) => string,
  ) {}

  /** The global id of a row. */
  idOf(table: RecordTable, id: string): string {
    return this.encodeId(recordRules[table].prefix, id);
  }

  /** The fields of a row that are in sight, by name. */
  fields(table: RecordTable, row: Row, sight: Sight): ShownField[] {
    return this.seen(table, row, sight)
      .map(([property, value]) => ({ field: graphNameOf(property), ...this.show(table, property, value) }))
      .sort(byField);
  }

  /** What changed between two rows, or the columns of them that did; null: there was none. By name of the field. */
  changes(table: RecordTable, before: Row | null, after: Row | null, sight: Sight): FieldChange[] {
    const from = new Map(this.seen(table, before ?? {}, sight));
    const to = new Map(this.seen(table, after ?? {}, sight));
    return [...new Set([...from.keys(), ...to.keys()])]
      .map((property) => ({
        field: graphNameOf(property),
        from: this.show(table, property, from.get(property)),
        to: this.show(table, property, to.get(property)),
      }))
      .filter((change) => change.from.value !== change.to.value)
      .sort(byField);
  }

  /** An offering that came to a site or left it, as a change of its sites. */
  siteChange(siteId: string, operation: 'INSERT' | 'DELETE'): FieldChange {
    const site = this.siteList([siteId]);
    return operation === 'INSERT'
      ? { field: 'sites', from: nothing, to: site }
      : { field: 'sites', from: site, to: nothing };
  }

  /** The sites of an offering as a value. */
  siteList(siteIds: readonly string[]): ShownValue {
    return { value: JSON.stringify(siteIds.map((id) => this.idOf('site', id))), labels: [] };
  }

  private seen(table: RecordTable, row: Row, sight: Sight): [property: string, value: unknown][] {
    return Object.entries(row)
      .filter(([column]) => !unshownColumns.includes(column))
      .map(([column, value]): [string, unknown] => [propertyOf(column), value])
      .filter(([property]) => isInSight(table, property, sight));
  }

  private show(table: RecordTable, property: string, value: unknown): ShownValue {
    if (value === null || value === undefined) return nothing;
    const reference = references[property];
    if (reference) return { value: JSON.stringify(this.idOf(reference, String(value))), labels: [] };
    const labels = [value].flat().flatMap((one) => this.labelOf(recordRules[table], property, String(one)));
    return { value: JSON.stringify(value), labels };
  }

  private labelOf({ codes }: RecordRules, property: string, value: string): string | [] {
    const list = codes[property];
    if (list) return this.vocabulary.find(list, value)?.label ?? value;
    if (property === 'areasServed') return this.atlas.nameOf(value);
    if (property === 'localAuthorityCode') return this.atlas.nameOf(`LA:${value}`);
    if (property === 'districtCode') return this.atlas.nameOf(`DISTRICT:${value}`);
    return [];
  }
}

function byField(a: { readonly field: string }, b: { readonly field: string }): number {
  return a.field < b.field ? -1 : 1;
}
