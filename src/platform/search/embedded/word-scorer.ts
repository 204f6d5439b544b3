import { type Bits, hasBit } from './bits.js';
import { grown } from './columns.js';
import { type PostingLists, postedLevel, postedSlot } from './posting-lists.js';
import { inverseFrequency, LEVEL_WEIGHTS, PREFIX_SHARE, TYPO_PENALTY } from './relevance.js';
import type { Expansion } from './token-dictionary.js';

/** Queries have fewer words than this. Rounds are numbered in steps of it. */
const ROUND = 16;

/**
 * Finds the slots that match every query word, and their scores. Its working arrays live as long as the index. A stamp
 * per slot says in which query, and up to which word, the slot has matched, so nothing has to be cleared between queries.
 */
export class WordScorer {
  private stamps = new Int32Array(0);
  /** The sum of the words before the current one. */
  private sums = new Float64Array(0);
  /** The best score for the current word. */
  private bests = new Float64Array(0);
  /** The score from words that need not match. */
  private gains = new Float64Array(0);
  /** The round of `bonus` that a slot of `gains` is of. */
  private gained = new Int32Array(0);
  private gainRound = 0;
  private round = 0;

  constructor(private readonly lists: PostingLists) {}

  /** Makes space for slots below `capacity`. */
  grow(capacity: number): void {
    this.stamps = grown(this.stamps, capacity);
    this.sums = grown(this.sums, capacity);
    this.bests = grown(this.bests, capacity);
    this.gains = grown(this.gains, capacity);
    this.gained = grown(this.gained, capacity);
  }

  /**
   * Writes into `out` the slots of `allowed` that match all words, each word given as its expansions, and returns how
   * many there are. `score` then works for these slots until the next call. At most 15 words.
   */
  match(
    queryWords: readonly (readonly Expansion[])[],
    allowed: Bits,
    documents: number,
    out: Int32Array,
  ): number {
    const rarestFirst = queryWords
      .map((expansions) => ({ expansions, postings: this.postings(expansions) }))
      .sort((a, b) => a.postings - b.postings);
    const stampBefore = this.nextRound();
    let length = 0;
    for (const [i, { expansions, postings }] of rarestFirst.entries()) {
      const idf = inverseFrequency(documents, postings);
      for (const { token, typos, prefix } of expansions) {
        const factor = prefix ? idf * PREFIX_SHARE : idf;
        const penalty = typos * TYPO_PENALTY;
        if (i === 0) length = this.begin(token, factor, penalty, allowed, stampBefore + 1, out, length);
        else this.carryOn(token, factor, penalty, stampBefore + i);
      }
    }
    return this.keepStamped(stampBefore + rarestFirst.length, out, length);
  }

  /** The score of a slot of the latest match. */
  score(slot: number): number {
    return this.sums[slot]! + this.bests[slot]!;
  }

  /** The bonus of a slot for each of the tokens that it has. Valid until the next call. */
  bonus(tokens: readonly number[], documents: number): (slot: number) => number {
    const { gains, gained, lists } = this;
    const round = this.nextGain();
    for (const token of tokens) {
      const idf = inverseFrequency(documents, lists.size(token));
      const cells = lists.cells(token);
      const start = lists.start(token);
      const end = start + lists.size(token);
      for (let at = start; at < end; at++) {
        const posting = cells[at]!;
        const slot = postedSlot(posting);
        const gain = idf * LEVEL_WEIGHTS[postedLevel(posting)]!;
        gains[slot] = gained[slot] === round ? gains[slot]! + gain : gain;
        gained[slot] = round;
      }
    }
    return (slot) => (gained[slot] === round ? gains[slot]! : 0);
  }

  private nextGain(): number {
    if (++this.gainRound === 2 ** 31 - 1) {
      this.gained.fill(0);
      this.gainRound = 1;
    }
    return this.gainRound;
  }

  /** The first word: lists the slots that match it. */
  private begin(
    token: number,
    factor: number,
    penalty: number,
    allowed: Bits,
    stamp: number,
    out: Int32Array,
    length: number,
  ): number {
    const { stamps, sums, bests } = this;
    const cells = this.lists.cells(token);
    const start = this.lists.start(token);
    const end = start + this.lists.size(token);
    let listed = length;
    for (let at = start; at < end; at++) {
      const posting = cells[at]!;
      const slot = postedSlot(posting);
      const score = factor * LEVEL_WEIGHTS[postedLevel(posting)]! - penalty;
      if (stamps[slot] === stamp) {
        if (score > bests[slot]!) bests[slot] = score;
      } else if (hasBit(allowed, slot)) {
        stamps[slot] = stamp;
        sums[slot] = 0;
        bests[slot] = score;
        out[listed++] = slot;
      }
    }
    return listed;
  }

  /** A later word: advances the slots that have matched all words before it. */
  private carryOn(token: number, factor: number, penalty: number, stampBefore: number): void {
    const { stamps, sums, bests } = this;
    const cells = this.lists.cells(token);
    const start = this.lists.start(token);
    const end = start + this.lists.size(token);
    for (let at = start; at < end; at++) {
      const posting = cells[at]!;
      const slot = postedSlot(posting);
      const stamp = stamps[slot]!;
      if (stamp === stampBefore) {
        stamps[slot] = stampBefore + 1;
        sums[slot] = sums[slot]! + bests[slot]!;
        bests[slot] = factor * LEVEL_WEIGHTS[postedLevel(posting)]! - penalty;
      } else if (stamp === stampBefore + 1) {
        const score = factor * LEVEL_WEIGHTS[postedLevel(posting)]! - penalty;
        if (score > bests[slot]!) bests[slot] = score;
      }
    }
  }

  /** Moves the listed slots that have the stamp to the front. Returns how many. */
  private keepStamped(stamp: number, out: Int32Array, length: number): number {
    const { stamps } = this;
    let kept = 0;
    if (length > stamps.length >>> 3) {
      // Many slots: lists them again in ascending order, so that every later pass reads memory from front to end.
      for (let slot = 0; slot < stamps.length; slot++) if (stamps[slot] === stamp) out[kept++] = slot;
      return kept;
    }
    for (let i = 0; i < length; i++) {
      const slot = out[i]!;
      if (stamps[slot] === stamp) out[kept++] = slot;
    }
    return kept;
  }

  private postings(expansions: readonly Expansion[]): number {
    return expansions.reduce((sum, { token }) => sum + this.lists.size(token), 0);
  }

  /** A stamp that no slot has, with space for one more per word. */
  private nextRound(): number {
    this.round += ROUND;
    if (this.round > 2 ** 31 - 2 * ROUND) {
      this.stamps.fill(0);
      this.round = ROUND;
    }
    return this.round;
  }
}
