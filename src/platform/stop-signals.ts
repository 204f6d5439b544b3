/** Ctrl-C, a supervisor's wish, and a terminal that was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type StopSignal = (typeof SIGNALS)[number];

/** npm hands on what the terminal has sent already, and systemd may send two kinds at once: that is one wish. */
const ONE_WISH_MS = 250;

/**
 * Calls `handle` when the process is asked to end, with how many times that has been; until then nothing ends it but what
 * `handle` does. @returns what ends the listening.
 */
export function onStopSignals(handle: (signal: StopSignal, times: number) => void): () => void {
  let times = 0;
  let last = Number.NEGATIVE_INFINITY;
  const listen = (signal: StopSignal) => {
    const now = performance.now();
    if (now - last < ONE_WISH_MS) return;
    last = now;
    handle(signal, ++times);
  };
  for (const signal of SIGNALS) process.on(signal, listen);
  return () => {
    for (const signal of SIGNALS) process.off(signal, listen);
  };
}
