import type { Span } from './sentence.js';

/** A reading of some words, and how much is to be said for it. */
export interface Weighed<T> extends Span {
  readonly reading: T;
  readonly weight: number;
}

/**
 * The readings that do not overlap and together have the most weight, in the order of the sentence. Of equal ones, those given
 * first win.
 */
export function best<T>(readings: readonly Weighed<T>[], length: number): Weighed<T>[] {
  const endingAt = new Map<number, Weighed<T>[]>();
  for (const reading of readings) {
    const end = reading.at + reading.length;
    endingAt.set(end, [...(endingAt.get(end) ?? []), reading]);
  }
  const weights = new Float64Array(length + 1);
  const chosen: Weighed<T>[] = [];
  for (let end = 1; end <= length; end++) {
    weights[end] = weights[end - 1]!;
    for (const reading of endingAt.get(end) ?? []) {
      const weight = weights[reading.at]! + reading.weight;
      if (weight <= weights[end]!) continue;
      weights[end] = weight;
      chosen[end] = reading;
    }
  }
  const found: Weighed<T>[] = [];
  for (let end = length; end > 0; ) {
    const reading = chosen[end];
    if (reading) found.unshift(reading);
    end = reading ? reading.at : end - 1;
  }
  return found;
}
