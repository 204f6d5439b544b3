import { withoutUnseen } from '../../platform/characters.js';
import { isPostcodeArea } from './postcode-areas.js';

/** A full postcode ("NR21 9AA"), a sector ("NR21 9") or an outcode ("NR21"). */
export type PostcodeParts =
  | {
      readonly kind: 'POSTCODE';
      readonly postcode: string;
      readonly sector: string;
      readonly outcode: string;
    }
  | { readonly kind: 'SECTOR'; readonly sector: string; readonly outcode: string }
  | { readonly kind: 'OUTCODE'; readonly outcode: string };

const OUTCODE = '[A-Z]{1,2}[0-9][A-Z0-9]?';
const FULL = new RegExp(`^(${OUTCODE})([0-9])([A-Z]{2})$`);
const SECTOR = new RegExp(`^(${OUTCODE}) ([0-9])$`);
const OUTWARD = new RegExp(`^${OUTCODE}$`);

/** What people type, or a program adds, before and after a postcode. */
const BEFORE = /^['"‘’“”([<]{1,8}/;
const AFTER = /['"‘’“”)\]>.,;:]{1,8}$/;
/** Hyphens, dashes, dots and underscores between two characters stand for a space. */
const BETWEEN = /([A-Z0-9]) ?[-\u2010-\u2015\u2212._·] ?(?=[A-Z0-9])/g;

/**
 * Reads a postcode as people type it: in either case, with any spaces, with hyphens or dots, and with the letters O and I where
 * only 0 and 1 can stand, or the reverse, if only one postcode can be meant. Returns null if the text is not a postcode. A
 * sector needs its space: "NR21" is the outcode NR21, not the sector "NR2 1".
 */
export function parsePostcode(text: string): PostcodeParts | null {
  // Millions of rows of an import are like this.
  const plain = FULL.exec(text.replaceAll(' ', ''));
  if (plain) {
    const parts = fullOf(plain);
    if (isPossible(parts)) return parts;
  }
  const spaced = tidied(text);
  if (spaced.replaceAll(' ', '').length > LONGEST) return null;
  const asTyped = partsOf(spaced);
  if (asTyped && isPossible(asTyped)) return asTyped;
  const [other, ...more] = otherReadings(spaced);
  return other && more.length === 0 ? other : asTyped;
}

/** The characters of a full postcode. */
const LONGEST = 7;

/** A text in capitals, with single spaces and without what people type around a postcode: quotes, brackets, dots, hyphens. */
export function tidied(text: string): string {
  const capitals = withoutUnseen(text.normalize('NFKC')).trim().toUpperCase();
  const bare = capitals.replace(BEFORE, '').replace(AFTER, '').replace(BETWEEN, '$1 ');
  return bare.trim().replace(/\s+/g, ' ');
}

/** A full postcode in the form in which it is stored; any other text as it is. */
export function asStored(text: string): string {
  const parts = parsePostcode(text);
  return parts?.kind === 'POSTCODE' ? parts.postcode : text;
}

function fullOf([, outcode = '', digit = '', unit = '']: RegExpExecArray): PostcodeParts {
  const sector = `${outcode} ${digit}`;
  return { kind: 'POSTCODE', postcode: `${sector}${unit}`, sector, outcode };
}

function partsOf(spaced: string): PostcodeParts | null {
  const full = FULL.exec(spaced.replaceAll(' ', ''));
  if (full) return fullOf(full);
  const sector = SECTOR.exec(spaced);
  if (sector) return { kind: 'SECTOR', sector: spaced, outcode: sector[1] ?? '' };
  return OUTWARD.test(spaced) ? { kind: 'OUTCODE', outcode: spaced } : null;
}

/** A letter that ends an outcode is never I or O, the digits do not begin with 0 unless it is the only one. */
const POSSIBLE_OUTCODE = /^([A-Z]{1,2})(?:[0-9]|[1-9][0-9]|[0-9][A-HJ-NP-Z])$/;
const POSSIBLE_UNIT = /[A-HJ-NP-Z]{2}$/;

/** Whether such a postcode can exist. A postcode that cannot is read in another way if there is just one. */
function isPossible(parts: PostcodeParts): boolean {
  const area = POSSIBLE_OUTCODE.exec(parts.outcode)?.[1];
  return (
    area !== undefined &&
    isPostcodeArea(area) &&
    (parts.kind !== 'POSTCODE' || POSSIBLE_UNIT.test(parts.postcode))
  );
}

const TWINS: Readonly<Record<string, string>> = { O: '0', '0': 'O', I: '1', '1': 'I' };

/** The possible postcodes that look the same, apart from O and 0, I and 1. */
function otherReadings(spaced: string): PostcodeParts[] {
  let texts = [''];
  for (const character of spaced) {
    const twin = TWINS[character];
    texts = texts.flatMap((text) => (twin ? [text + character, text + twin] : [text + character]));
  }
  const read = new Map<string, PostcodeParts>();
  for (const text of texts) {
    const parts = text === spaced ? null : partsOf(text);
    if (parts && isPossible(parts)) read.set(JSON.stringify(parts), parts);
  }
  return [...read.values()];
}

/** "NR21 9AA" -> "NR21 9"; the argument is a stored, well-formed postcode. */
export function sectorOf(postcode: string): string {
  return postcode.slice(0, -2);
}

/** "NR21 9AA" -> "NR21"; the argument is a stored, well-formed postcode. */
export function outcodeOf(postcode: string): string {
  return postcode.slice(0, -4);
}

/** A postcode, sector or outcode as it was read. */
export function textOf(parts: PostcodeParts): string {
  if (parts.kind === 'POSTCODE') return parts.postcode;
  return parts.kind === 'SECTOR' ? parts.sector : parts.outcode;
}
