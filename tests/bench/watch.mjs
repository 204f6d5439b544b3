import { closeSync, existsSync, openSync, readSync } from 'node:fs';

/** What this very thread has had of a core so far, in milliseconds; null where the system does not tell. */
const SCHEDULE = '/proc/thread-self/schedstat';
const schedule = existsSync(SCHEDULE) ? openSync(SCHEDULE) : null;
const told = Buffer.alloc(100);
function onCoreMs() {
  if (schedule === null) return null;
  const length = readSync(schedule, told, 0, told.length, 0);
  return Number(told.toString('latin1', 0, length).split(' ')[0]) / 1e6;
}

/**
 * Milliseconds of the work, and of the longest time that nothing else had a turn: by the clock, and what of it the thread
 * was on a core. The rest it waited for one, which on a busy machine is the larger part.
 */
export async function watch(work) {
  let [longestHoldMs, longestRunMs] = [0, 0];
  let [last, lastOnCore] = [performance.now(), onCoreMs()];
  const look = () => {
    const [now, onCore] = [performance.now(), onCoreMs()];
    longestHoldMs = Math.max(longestHoldMs, now - last);
    longestRunMs = Math.max(longestRunMs, onCore - lastOnCore);
    [last, lastOnCore] = [now, onCore];
  };
  const looking = setInterval(look, 1);
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  const result = await work();
  const milliseconds = performance.now() - began;
  const { user, system } = process.cpuUsage(cpuBefore);
  look();
  clearInterval(looking);
  const run = schedule === null ? null : longestRunMs;
  return {
    result,
    figures: { milliseconds, cpuMs: (user + system) / 1000, longestHoldMs, longestRunMs: run },
  };
}

/** To be called when nothing is watched any more. */
export function watchedAll() {
  if (schedule !== null) closeSync(schedule);
}
