type Column = Int32Array | Uint32Array | Uint8Array | Float64Array;

/** The same values in an array with space for `capacity`. New values are zero. */
export function grown<T extends Column>(column: T, capacity: number): T {
  const wider = new (column.constructor as new (length: number) => T)(capacity);
  wider.set(column);
  return wider;
}

/**
 * A copy that shares no memory with the string it was cut from. V8 keeps the whole parent of a slice alive, so a stored
 * word would otherwise keep the whole description it came from.
 */
export function ownCopy(text: string): string {
  const encoding = LATIN1.test(text) ? 'latin1' : 'utf16le';
  return Buffer.from(text, encoding).toString(encoding);
}

/** Texts that need only one byte per character: half the memory. */
const LATIN1 = /^[\0-\xff]*$/;
