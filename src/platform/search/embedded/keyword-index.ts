import { addBit, type Bits, emptyBits, intersect } from './bits.js';
import { ownCopy } from './columns.js';
import { RaggedColumn } from './ragged-column.js';
import { SlotSet } from './slot-set.js';

/** What reading one value of one document costs, against one step of `SlotSet.countIn`. */
const READ_COST = 2;

/** Multi-valued keyword fields: which slots hold a value, and which values a slot holds. */
export class KeywordIndex {
  /** Value ids by field and value. */
  private readonly fields: ReadonlyMap<string, Map<string, number>>;
  private readonly sets: (SlotSet | null)[] = [];
  private readonly values: string[] = [];
  private readonly owners: Map<string, number>[] = [];
  private readonly freeIds: number[] = [];
  /** Value ids by slot, so that a document can be taken out again. */
  private readonly held = new RaggedColumn();
  private capacity = 0;
  private documents = 0;
  private readings = 0;

  constructor(fieldNames: readonly string[]) {
    this.fields = new Map(fieldNames.map((name) => [name, new Map<string, number>()]));
  }

  /** Makes room for slots below `capacity`. */
  grow(capacity: number): void {
    this.capacity = capacity;
    this.held.grow(capacity);
  }

  /** Adds a slot that holds nothing yet; a value given twice counts once. */
  put(slot: number, valuesOf: (field: string) => readonly string[]): void {
    const ids = new Set<number>();
    for (const [field, known] of this.fields) {
      for (const value of valuesOf(field)) ids.add(known.get(value) ?? this.register(known, value));
    }
    for (const id of ids) this.sets[id]!.add(slot, this.capacity);
    this.held.put(slot, [...ids]);
    this.documents++;
    this.readings += ids.size;
  }

  /** Takes a slot out; a value nobody holds any more is forgotten. */
  remove(slot: number): void {
    const length = this.held.length(slot);
    this.documents--;
    this.readings -= length;
    if (length === 0) return;
    const cells = this.held.cells(slot);
    const start = this.held.start(slot);
    for (let i = start; i < start + length; i++) {
      const id = cells[i]!;
      const set = this.sets[id]!;
      set.remove(slot);
      if (set.size === 0) this.forget(id);
    }
    this.held.clear(slot);
  }

  /** The slots that hold the value, or null when none does. */
  slotsOf(field: string, value: string): SlotSet | null {
    const id = this.fields.get(field)?.get(value);
    return id === undefined ? null : this.sets[id]!;
  }

  /** The slots that hold at least one of the values. */
  anyOf(field: string, values: readonly string[]): Bits {
    const bits = emptyBits(this.capacity);
    for (const value of values) this.slotsOf(field, value)?.uniteInto(bits);
    return bits;
  }

  /** Keeps the slots of `target` that hold at least one of the values. */
  keepAnyOf(target: Bits, field: string, values: readonly string[]): void {
    if (values.length === 1) this.keepAllOf(target, field, values);
    else intersect(target, this.anyOf(field, values));
  }

  /** Keeps the slots of `target` that hold every value; no values keep nothing. */
  keepAllOf(target: Bits, field: string, values: readonly string[]): void {
    if (values.length === 0) target.fill(0);
    for (const value of values) {
      const set = this.slotsOf(field, value);
      if (set) set.intersectInto(target);
      else target.fill(0);
    }
  }

  /** Keeps the slots of `target` that hold none of the values. */
  keepNoneOf(target: Bits, field: string, values: readonly string[]): void {
    for (const value of values) this.slotsOf(field, value)?.subtractFrom(target);
  }

  /**
   * How many of the given slots hold each value of each field. Few slots are counted document by document, many value by
   * value; both give the same numbers.
   */
  count(
    fieldNames: readonly string[],
    slots: Int32Array,
    length: number,
  ): Record<string, Map<string, number>> {
    if (fieldNames.length === 0) return {};
    let byValue = length;
    for (const name of fieldNames) {
      for (const id of this.fields.get(name)!.values()) byValue += this.sets[id]!.countingCost;
    }
    const byDocument = (length * READ_COST * this.readings) / Math.max(1, this.documents);
    const tally =
      byDocument < byValue ? this.tallyByDocument(slots, length) : this.tallyByValue(slots, length);
    return Object.fromEntries(
      fieldNames.map((name) => {
        const counts = new Map<string, number>();
        for (const [value, id] of this.fields.get(name)!) {
          const n = tally(id);
          if (n > 0) counts.set(value, n);
        }
        return [name, counts];
      }),
    );
  }

  private tallyByDocument(slots: Int32Array, length: number): (id: number) => number {
    const counts = new Int32Array(this.values.length);
    for (let s = 0; s < length; s++) {
      const slot = slots[s]!;
      const n = this.held.length(slot);
      if (n === 0) continue;
      const cells = this.held.cells(slot);
      const start = this.held.start(slot);
      for (let i = start; i < start + n; i++) counts[cells[i]!]!++;
    }
    return (id) => counts[id]!;
  }

  private tallyByValue(slots: Int32Array, length: number): (id: number) => number {
    const bits = emptyBits(this.capacity);
    for (let s = 0; s < length; s++) addBit(bits, slots[s]!);
    return (id) => this.sets[id]!.countIn(bits);
  }

  private register(known: Map<string, number>, given: string): number {
    const value = ownCopy(given);
    const id = this.freeIds.pop() ?? this.values.length;
    this.values[id] = value;
    this.owners[id] = known;
    this.sets[id] = new SlotSet();
    known.set(value, id);
    return id;
  }

  private forget(id: number): void {
    this.owners[id]!.delete(this.values[id]!);
    this.sets[id] = null;
    this.values[id] = '';
    this.freeIds.push(id);
  }
}
