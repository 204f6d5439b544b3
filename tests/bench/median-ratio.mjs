const RESAMPLES = 2_000;

/**
 * The middle of ratios of pairs, and where it lies in 95 of 100 samples drawn again from them (a bootstrap).
 * @param pairs what was measured here and there, as `[here, there]`.
 */
export function medianRatio(pairs, random = Math.random) {
  const ratios = pairs.map(([here, there]) => here / there);
  const middles = Array.from({ length: RESAMPLES }, () =>
    median(ratios.map(() => ratios[Math.floor(random() * ratios.length)])),
  ).sort((a, b) => a - b);
  return {
    here: median(pairs.map(([here]) => here)),
    there: median(pairs.map(([, there]) => there)),
    ratio: median(ratios),
    low: middles[Math.floor(RESAMPLES * 0.025)],
    high: middles[Math.ceil(RESAMPLES * 0.975) - 1],
  };
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}
