/** A postcode as far as it was given: whole ("NR21 9AA"), its sector ("NR21 9") or its outcode ("NR21"). */
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

/**
 * Reads a postcode however it is spaced and cased; null when it is none. A sector needs its space, since "NR21" is
 * the outcode NR21 and not the sector "NR2 1".
 */
export function parsePostcode(text: string): PostcodeParts | null {
  const spaced = text.trim().toUpperCase().replace(/\s+/g, ' ');
  const full = FULL.exec(spaced.replaceAll(' ', ''));
  if (full) {
    const [, outcode = '', digit = '', unit = ''] = full;
    const sector = `${outcode} ${digit}`;
    return { kind: 'POSTCODE', postcode: `${sector}${unit}`, sector, outcode };
  }
  const sector = SECTOR.exec(spaced);
  if (sector) return { kind: 'SECTOR', sector: spaced, outcode: sector[1] ?? '' };
  return OUTWARD.test(spaced) ? { kind: 'OUTCODE', outcode: spaced } : null;
}

/** "NR21 9AA" -> "NR21 9"; the argument is a stored, well-formed postcode. */
export function sectorOf(postcode: string): string {
  return postcode.slice(0, -2);
}

/** "NR21 9AA" -> "NR21"; the argument is a stored, well-formed postcode. */
export function outcodeOf(postcode: string): string {
  return postcode.slice(0, -4);
}
