import { type GazetteerEntry, type GazetteerReading, readingOf } from './gazetteer.entry.js';
import { type PostcodeParts, parsePostcode, textOf } from './postcode.js';

const BEGINS_LIKE_ONE = /^[a-z]{1,2}[0-9]/;
const SECTOR_DIGIT = /^[0-9]$/;
/** Words after a number that counts something: “NR1 3 days a week” is not the sector NR1 3. */
const COUNTED =
  /^(?:am|days?|half|hours?|hrs?|kids?|km|kms|kilometres?|lessons?|metres?|miles?|mins?|minutes?|months?|mornings?|or|pm|pupils?|sessions?|students?|terms?|times|to|weeks?|x|years?|yrs?)$/;

/** The postcodes, sectors and outcodes that begin at a word, longest first. Null if there are none in an outcode that is known. */
export function postcodesAt(
  words: readonly string[],
  at: number,
  known: ReadonlyMap<string, GazetteerEntry>,
): GazetteerReading[] | null {
  const word = words[at];
  if (word === undefined || !BEGINS_LIKE_ONE.test(word)) return null;
  const found: GazetteerReading[] = [];
  const read = (text: string, count: number) => {
    const entry = entryOf(parsePostcode(text), known);
    if (entry) found.push(readingOf([entry], count, true));
  };
  const next = words[at + 1];
  const counts = SECTOR_DIGIT.test(next ?? '') && COUNTED.test(words[at + 2] ?? '');
  if (next !== undefined && next.length <= 3 && !counts) read(`${word} ${next}`, 2);
  read(word, 1);
  return found.length > 0 ? found : null;
}

function entryOf(
  parts: PostcodeParts | null,
  known: ReadonlyMap<string, GazetteerEntry>,
): GazetteerEntry | undefined {
  if (parts?.kind !== 'POSTCODE') return parts ? known.get(textOf(parts)) : undefined;
  const around = known.get(parts.sector) ?? known.get(parts.outcode);
  if (!around) return undefined;
  const reference = { postcode: parts.postcode };
  const { districtCode } = around;
  return { kind: 'POSTCODE', name: parts.postcode, districtCode, position: null, size: 0, reference };
}
