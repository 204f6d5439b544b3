import { SingleBar } from 'cli-progress';

/** Tells a person how far a long operation has come. */
export interface Progress {
  /** Adds to the work done, in the unit of the total. */
  advance(amount: number): void;
  /** Names what is being done now, such as "storing". */
  phase(name: string): void;
  /** Takes the bar or the timer away; call it on every way out. */
  stop(): void;
}

const LINE_EVERY_MS = 5_000;

/**
 * A bar on a terminal; elsewhere (a log, a pipe) one plain line every five seconds, so that nothing is printed for
 * an operation that is over at once.
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
  timer.unref(); // telling must not keep the process alive
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
