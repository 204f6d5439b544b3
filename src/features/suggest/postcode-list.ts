import { Grade } from '../../platform/search/lookup/name-index.js';
import { endOfPrefix, type SortedWords } from '../../platform/search/lookup/typo-search.js';
import { tidied } from '../place/postcode.js';
import type { Candidate, Suggestible } from './suggestion.js';

/** An outcode, optionally followed by the digit of a sector (with or without a space) and the first letter of the unit. */
const TYPED = /^([A-Z]{1,2}[0-9][A-Z0-9]?)(?: ?([0-9])[A-Z]?)?$/;

/** Outcodes and sectors, to find by their beginning. */
export class PostcodeList {
  private readonly keys: SortedWords;

  /** @param entries sorted by label, ascending. */
  constructor(private readonly entries: readonly Suggestible[]) {
    this.keys = { length: entries.length, at: (index) => entries[index]!.label };
  }

  /**
   * Up to `most` entries that begin with the text: an exact match first, then outcodes, then sectors. If the sector is not known,
   * its outcode. None if the text does not look like the beginning of a postcode; two letters alone do not.
   */
  beginningWith(text: string, most: number): Candidate[] {
    const [, outcode, digit] = TYPED.exec(tidied(text)) ?? [];
    if (outcode === undefined) return [];
    const typed = digit === undefined ? outcode : `${outcode} ${digit}`;
    const matching = this.withPrefix(typed);
    const found = matching.length > 0 ? matching : this.withPrefix(outcode).slice(0, 1);
    const isSector = ({ label }: Suggestible) => label.includes(' ');
    return [...found.filter((entry) => !isSector(entry)), ...found.filter(isSector)]
      .slice(0, most)
      .map((entry) => ({ entry, grade: entry.label === typed ? Grade.WHOLE : Grade.BEGINNING }));
  }

  private withPrefix(prefix: string): readonly Suggestible[] {
    let from = 0;
    let end = this.keys.length;
    while (from < end) {
      const middle = (from + end) >>> 1;
      if (this.keys.at(middle) < prefix) from = middle + 1;
      else end = middle;
    }
    const starts = from < this.keys.length && this.keys.at(from).startsWith(prefix);
    return starts ? this.entries.slice(from, endOfPrefix(this.keys, from, prefix)) : [];
  }
}
