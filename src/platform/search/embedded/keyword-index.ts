import { addBit, type Bits, clear, intersect, type Words } from './bits.js';
import type { BitsPool } from './bits-pool.js';
import { grown, ownCopy } from './columns.js';
import { RaggedColumn } from './ragged-column.js';
import { SlotSet } from './slot-set.js';

/** What reading one value of one document costs, against one step of `SlotSet.countIn`. */
const READ_COST = 2;

interface Field {
  readonly name: string;
  /** Value ids by value. */
  readonly known: Map<string, number>;
  /** Value ids by slot: so that a document can be taken out again, and a few be counted one by one. */
  readonly held: RaggedColumn;
  /** How many value ids all documents hold. */
  readings: number;
}

/** Multi-valued keyword fields: which slots hold a value, and which values a slot holds. */
export class KeywordIndex {
  private readonly fields: readonly Field[];
  private readonly byName: ReadonlyMap<string, Field>;
  private readonly sets: (SlotSet | null)[] = [];
  private readonly values: string[] = [];
  private readonly owners: Map<string, number>[] = [];
  private readonly freeIds: number[] = [];
  /** Room for the value ids of one field of one document. */
  private ids = new Int32Array(64);
  /** By value id, the last turn (a field of a document that came in) it was met in: a value given twice counts once. */
  private met = new Float64Array(1024);
  private turn = 0;
  private tallies = new Int32Array(0);
  private capacity = 0;
  private documents = 0;

  /** `scratch`: where the sets come from that its answers are made of. */
  constructor(
    fieldNames: readonly string[],
    private readonly scratch: BitsPool,
  ) {
    this.fields = fieldNames.map((name) => ({
      name,
      known: new Map(),
      held: new RaggedColumn(),
      readings: 0,
    }));
    this.byName = new Map(this.fields.map((field) => [field.name, field]));
  }

  /** Makes room for slots below `capacity`. */
  grow(capacity: number): void {
    this.capacity = capacity;
    for (const { held } of this.fields) held.grow(capacity);
  }

  /** Adds a slot that holds nothing yet; a value given twice counts once. */
  put(slot: number, valuesOf: (field: string) => readonly string[]): void {
    for (const field of this.fields) {
      const values = valuesOf(field.name);
      if (values.length > this.ids.length) this.ids = new Int32Array(values.length * 2);
      const { ids } = this;
      const turn = ++this.turn;
      let length = 0;
      for (const value of values) {
        const id = field.known.get(value) ?? this.register(field.known, value);
        if (this.met[id] === turn) continue;
        this.met[id] = turn;
        ids[length++] = id;
        this.sets[id]!.add(slot, this.capacity);
      }
      field.held.put(slot, ids, length);
      field.readings += length;
    }
    this.documents++;
  }

  /** Takes a slot out; a value nobody holds any more is forgotten. */
  remove(slot: number): void {
    this.documents--;
    for (const field of this.fields) {
      const { held } = field;
      const length = held.length(slot);
      if (length === 0) continue;
      const cells = held.cells(slot);
      const start = held.start(slot);
      for (let i = start; i < start + length; i++) {
        const id = cells[i]!;
        const set = this.sets[id]!;
        set.remove(slot);
        if (set.size === 0) this.forget(id);
      }
      held.clear(slot);
      field.readings -= length;
    }
  }

  /** The slots that hold the value, or null when none does. */
  slotsOf(field: string, value: string): SlotSet | null {
    const id = this.byName.get(field)?.known.get(value);
    return id === undefined ? null : this.sets[id]!;
  }

  /** The slots that hold at least one of the values, in some words at least; a set of the pool. */
  anyOf(field: string, values: readonly string[], words: Words): Bits {
    const bits = this.scratch.take();
    for (const value of values) this.slotsOf(field, value)?.uniteInto(bits, words);
    return bits;
  }

  /** Keeps the slots of `target`, which has slots in these words only, that hold at least one of the values. */
  keepAnyOf(target: Bits, field: string, values: readonly string[], words: Words): void {
    if (values.length === 1) this.keepAllOf(target, field, values, words);
    else intersect(target, this.anyOf(field, values, words), words);
  }

  /** The same for every one of the values; no values keep nothing. */
  keepAllOf(target: Bits, field: string, values: readonly string[], words: Words): void {
    if (values.length === 0) clear(target, words);
    for (const value of values) {
      const set = this.slotsOf(field, value);
      if (set) set.intersectInto(target, words);
      else clear(target, words);
    }
  }

  /** The same for none of the values. */
  keepNoneOf(target: Bits, field: string, values: readonly string[], words: Words): void {
    for (const value of values) this.slotsOf(field, value)?.subtractFrom(target, words);
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
    let bits: Bits | null = null;
    return Object.fromEntries(
      fieldNames.map((name) => {
        const field = this.byName.get(name)!;
        const byDocument = (length * READ_COST * field.readings) / Math.max(1, this.documents);
        if (this.isDearerByValue(field, byDocument, bits ? 0 : length)) {
          return [name, this.countByDocument(field, slots, length)];
        }
        bits ??= this.bitsOf(slots, length);
        return [name, this.countByValue(field, bits)];
      }),
    );
  }

  /** Whether counting value by value costs more than `limit`, when to begin with costs `first`. */
  private isDearerByValue({ known }: Field, limit: number, first: number): boolean {
    let cost = first;
    for (const id of known.values()) {
      if (cost > limit) return true;
      cost += this.sets[id]!.countingCost;
    }
    return cost > limit;
  }

  private countByDocument({ held }: Field, slots: Int32Array, length: number): Map<string, number> {
    if (this.tallies.length < this.values.length) this.tallies = new Int32Array(this.values.length * 2);
    const { tallies, values } = this;
    const met: number[] = [];
    for (let s = 0; s < length; s++) {
      const slot = slots[s]!;
      const n = held.length(slot);
      if (n === 0) continue;
      const cells = held.cells(slot);
      const start = held.start(slot);
      for (let i = start; i < start + n; i++) {
        const id = cells[i]!;
        if (tallies[id]!++ === 0) met.push(id);
      }
    }
    const counts = new Map<string, number>();
    for (const id of met) {
      counts.set(values[id]!, tallies[id]!);
      tallies[id] = 0;
    }
    return counts;
  }

  private countByValue({ known }: Field, found: Bits): Map<string, number> {
    const counts = new Map<string, number>();
    for (const [value, id] of known) {
      const n = this.sets[id]!.countIn(found);
      if (n > 0) counts.set(value, n);
    }
    return counts;
  }

  private bitsOf(slots: Int32Array, length: number): Bits {
    const bits = this.scratch.take();
    for (let s = 0; s < length; s++) addBit(bits, slots[s]!);
    return bits;
  }

  private register(known: Map<string, number>, given: string): number {
    const value = ownCopy(given);
    const id = this.freeIds.pop() ?? this.values.length;
    this.values[id] = value;
    if (id >= this.met.length) this.met = grown(this.met, id * 2);
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
