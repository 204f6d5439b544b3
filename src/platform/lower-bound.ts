/** The first index in ascending numbers whose value is not below `value`; the length of the list if there is none. */
export function lowerBound(numbers: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = numbers.length;
  // Most additions go to the end of a list.
  if (high > 0 && numbers[high - 1]! < value) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
