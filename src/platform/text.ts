/**
 * Folds letters for comparison: small letters without accents (NFKD), and no apostrophes or characters that no one sees.
 * "Café", "CAFÉ" and "cafe" fold alike, as do "King's", "King’s" and "Kings".
 */
export function fold(text: string): string {
  return PLAIN.test(text)
    ? foldPlain(text)
    : text
        .replace(APOSTROPHES, '')
        .normalize('NFKD')
        .replace(UNSEEN, '')
        .toLowerCase()
        .replace(WHOLE_LETTERS, (letter) => PLAIN_LETTERS[letter]!)
        // Again, because some characters consist of others that are left out (ŉ has an apostrophe).
        .replace(APOSTROPHES, '');
}

function foldPlain(text: string): string {
  return text.toLowerCase().replace(/['`]/g, '');
}

/** Most texts have only these characters: they have no marks to remove, and finding their words takes half the time. */
const PLAIN = /^[\t\n\r -~]*$/;

/** Straight and curly ones, accents and primes typed in their place, and the letters that some languages use for them. */
const APOSTROPHES = /['`´\u02b9\u02bb-\u02bd\u02c8‘’‛′‵＇ꞌ]/g;
/** Marks, which NFKD separates from their letters, and characters that no one sees. */
const UNSEEN = /[\p{M}\p{Default_Ignorable_Code_Point}]+/gu;
/** Letters that NFKD does not take apart, and what people without them on the keyboard type. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ŋ: 'n',
  ŧ: 't',
  þ: 'th',
  ς: 'σ',
};
const WHOLE_LETTERS = /[ßæœøđðħıłŋŧþς]/g;

/**
 * The words of a text in the form in which all names are compared: runs of letters and digits, folded, in order. Initials
 * are one word with dots or without ("P.R.U."). "&" is "and", and "St" is "Saint".
 */
export function words(text: string): readonly string[] {
  const found = spelt(text);
  for (let i = 0; i < found.length; i++) {
    const word = found[i]!;
    // Nearly all words are longer or begin with another letter.
    if (word.length <= 3 && word.charCodeAt(0) === LETTER_S) found[i] = SHORT_FORMS[word] ?? word;
  }
  return found;
}

/** The form in which names are compared, as one text: its words with one space between them. */
export function foldName(name: string): string {
  return words(name).join(' ');
}

/** The words of a name as they are spelt, with short forms, as one text. It tells names apart that fold alike. */
export function spelling(name: string): string {
  return spelt(name).join(' ');
}

/** The words of a text, with each that has a hyphen in it once more in one piece, after them: "co", "op" and "coop". */
export function indexedWords(text: string): readonly string[] {
  const found = wordsOfEntry(text);
  const inOnePiece = hyphenated(text);
  return inOnePiece.length === 0 ? found : [...found, ...inOnePiece];
}

/** The words of a text that have hyphens between their letters, without these. */
function hyphenated(text: string): string[] {
  const isPlain = PLAIN.test(text);
  if (isPlain && !text.includes('-')) return [];
  const runs = text.match(isPlain ? PLAIN_RUN : RUN) ?? [];
  return runs.flatMap((run) => (HYPHEN.test(run) ? words(run.replaceAll(HYPHENS, '$1')) : []));
}

/** How a name is written for looking it up: folded, and once more with each hyphen taken out ("co op", "coop"). */
export function nameForms(name: string): string[] {
  const forms = [foldName(name)];
  if (HYPHEN.test(name)) forms.push(foldName(name.replaceAll(HYPHENS, '$1')));
  return forms;
}

/**
 * What the words of a text can be while it is typed; empty if it has none. With a hyphen they can be one word or two. "st"
 * at the end can be "Saint" or the beginning of "Station".
 */
export function readings(text: string): (readonly string[])[] {
  const last = spelt(text).at(-1);
  if (last === undefined) return [];
  const all = nameForms(text).map((form) => form.split(' '));
  return Object.hasOwn(SHORT_FORMS, last) ? [...all, [...all[0]!.slice(0, -1), last]] : all;
}

/** A hyphen or dash between two letters. */
const HYPHEN = /\p{L}[\p{Pd}−]\p{L}/u;
/** A run of letters, hyphens and apostrophes. */
const RUN = /[\p{L}\p{M}'’\p{Pd}−]+/gu;
const PLAIN_RUN = /[a-z'-]+/gi;
const HYPHENS = /(\p{L})[\p{Pd}−](?=\p{L})/gu;

const LETTER_S = 0x73;
const SHORT_FORMS: Readonly<Record<string, string>> = { st: 'saint', sts: 'saints', ss: 'saints' };

/** The words as they are spelt, with short forms. */
function spelt(text: string): string[] {
  const isPlain = PLAIN.test(text);
  let folded = isPlain ? foldPlain(text) : fold(text);
  if (folded.includes('&')) folded = folded.replaceAll('&', ' and ');
  const hasInitials = DOTTED.test(folded);
  if (!hasInitials) return folded.match(isPlain ? PLAIN_WORDS : WORDS) ?? [];
  return (folded.match(WORDS_WITH_DOTS) ?? []).flatMap(withoutDots);
}

const PLAIN_WORDS = /[a-z0-9]+/g;
const WORDS = /[\p{L}\p{N}]+/gu;
/** Whether there may be initials: looking for them takes longer than for words alone. */
const DOTTED = /\.\p{L}/u;
const WORDS_WITH_DOTS = /[\p{L}\p{N}.]+/gu;
const LETTER = /^\p{L}$/u;

/** The words in a run of letters, digits and dots: single letters that follow one another are one word. */
function withoutDots(run: string): string[] {
  const found: string[] = [];
  let areInitials = false;
  for (const part of run.split('.')) {
    const isLetter = LETTER.test(part);
    if (isLetter && areInitials) found[found.length - 1] += part;
    else if (part !== '') found.push(part);
    areInitials = isLetter;
  }
  return found;
}

// Measured for a text that is used three times: 8.5 µs with this map, 12 to 16 with toad-cache or lru-cache, 24 with none.
let latest = new Map<string, readonly string[]>();
/** More than the number of texts in the documents that an index adds at a time. */
const MOST_LATEST = 256;

/**
 * `words`, remembered for the last few texts: indexing a text needs its words several times in a row. Use it only for texts
 * of the register; what people search for must not stay in memory.
 */
export function wordsOfEntry(text: string): readonly string[] {
  const known = latest.get(text);
  if (known) return known;
  const found = words(text);
  // A new map, because an emptied one keeps its memory until the next major collection: half of a rebuild's garbage.
  if (latest.size === MOST_LATEST) latest = new Map();
  latest.set(text, found);
  return found;
}

const alternatives = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** Choices as a sentence lists them: "1, 3 or 6". */
export function eitherInWords(choices: readonly (string | number)[]): string {
  return alternatives.format(choices.map(String));
}
