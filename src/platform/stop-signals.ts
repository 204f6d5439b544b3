/** Ctrl-C, a request from a supervisor, and a closed terminal. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type StopSignal = (typeof SIGNALS)[number];

/** npm passes on a signal that the terminal has already sent, and systemd may send two kinds at once. These count as one. */
const ONE_WISH_MS = 250;

/**
 * Calls `handle` when the process is asked to end, with how often that has happened so far. The process then ends only if `handle`
 * ends it. @returns a function that stops listening.
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
