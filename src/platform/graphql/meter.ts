import type { AnswerLimits } from './limits.js';

/** Why an operation was ended before its answer was whole: it has grown too large, or it is given up. */
export type Ending = 'too large' | 'given up';

/** Under this key a running operation's meter stands in its context, where every resolver finds it. */
const METER: unique symbol = Symbol('meter');

interface Metered {
  [METER]?: Meter;
}

/** The meter of the operation that resolvers with this context run in; undefined outside our runner. */
export function meterOf(context: unknown): Meter | undefined {
  return (context as Metered | undefined)?.[METER];
}

/**
 * Counts what an answer holds while it is made, and ends it. When it has ended, resolvers start nothing: they get `never`, a
 * promise that is not kept, and whatever waits for it is forgotten with it.
 */
export class Meter {
  /** So many fields have been opened: those of an object are counted when it is there, before they are read. */
  fields = 0;
  /** What they cost beyond 1 each. */
  extra = 0;
  bytes = 0;
  ended: Ending | null = null;
  /** Hears once that the answer has ended. */
  onEnd: ((ending: Ending) => void) | undefined;
  private promise: Promise<never> | undefined;
  /** Resolvers that have begun and have not answered yet. */
  private open = 0;
  private whenIdle: (() => void) | undefined;

  /** @param writes what each write of a mutation has answered, by its name in the answer. */
  constructor(
    readonly limits: AnswerLimits,
    private readonly writes = new Map<string, Promise<unknown>>(),
  ) {}

  /** The context to run the operation with: the same, with this meter in it. What has run with another meter keeps that. */
  within(context: unknown): object {
    const metered = Object(context) as Metered;
    const own = metered[METER] ? (Object.create(metered) as Metered) : metered;
    own[METER] = this;
    return own;
  }

  /** What the fields cost. */
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

  /** Notes that a resolver works on its answer, until that is there or has failed. @returns what is made of it. */
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

  /** Resolves when nothing works for the operation any more; undefined: nothing does. */
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

  /** A meter for reading less of the same mutation: its writes are not made again, and what was counted is paid. */
  again(): Meter {
    const next = new Meter(this.limits, this.writes);
    next.extra = this.points;
    return next;
  }

  /** Makes a write unless it was made before. */
  write(name: string, make: () => unknown): Promise<unknown> {
    const made = this.writes.get(name);
    if (made) return made;
    const making = new Promise((resolve) => resolve(make()));
    this.writes.set(name, making);
    return making;
  }
}
