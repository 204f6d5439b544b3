/** A whole number with thousands separators. */
export function count(value: number): string {
  return value.toLocaleString('en-GB');
}
