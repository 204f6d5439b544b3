import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../platform/project-root.js';

/** How common English words are. */
export interface EnglishWords {
  /** The rank of a folded word: 1 is the commonest. Undefined if it is not an English word that the list has. */
  rank(word: string): number | undefined;
}

let ranks: ReadonlyMap<string, number> | undefined;

/** The list of 56,105 words in `seeds/reference` (`seeds/README.md`). Read when it is first asked for. */
export const englishWords: EnglishWords = {
  rank(word) {
    ranks ??= read();
    return ranks.get(word);
  },
};

/** Each line is a word and its rank, with a tab between them. */
function read(): ReadonlyMap<string, number> {
  const text = readFileSync(join(projectRoot, 'seeds', 'reference', 'english-words.txt'), 'utf8');
  const found = new Map<string, number>();
  for (const line of text.split('\n')) {
    const tab = line.indexOf('\t');
    if (tab > 0) found.set(line.slice(0, tab), Number(line.slice(tab + 1)));
  }
  return found;
}
