/** A list of words in ascending order of code units. */
export interface SortedWords {
  readonly length: number;
  at(index: number): string;
}

/**
 * Finds the words within `max` typos of `query`, or with `prefix` also those that begin with something within `max` typos. Calls
 * `found` with the range `[from, to)` of their indexes and their smallest number of typos (0 included).
 *
 * A typo is a letter that is added, left out, replaced, or swapped with its neighbour (optimal string alignment). The sorted list
 * is walked like a trie: words with the same beginning share the rows of the dynamic programme. If a beginning already has more than
 * `max` typos, all words with that beginning are skipped.
 */
export function findWithinTypos(
  words: SortedWords,
  query: string,
  max: number,
  prefix: boolean,
  found: (from: number, to: number, typos: number) => void,
): void {
  const width = query.length;
  const deepest = width + max;
  // Row d: the typos between the first d letters of a word and each beginning of the query.
  const rows = Array.from({ length: deepest + 1 }, () => new Uint8Array(width + 1).fill(max + 1));
  for (let j = 0; j <= width; j++) rows[0]![j] = Math.min(j, max + 1);
  // The fewest typos between the query and any beginning of the word up to depth d.
  const fewest = new Uint8Array(deepest + 1).fill(max + 1);

  let previous = '';
  let known = 0;
  let i = 0;
  while (i < words.length) {
    const word = words.at(i);
    let depth = 0;
    while (depth < known && depth < word.length && word[depth] === previous[depth]) depth++;
    const end = Math.min(word.length, deepest);
    let settled = false;
    while (!settled && depth < end) {
      depth++;
      const lowest = fillRow(rows, depth, word, query, max);
      fewest[depth] = Math.min(fewest[depth - 1]!, rows[depth]![width]!);
      // Deeper rows never go below the lowest cell of this one.
      settled = lowest > max || (prefix && fewest[depth]! <= lowest);
    }
    previous = word;
    known = depth;
    if (settled) {
      const to = endOfPrefix(words, i, word.slice(0, depth));
      if (prefix && fewest[depth]! <= max) found(i, to, fewest[depth]!);
      // Without `prefix` the word itself may end here, but then its last cell is in the row, above `max`.
      i = to;
    } else {
      const typos = prefix ? fewest[depth]! : word.length > deepest ? max + 1 : rows[depth]![width]!;
      if (typos <= max) found(i, i + 1, typos);
      i++;
    }
  }
}

/** Fills the row for the first `depth` letters of `word`, within the band that can matter. Returns its lowest cell. */
function fillRow(rows: Uint8Array[], depth: number, word: string, query: string, max: number): number {
  const row = rows[depth]!;
  const above = rows[depth - 1]!;
  const letter = word.charCodeAt(depth - 1);
  const from = Math.max(1, depth - max);
  const to = Math.min(query.length, depth + max);
  row.fill(max + 1);
  let lowest = max + 1;
  if (depth <= max) lowest = row[0] = depth;
  for (let j = from; j <= to; j++) {
    const same = query.charCodeAt(j - 1) === letter;
    let typos = Math.min(above[j - 1]! + (same ? 0 : 1), above[j]! + 1, row[j - 1]! + 1);
    if (
      depth > 1 &&
      j > 1 &&
      letter === query.charCodeAt(j - 2) &&
      word.charCodeAt(depth - 2) === query.charCodeAt(j - 1)
    ) {
      typos = Math.min(typos, rows[depth - 2]![j - 2]! + 1);
    }
    row[j] = Math.min(typos, max + 1);
    if (typos < lowest) lowest = typos;
  }
  return lowest;
}

/** The index after the last word, from `from` on, that begins with `prefix`. The steps double, then halve. */
export function endOfPrefix(words: SortedWords, from: number, prefix: string): number {
  let inside = from;
  let step = 1;
  while (inside + step < words.length && words.at(inside + step).startsWith(prefix)) {
    inside += step;
    step *= 2;
  }
  let outside = Math.min(inside + step, words.length);
  while (outside - inside > 1) {
    const middle = (inside + outside) >>> 1;
    if (words.at(middle).startsWith(prefix)) inside = middle;
    else outside = middle;
  }
  return outside;
}
