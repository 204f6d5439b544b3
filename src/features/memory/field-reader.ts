import DataLoader from 'dataloader';
import { shownArea } from '../place/area-served.graph.js';
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

/** A value from the change log, in the form that GraphQL shows. */
export interface ShownValue {
  /** JSON text; null if there is no value. */
  readonly value: string | null;
  /** The label of each code or area in it; empty for other values. */
  readonly labels: readonly string[];
  /** The stored value behind it; null if there is no value. */
  readonly stored: StoredValue | null;
}

/** A value of a property, as the change log stores it. */
export interface StoredValue {
  readonly table: RecordTable;
  readonly property: string;
  readonly value: unknown;
}

/** A value, and its label for people. */
export interface LabelledValue {
  readonly value: string;
  readonly label: string;
}

/** Reads the names of records by their ids, including removed ones. Unknown ids are absent. */
export type RecordNames = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** A field with its value. */
export interface ShownField extends ShownValue {
  /** The GraphQL name, such as `price.pence`. */
  readonly field: string;
}

/** A field with its values before and after. */
export interface FieldChange {
  readonly field: string;
  readonly from: ShownValue;
  readonly to: ShownValue;
}

/** A row from the change log: columns and values. */
export type Row = Readonly<Record<string, unknown>>;

/** The fields of a record that an actor may see. */
export interface Sight {
  /** All, or only those that people enter, which the provider may see. */
  readonly of: 'all' | 'entered';
  /** Whether this includes the fields that need `place.exact`. */
  readonly isExact: boolean;
}

/** Whether an actor may see a property. */
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

/** Turns rows from the change log into GraphQL names and values. */
export class FieldReader {
  private readonly names: DataLoader<string, string | null>;

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly encodeId: (prefix: string, id: string) => string,
    names: RecordNames,
  ) {
    // Batches the requests of one tick. It caches nothing, because names change.
    const load = async (ids: readonly string[]) => {
      const known = await names([...new Set(ids)]);
      return ids.map((id) => known.get(id) ?? null);
    };
    this.names = new DataLoader(load, { cache: false });
  }

  /** A value in parts: one for each item of a list, none if there is no value. */
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

  /** The fields of a row that the actor may see, by name. */
  fields(table: RecordTable, row: Row, sight: Sight): ShownField[] {
    return this.seen(table, row, sight)
      .map(([property, value]) => ({ field: graphNameOf(property), ...this.show(table, property, value) }))
      .sort(byField);
  }

  /**
   * The changes between two rows, or between their changed columns, by name of the field. A row is null if it did not
   * exist.
   */
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

  /** A site added to an offering or removed from it, as a change of the offering's sites. */
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
    const areas = property === 'areasServed' && Array.isArray(value) ? value.map(shownArea) : value;
    return { value: JSON.stringify(areas), labels, stored };
  }

  private labelled(table: RecordTable, property: string, value: unknown): LabelledValue {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    const [label = yesOrNo(value) ?? text] = [this.labelOf(recordRules[table], property, text)].flat();
    return { value: property === 'areasServed' ? shownArea(text) : text, label };
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
