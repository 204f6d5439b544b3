import { SingleBar } from 'cli-progress';

/** Shows how far a long operation has come. */
export interface Progress {
  /** Adds to the work done, in the unit of the total. */
  advance(amount: number): void;
  /** Names the current step, such as "storing". */
  phase(name: string): void;
  /** Removes the bar or the timer. Call it on every way out. */
  stop(): void;
}

const LINE_EVERY_MS = 5_000;

/**
 * A bar on a terminal. Anywhere else (a log, a pipe) it prints one plain line every five seconds, so a short operation prints
 * nothing.
 */
export function startProgress(total: number, phase: string, stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bar(total, phase, stream) : lines(total, phase, stream);
}

function bar(total: number, phase: string, stream: NodeJS.WriteStream): Progress {
  const single = new SingleBar({
    format: '{phase} [{bar}] {percentage} % | {duration_formatted}',
    stream,
    linewrap: true,
    clearOnComplete: true,
  });
  single.start(total, 0, { phase });
  return {
    advance: (amount) => single.increment(amount),
    phase: (name) => single.update({ phase: name }),
    stop: () => single.stop(),
  };
}

function lines(total: number, firstPhase: string, stream: NodeJS.WriteStream): Progress {
  const started = performance.now();
  let done = 0;
  let phase = firstPhase;
  const timer = setInterval(() => {
    const percentage = total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : 100;
    stream.write(`${phase}: ${percentage} % after ${Math.round((performance.now() - started) / 1000)} s\n`);
  }, LINE_EVERY_MS);
  timer.unref(); // the display must not keep the process alive
  return {
    advance: (amount) => {
      done += amount;
    },
    phase: (name) => {
      phase = name;
    },
    stop: () => clearInterval(timer),
  };
}
