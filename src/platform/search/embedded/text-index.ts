import { fold, words } from '../../text.js';
import type { SearchSchema } from '../port.js';
import type { Bits } from './bits.js';
import { grown, ownCopy } from './columns.js';
import { PostingLists } from './posting-lists.js';
import { RaggedColumn } from './ragged-column.js';
import { EXACT_BONUS, saturation } from './relevance.js';
import { TokenDictionary } from './token-dictionary.js';
import { WordScorer } from './word-scorer.js';

/** Texts are ordered by the folded form of this many characters; more would keep whole descriptions in memory. */
export const SORTED_CHARACTERS = 100;

interface TextField {
  readonly name: string;
  /** Weight as a share of the heaviest field's. */
  readonly share: number;
  /** A hash of the whole field's words, to see whether the field is what was asked. */
  hashes: Uint32Array<ArrayBuffer>;
  sortTexts: string[];
  /** The first three code units of the sort text as one number: most comparisons need no more. */
  sortKeys: Float64Array<ArrayBuffer>;
}

/** The free-text fields: words to documents with weights, typos and prefixes, exact fields, order by text. */
export class TextIndex {
  private readonly fields: readonly TextField[];
  private readonly dictionary = new TokenDictionary();
  private readonly lists = new PostingLists();
  private readonly scorer = new WordScorer(this.lists);
  /** The numbers of a slot's words, so that a document can be taken out again. */
  private readonly held = new RaggedColumn();
  private readonly weights = new Map<string, number>();
  private readonly counts = new Map<string, number>();

  constructor(schema: SearchSchema['text']) {
    const heaviest = Math.max(...schema.map((field) => field.weight));
    this.fields = schema.map(({ name, weight }) => ({
      name,
      share: weight / heaviest,
      hashes: new Uint32Array(0),
      sortTexts: [],
      sortKeys: new Float64Array(0),
    }));
  }

  /** Makes room for slots below `capacity`. */
  grow(capacity: number): void {
    for (const field of this.fields) {
      field.hashes = grown(field.hashes, capacity);
      field.sortKeys = grown(field.sortKeys, capacity);
    }
    this.scorer.grow(capacity);
    this.held.grow(capacity);
  }

  /** Adds a slot that holds no text yet. */
  put(slot: number, texts: Readonly<Record<string, string>>): void {
    const { weights } = this;
    weights.clear();
    for (const field of this.fields) {
      const text = texts[field.name]!;
      this.putSortText(field, slot, text);
      field.hashes[slot] = this.weigh(words(text), field.share);
    }
    const tokens = new Int32Array(weights.size);
    let n = 0;
    for (const [word, weight] of weights) {
      const token = this.dictionary.add(word);
      this.lists.add(token, slot, weight);
      tokens[n++] = token;
    }
    this.held.put(slot, tokens);
  }

  /** Takes a slot out; a word nobody holds any more is forgotten. */
  remove(slot: number): void {
    const length = this.held.length(slot);
    if (length > 0) {
      const cells = this.held.cells(slot);
      const start = this.held.start(slot);
      for (let i = start; i < start + length; i++) {
        const token = cells[i]!;
        if (this.lists.remove(token, slot) === 0) this.dictionary.remove(token);
      }
      this.held.clear(slot);
    }
    for (const field of this.fields) field.sortTexts[slot] = '';
  }

  /**
   * Writes into `out` the slots of `allowed` that match every word and returns how many there are; `score` then answers for
   * them until the next call.
   */
  match(queryWords: readonly string[], allowed: Bits, documents: number, out: Int32Array): number {
    const last = queryWords.length - 1;
    const expansions = queryWords.map((word, i) => this.dictionary.expand(word, i === last));
    return this.scorer.match(expansions, allowed, documents, out);
  }

  /** Scores a slot of the latest match by the formula in `relevance.ts`. */
  scoreOf(queryWords: readonly string[]): (slot: number) => number {
    const hash = hashWords(queryWords);
    return (slot) => {
      let exact = 0;
      for (const { hashes, share } of this.fields) if (hashes[slot] === hash && share > exact) exact = share;
      return this.scorer.score(slot) + exact * EXACT_BONUS;
    };
  }

  /** What orders slots by a text field: numbers first, and where those are equal the texts by code unit. */
  order(fieldName: string): { key(slot: number): number; compare(a: number, b: number): number } {
    const { sortKeys, sortTexts } = this.fields.find((field) => field.name === fieldName)!;
    return {
      key: (slot) => sortKeys[slot]!,
      compare: (a, b) => {
        const [first, second] = [sortTexts[a]!, sortTexts[b]!];
        return first < second ? -1 : first > second ? 1 : 0;
      },
    };
  }

  /** Adds a field's words to `weights`; returns the hash of the field. */
  private weigh(fieldWords: readonly string[], share: number): number {
    const { weights, counts } = this;
    counts.clear();
    for (const word of fieldWords) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [word, count] of counts) {
      weights.set(word, (weights.get(word) ?? 0) + share * saturation(count, fieldWords.length));
    }
    return hashWords(fieldWords);
  }

  private putSortText(field: TextField, slot: number, text: string): void {
    const folded = ownCopy(fold(text.slice(0, SORTED_CHARACTERS)));
    field.sortTexts[slot] = folded;
    const unit = (i: number) => (i < folded.length ? folded.charCodeAt(i) : 0);
    field.sortKeys[slot] = (unit(0) * 0x10000 + unit(1)) * 0x10000 + unit(2);
  }
}

/** FNV-1a over the words, a space between; one pair of different texts in four thousand million shares a hash. */
function hashWords(list: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const word of list) {
    for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0x20, 0x01000193);
  }
  return hash >>> 0;
}
