/**
 * Keeps the `limit` smallest of the entries offered, by key and then by `tie`, in a heap whose root is the worst of them.
 * Most entries are rejected by one comparison.
 */
export class TopK {
  private readonly keys: number[] = [];
  private readonly slots: number[] = [];

  /** `tie` orders two slots with equal keys: negative if the first comes first. It must never return 0 for two slots. */
  constructor(
    readonly limit: number,
    private readonly tie: (a: number, b: number) => number,
  ) {}

  /** Entries with a key above this one are rejected; Infinity while there is space. */
  get worstKey(): number {
    return this.slots.length < this.limit
      ? Number.POSITIVE_INFINITY
      : (this.keys[0] ?? Number.NEGATIVE_INFINITY);
  }

  offer(key: number, slot: number): void {
    const size = this.slots.length;
    if (size < this.limit) {
      this.rise(size, key, slot);
    } else if (size > 0 && this.before(key, slot, 0)) {
      this.sink(key, slot);
    }
  }

  /** The slots kept, best first. */
  sorted(): number[] {
    return this.entries().map(({ slot }) => slot);
  }

  /** The slots kept with their keys, best first. */
  entries(): { slot: number; key: number }[] {
    return this.slots
      .map((slot, i) => ({ slot, key: this.keys[i]! }))
      .sort((a, b) => (a.key === b.key ? this.tie(a.slot, b.slot) : a.key - b.key));
  }

  /** Whether an entry comes before the one at a position in the heap. */
  private before(key: number, slot: number, place: number): boolean {
    const other = this.keys[place]!;
    return key < other || (key === other && this.tie(slot, this.slots[place]!) < 0);
  }

  private rise(from: number, key: number, slot: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      if (this.before(key, slot, parent)) break;
      this.keys[place] = this.keys[parent]!;
      this.slots[place] = this.slots[parent]!;
      place = parent;
    }
    this.keys[place] = key;
    this.slots[place] = slot;
  }

  private sink(key: number, slot: number): void {
    const size = this.slots.length;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && this.before(this.keys[child]!, this.slots[child]!, child + 1)) child++;
      if (!this.before(key, slot, child)) break;
      this.keys[place] = this.keys[child]!;
      this.slots[place] = this.slots[child]!;
      place = child;
    }
    this.keys[place] = key;
    this.slots[place] = slot;
  }
}
