import { cpuMs } from '../process-tree.mjs';

/** Half, and 99 in 100, took no longer. */
export function percentiles(milliseconds) {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share) => sorted[Math.ceil(share * sorted.length) - 1];
  return { p50: at(0.5), p99: at(0.99) };
}

/** Runs the work: milliseconds that it took, and milliseconds of CPU of this process and of the engine's (0 when it is this one). */
export async function costOf(pid, work) {
  const engineCpu = () => (pid === undefined ? 0 : cpuMs(pid));
  const [engineBefore, before, began] = [engineCpu(), process.cpuUsage(), performance.now()];
  await work();
  const milliseconds = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  return { milliseconds, nodeMs: (user + system) / 1000, engineMs: engineCpu() - engineBefore };
}
