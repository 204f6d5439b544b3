import { addBit, type Bits, clear, intersect, type Words } from './bits.js';
import type { BitsPool } from './bits-pool.js';
import { grown, ownCopy } from './columns.js';
import type { Grouping } from './grouping.js';
import { RaggedColumn } from './ragged-column.js';
import { SlotSet } from './slot-set.js';

/** The cost of reading one value of one document, compared with one step of `SlotSet.countIn`. */
const READ_COST = 2;

interface Field {
  readonly name: string;
  /** Value ids by value. */
  readonly known: Map<string, number>;
  /** Value ids by slot, so that a document can be removed again, and a few documents can be counted one by one. */
  readonly held: RaggedColumn;
  /** The value id by slot, if each document has exactly one. */
  lone: Int32Array | null;
  /** How many value ids all documents have together. */
  readings: number;
}

/** Multi-valued keyword fields: which slots have a value, and which values a slot has. */
export class KeywordIndex {
  private readonly fields: readonly Field[];
  private readonly byName: ReadonlyMap<string, Field>;
  private readonly sets: (SlotSet | null)[] = [];
  private readonly values: string[] = [];
  private readonly owners: Map<string, number>[] = [];
  private readonly freeIds: number[] = [];
  /** Space for the value ids of one field of one document. */
  private ids = new Int32Array(64);
  /** By value id, the last turn (a field of an added document) in which it occurred, so that a value given twice counts once. */
  private met = new Float64Array(1024);
  private turn = 0;
  private tallies = new Int32Array(0);
  private capacity = 0;
  private documents = 0;

  /** `scratch`: the pool from which it takes sets for its results. `groups`: the fields with exactly one value in each document. */
  constructor(
    fieldNames: readonly string[],
    private readonly scratch: BitsPool,
    groups: readonly string[] = [],
  ) {
    this.fields = fieldNames.map((name) => ({
      name,
      known: new Map(),
      held: new RaggedColumn(),
      lone: groups.includes(name) ? new Int32Array(0) : null,
      readings: 0,
    }));
    this.byName = new Map(this.fields.map((field) => [field.name, field]));
  }

  /** Makes space for slots below `capacity`. */
  grow(capacity: number): void {
    this.capacity = capacity;
    for (const field of this.fields) {
      field.held.grow(capacity);
      if (field.lone) field.lone = grown(field.lone, capacity);
    }
  }

  /** Adds a slot that has no values yet. A value given twice counts once. */
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
      if (field.lone) field.lone[slot] = ids[0]!;
      field.readings += length;
    }
    this.documents++;
  }

  /** Returns a function for how many values a slot has in a field. */
  lengthsOf(field: string): (slot: number) => number {
    const { held } = this.byName.get(field)!;
    return (slot) => held.length(slot);
  }

  /** Removes a slot. A value that no slot has any more is forgotten. */
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

  /** The slots that have the value, or null if none has. */
  slotsOf(field: string, value: string): SlotSet | null {
    const id = this.byName.get(field)?.known.get(value);
    return id === undefined ? null : this.sets[id]!;
  }

  /** The slots that have at least one of the values, at least in some words; a set of the pool. */
  anyOf(field: string, values: readonly string[], words: Words): Bits {
    const bits = this.scratch.take();
    for (const value of values) this.slotsOf(field, value)?.uniteInto(bits, words);
    return bits;
  }

  /** Keeps the slots of `target`, which has slots only in these words, that have at least one of the values. */
  keepAnyOf(target: Bits, field: string, values: readonly string[], words: Words): void {
    if (values.length === 1) this.keepAllOf(target, field, values, words);
    else intersect(target, this.anyOf(field, values, words), words);
  }

  /** Keeps the slots that have all of the values. If there are no values, keeps nothing. */
  keepAllOf(target: Bits, field: string, values: readonly string[], words: Words): void {
    if (values.length === 0) clear(target, words);
    for (const value of values) {
      const set = this.slotsOf(field, value);
      if (set) set.intersectInto(target, words);
      else clear(target, words);
    }
  }

  /** Keeps the slots that have none of the values. */
  keepNoneOf(target: Bits, field: string, values: readonly string[], words: Words): void {
    for (const value of values) this.slotsOf(field, value)?.subtractFrom(target, words);
  }

  /**
   * How many of the given slots have each value of each field. It counts few slots document by document, and many value by
   * value. Both give the same numbers.
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

  /** Groups slots by a field with exactly one value in each document. */
  group(grouping: Grouping, field: string, slots: Int32Array, length: number): void {
    grouping.build(this.byName.get(field)!.lone!, this.values.length, slots, length);
  }

  /** Whether two slots have the same value of a field with exactly one. */
  sharesValue(field: string, a: number, b: number): boolean {
    const { lone } = this.byName.get(field)!;
    return lone![a] === lone![b];
  }

  /** How many groups have a slot with each value of each field. */
  countGroups(fieldNames: readonly string[], grouping: Grouping): Record<string, Map<string, number>> {
    if (fieldNames.length === 0) return {};
    // The first slot of each group is counted like any slots. The others mostly have the same values.
    const counts = this.count(fieldNames, grouping.firsts, grouping.count);
    const several = grouping.withSeveral();
    for (const name of fieldNames) this.addOthers(this.byName.get(name)!, grouping, several, counts[name]!);
    return counts;
  }

  /** Adds to the counts what the first slot of a group does not have, but another one does. */
  private addOthers(
    { held }: Field,
    grouping: Grouping,
    several: readonly number[],
    counts: Map<string, number>,
  ): void {
    for (const first of several) {
      let turn = 0;
      for (let slot = grouping.after(first); slot >= 0; slot = grouping.after(slot)) {
        if (held.areEqual(slot, first)) continue;
        if (turn === 0) {
          turn = ++this.turn;
          this.unmet(held, first, turn);
        }
        for (const id of this.unmet(held, slot, turn)) {
          const value = this.values[id]!;
          counts.set(value, (counts.get(value) ?? 0) + 1);
        }
      }
    }
  }

  /** The value ids of a slot that were not met in this turn before, and are now. */
  private unmet(held: RaggedColumn, slot: number, turn: number): number[] {
    const found: number[] = [];
    const length = held.length(slot);
    if (length === 0) return found;
    const cells = held.cells(slot);
    const start = held.start(slot);
    for (let i = start; i < start + length; i++) {
      const id = cells[i]!;
      if (this.met[id] === turn) continue;
      this.met[id] = turn;
      found.push(id);
    }
    return found;
  }

  /** Whether counting value by value costs more than `limit`, with a starting cost of `first`. */
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
