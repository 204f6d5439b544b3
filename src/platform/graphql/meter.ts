import type { AnswerLimits } from './limits.js';

/** Why an operation ended before its result was complete: the result was too large, or the operation was given up. */
export type Ending = 'too large' | 'given up';

/** The key of the running operation's meter in its context, where every resolver finds it. */
const METER: unique symbol = Symbol('meter');

interface Metered {
  [METER]?: Meter;
}

/** The meter of the operation that runs with this context; undefined outside our runner. */
export function meterOf(context: unknown): Meter | undefined {
  return (context as Metered | undefined)?.[METER];
}

/**
 * Counts what a result holds while it is created, and can end it. After that, resolvers start nothing. They get
 * `never`, a promise that never settles, and whatever waits for it is discarded with it.
 */
export class Meter {
  /** Number of fields opened. Those of an object are counted when it arrives, before they are read. */
  fields = 0;
  /** What they cost above 1 each. */
  extra = 0;
  bytes = 0;
  ended: Ending | null = null;
  /** Called once when the operation ends early. */
  onEnd: ((ending: Ending) => void) | undefined;
  private promise: Promise<never> | undefined;
  /** Resolvers that have begun and have not finished. */
  private open = 0;
  private whenIdle: (() => void) | undefined;

  /** @param writes the result of each write of a mutation, by its response name. */
  constructor(
    readonly limits: AnswerLimits,
    private readonly writes = new Map<string, Promise<unknown>>(),
  ) {}

  /**
   * The context to run the operation with: the same, with this meter in it. Code that has run with another meter keeps
   * that one.
   */
  within(context: unknown): object {
    const metered = Object(context) as Metered;
    const own = metered[METER] ? (Object.create(metered) as Metered) : metered;
    own[METER] = this;
    return own;
  }

  /** The cost of the fields. */
  get points(): number {
    return this.fields + this.extra;
  }

  get isOver(): boolean {
    return this.fields > this.limits.fields || this.bytes > this.limits.bytes;
  }

  get never(): Promise<never> {
    this.promise ??= new Promise(() => {});
    return this.promise;
  }

  /**
   * Records that a resolver is working until its result arrives or fails.
   * @returns what is made of the result.
   */
  await<T, R>(answer: PromiseLike<T>, made: (value: T) => R): PromiseLike<R> {
    this.open++;
    return answer.then(
      (value) => {
        this.close();
        return made(value);
      },
      (error: unknown) => {
        this.close();
        throw error;
      },
    );
  }

  private close(): void {
    if (--this.open === 0) this.whenIdle?.();
  }

  /** Resolves when no resolver of the operation is working; undefined if none is. */
  idle(): Promise<void> | undefined {
    if (this.open === 0) return undefined;
    return new Promise((resolve) => {
      this.whenIdle = resolve;
    });
  }

  end(ending: Ending): void {
    if (this.ended) return;
    this.ended = ending;
    this.onEnd?.(ending);
  }

  /** A meter for reading less of the same mutation. Its writes are not repeated, and what was counted is charged. */
  again(): Meter {
    const next = new Meter(this.limits, this.writes);
    next.extra = this.points;
    return next;
  }

  /** Carries out a write, unless that has been done before. */
  write(name: string, make: () => unknown): Promise<unknown> {
    const made = this.writes.get(name);
    if (made) return made;
    const making = new Promise((resolve) => resolve(make()));
    this.writes.set(name, making);
    return making;
  }
}
