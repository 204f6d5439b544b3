import type { LatLng } from '../../geo.js';
import type { SearchDocument, SearchSchema } from '../port.js';
import { addBit, type Bits, dropBit, emptyBits } from './bits.js';
import { BitsPool } from './bits-pool.js';
import { grown, ownCopy } from './columns.js';
import { FreeSlots } from './free-slots.js';
import { cellAt } from './grid.js';
import { Grouping } from './grouping.js';
import { KeywordIndex } from './keyword-index.js';
import { NumberColumn, RangeColumn } from './number-columns.js';
import { OpeningColumn } from './opening-column.js';
import { PlaceColumn } from './place-column.js';
import { TextIndex } from './text-index.js';

const FIRST_CAPACITY = 1024;

/** The index's own keyword fields. The `:` keeps them apart from the fields of any schema. */
export const AREAS_SERVED = ':areasServed';
export const STRONG_CONCEPTS = ':strong';
export const RELATED_CONCEPTS = ':related';
export const LIKELY_CONCEPTS = ':likely';
/** The keyword field of the schema with the ids of the concepts that a document means, if it has one. */
export const MEANT_CONCEPTS = 'concepts';

/**
 * One generation of documents, in columns by slot (a small number that is reused).
 *
 * A write has three steps, so that a large batch can be spread over many turns of the event loop and still become visible at
 * once: `insert` fills slots that no search sees; `show` and `hide` switch ids to their new slots, which takes almost no
 * time; `purge` empties the old slots.
 */
export class DocumentIndex {
  /** Sets to work with, taken back when a query begins. */
  readonly scratch = new BitsPool();
  readonly keywords: KeywordIndex;
  readonly numbers: ReadonlyMap<string, NumberColumn>;
  readonly ranges: ReadonlyMap<string, RangeColumn>;
  readonly text: TextIndex;
  readonly places = new PlaceColumn();
  readonly openings = new OpeningColumn();
  readonly grouping = new Grouping();
  /** The fields by which slots can be grouped. The first says which slots are the same thing. */
  readonly groups: readonly string[];
  /** The slots that searches see. */
  live: Bits = emptyBits(0);
  /** The slots of documents with a place that people travel to. */
  onSite: Bits = emptyBits(0);
  /** Space for one search's candidates, and for how the scope reached each. */
  candidates = new Int32Array(0);
  reach = new Uint8Array(0);

  private readonly ids: string[] = [];
  private readonly slotById = new Map<string, number>();
  private readonly freeSlots = new FreeSlots();
  private capacity = 0;
  private used = 0;

  /** `expected`: about how many documents it will hold. Space created at the start does not have to be added later. */
  constructor(schema: SearchSchema, expected = 0) {
    this.groups = schema.groups;
    const fields = [...schema.keywords, AREAS_SERVED, STRONG_CONCEPTS, RELATED_CONCEPTS, LIKELY_CONCEPTS];
    this.keywords = new KeywordIndex(fields, this.scratch, schema.groups);
    this.numbers = new Map(schema.numbers.map((name) => [name, new NumberColumn()]));
    this.ranges = new Map(schema.ranges.map((name) => [name, new RangeColumn()]));
    this.text = new TextIndex(schema.text, schema.sortedTexts);
    this.grow(Math.max(FIRST_CAPACITY, expected + (expected >>> 5)));
  }

  /** How many documents are visible to searches. */
  get size(): number {
    return this.slotById.size;
  }

  /** The id of a visible slot. */
  id(slot: number): string {
    return this.ids[slot]!;
  }

  /** Orders two slots by id, by code unit. */
  readonly compareIds = (a: number, b: number): number => (this.ids[a]! < this.ids[b]! ? -1 : 1);

  /** Stores a valid document in a slot that no search sees yet. */
  insert(document: SearchDocument): number {
    const position = document.onSite ? document.position : null;
    const slot = this.slotFor(position);
    this.ids[slot] = ownCopy(document.id);
    this.keywords.put(slot, (field) => keywordValues(document, field));
    for (const [name, column] of this.numbers) column.put(slot, document.numbers[name]!);
    for (const [name, column] of this.ranges) column.put(slot, document.ranges[name]!);
    this.places.put(slot, position);
    if (document.onSite) addBit(this.onSite, slot);
    else dropBit(this.onSite, slot);
    this.openings.put(slot, document.openings);
    this.text.put(slot, document.text);
    return slot;
  }

  /** Makes an inserted slot the current one for its id. Returns the slot it replaces, to be purged, or -1. */
  show(slot: number): number {
    const id = this.ids[slot]!;
    const replaced = this.hide(id);
    this.slotById.set(id, slot);
    addBit(this.live, slot);
    return replaced;
  }

  /** Makes an id invisible. Returns its slot, to be purged, or -1 if the id is unknown. */
  hide(id: string): number {
    const slot = this.slotById.get(id);
    if (slot === undefined) return -1;
    this.slotById.delete(id);
    dropBit(this.live, slot);
    return slot;
  }

  /** Frees a slot that no search sees. Values in its own columns stay until the next document overwrites them. */
  purge(slot: number): void {
    this.keywords.remove(slot);
    this.text.remove(slot);
    this.ids[slot] = '';
    this.freeSlots.add(slot, this.places.cell(slot));
  }

  /** A free slot next to its neighbours, else the next new one. It uses a free slot far away if half of all would be unused. */
  private slotFor(position: LatLng | null): number {
    const mostlyFree = this.freeSlots.size > this.used >>> 1;
    const free = this.freeSlots.take(cellAt(position)) ?? (mostlyFree ? this.freeSlots.takeAny() : undefined);
    if (free !== undefined) return free;
    if (this.used === this.capacity) this.grow(this.capacity + (this.capacity >>> 2));
    return this.used++;
  }

  /** Grows by a quarter at a time: the time of a pass over bits depends on capacity, used or not. */
  private grow(atLeast: number): void {
    const capacity = (atLeast + 31) & ~31;
    this.capacity = capacity;
    for (const column of [...this.numbers.values(), ...this.ranges.values()]) column.grow(capacity);
    for (const part of [this.scratch, this.keywords, this.places, this.openings, this.text, this.grouping])
      part.grow(capacity);
    this.live = grown(this.live, capacity >>> 5);
    this.onSite = grown(this.onSite, capacity >>> 5);
    this.candidates = new Int32Array(capacity);
    this.reach = new Uint8Array(capacity);
  }
}

const NO_VALUES: readonly string[] = [];

function keywordValues(document: SearchDocument, field: string): readonly string[] {
  switch (field) {
    case AREAS_SERVED:
      return document.areasServed;
    case STRONG_CONCEPTS:
      return document.concepts.strong;
    case RELATED_CONCEPTS:
      return document.concepts.related;
    case LIKELY_CONCEPTS:
      return document.concepts.likely ?? NO_VALUES;
    default:
      return document.keywords[field]!;
  }
}
