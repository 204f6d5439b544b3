import DataLoader from 'dataloader';
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
  /** Where it comes from; null for nothing. */
  readonly stored: StoredValue | null;
}

/** A value of a property, as the log has it. */
export interface StoredValue {
  readonly table: RecordTable;
  readonly property: string;
  readonly value: unknown;
}

/** A value as it is written, and what people call it. */
export interface LabelledValue {
  readonly value: string;
  readonly label: string;
}

/** Reads what records are called, by their ids: those that were removed too; null for one that nobody knows. */
export type RecordNames = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

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

const nothing: ShownValue = { value: null, labels: [], stored: null };
const references: Readonly<Record<string, RecordTable>> = {
  providerId: 'provider',
  offeringId: 'offering',
  siteId: 'site',
  siteIds: 'site',
};

/** Puts rows of the log into the words of the graph. */
export class FieldReader {
  private readonly names: DataLoader<string, string | null>;

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly encodeId: (prefix: string, id: string) => string,
    names: RecordNames,
  ) {
    // Batches what is asked for in one tick; keeps nothing, for names change.
    const load = async (ids: readonly string[]) => {
      const known = await names([...new Set(ids)]);
      return ids.map((id) => known.get(id) ?? null);
    };
    this.names = new DataLoader(load, { cache: false });
  }

  /** A value in its parts: one for each entry of a list, none where there is nothing. */
  values(stored: StoredValue | null): LabelledValue[] | Promise<LabelledValue[]> {
    if (stored === null || stored.value === null || stored.value === undefined) return [];
    const { table, property, value } = stored;
    const all = [value].flat();
    const reference = references[property];
    if (reference === undefined) return all.map((one) => this.labelled(table, property, one));
    return Promise.all(
      all.map(async (one) => {
        const id = this.idOf(reference, String(one));
        return { value: id, label: (await this.names.load(String(one))) ?? id };
      }),
    );
  }

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
    return this.show('offering', 'siteIds', siteIds);
  }

  private seen(table: RecordTable, row: Row, sight: Sight): [property: string, value: unknown][] {
    return Object.entries(row)
      .filter(([column]) => !unshownColumns.includes(column))
      .map(([column, value]): [string, unknown] => [propertyOf(column), value])
      .filter(([property]) => isInSight(table, property, sight));
  }

  private show(table: RecordTable, property: string, value: unknown): ShownValue {
    if (value === null || value === undefined) return nothing;
    const stored = { table, property, value };
    const reference = references[property];
    if (reference) {
      const idOf = (id: unknown) => this.idOf(reference, String(id));
      const ids = Array.isArray(value) ? value.map(idOf) : idOf(value);
      return { value: JSON.stringify(ids), labels: [], stored };
    }
    const labels = [value].flat().flatMap((one) => this.labelOf(recordRules[table], property, String(one)));
    return { value: JSON.stringify(value), labels, stored };
  }

  private labelled(table: RecordTable, property: string, value: unknown): LabelledValue {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    const [label = yesOrNo(value) ?? text] = [this.labelOf(recordRules[table], property, text)].flat();
    return { value: text, label };
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

function yesOrNo(value: unknown): string | undefined {
  return typeof value === 'boolean' ? (value ? 'Yes' : 'No') : undefined;
}

function byField(a: { readonly field: string }, b: { readonly field: string }): number {
  return a.field < b.field ? -1 : 1;
}
