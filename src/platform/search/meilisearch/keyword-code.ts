/** Meilisearch cuts longer values short, which makes different ones equal. */
const LONGEST = 460;

/**
 * A keyword in stored form: small letters, digits and hyphens unchanged, a capital as `.` and its small letter, any other
 * character as `_` and its four hexadecimal digits (UTF-16), the empty text as `_`.
 *
 * Meilisearch ignores case and accents when it compares values, trims them, and cannot express a value that ends in a
 * backslash in a filter. The port wants exact values. The code makes them exact.
 */
export function encodeKeyword(value: string): string {
  if (value === '') return '_';
  return value.replace(/[^a-z0-9-]/g, (unit) =>
    /[A-Z]/.test(unit) ? `.${unit.toLowerCase()}` : `_${hex(unit.charCodeAt(0))}`,
  );
}

/** The keyword of a code. */
export function decodeKeyword(code: string): string {
  return code.replace(/\.([a-z])|_([0-9a-f]{4})?/g, (_, capital?: string, digits?: string) => {
    if (capital) return capital.toUpperCase();
    return digits ? String.fromCharCode(Number.parseInt(digits, 16)) : '';
  });
}

/** Whether a keyword can be distinguished from every other one. */
export function fitsKeyword(value: string): boolean {
  return encodeKeyword(value).length <= LONGEST;
}

const SORTED_CHARACTERS = 64;

/** A text that sorts like the beginning of the given one, code unit by code unit. */
export function sortKey(text: string): string {
  const units = Array.from({ length: Math.min(text.length, SORTED_CHARACTERS) }, (_, i) =>
    hex(text.charCodeAt(i)),
  );
  return `x${units.join('')}`;
}

/** A text that sorts like a document's id. Meilisearch would treat the id's capitals as small letters. */
export function idSortKey(id: string): string {
  return id.replace(/[A-Z]/g, (capital) => `:${capital.toLowerCase()}`);
}

function hex(unit: number): string {
  return unit.toString(16).padStart(4, '0');
}
