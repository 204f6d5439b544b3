import type { Spending } from '../budget.js';
import type { Meter } from './meter.js';

/** Takes the expected cost of an operation from its sender's budget, before it runs. */
export type Spend = (context: unknown, cost: number) => Spending | Promise<Spending>;

/** Takes from a budget what has already been used, even if too little is left. A negative cost is given back. */
export type Charge = (context: unknown, cost: number) => Spending;

/** The variables and the result cost 1 for this many bytes. */
const BYTES_PER_POINT = 1_000;
/** The cost of an error, whether it is shown or not. It takes as long to produce as some fields. */
const PER_ERROR = 4;

/** The cost of one operation, and how much of it the sender has paid. */
export class Account {
  /** The cost expected before the operation ran; null until it is known. */
  expected: number | null = null;
  private metered: number | null = null;
  private spending: Spending | null = null;

  /**
   * @param from takes the cost from the budget that pays in this context; left out, no budget pays.
   * @param reading cost of reading the document now.
   * @param forVariables cost of the size of the variables. It is also part of `expected`.
   */
  constructor(
    private readonly from: Charge | undefined,
    private readonly context: unknown,
    private readonly reading: number,
    private readonly forVariables: number,
  ) {}

  /** Records that the expected cost was taken, or that the budget was too small. */
  paid(spending: Spending | null): void {
    this.spending = spending;
    if (spending && !spending.allowed) this.refused(0);
  }

  /** Charges for an operation that did not run, because checking it also has a cost. */
  refused(look = 1): void {
    const cost = look + this.forVariables + this.reading;
    if (cost > 0) this.charge(cost);
  }

  /** Gives back what was taken for an operation that never got its turn, except for the cost of checking it. */
  notRun(): void {
    if (this.spending) this.charge(1 + this.reading - (this.expected ?? 0));
  }

  /** The number of seconds after which the sender should try again. */
  get retryAfterSeconds(): number {
    return this.spending?.allowed === false ? this.spending.resetSeconds : 1;
  }

  /**
   * Settles the difference between the expected and the actual cost. An operation that was given up costs at least what
   * was expected.
   */
  settle(meter: Meter, errors: number): void {
    const answered = Math.ceil(meter.points) + Math.floor(meter.bytes / BYTES_PER_POINT);
    const used = answered + PER_ERROR * errors + this.forVariables;
    const expected = this.expected ?? 0;
    this.metered = Math.max(1, meter.ended === 'given up' ? Math.max(used, expected) : used);
    if (this.spending) this.charge(this.metered + this.reading - expected);
  }

  private charge(cost: number): void {
    if (this.from) this.spending = this.from(this.context, cost);
  }

  /** What the response reports in `extensions`; undefined if nothing is known. */
  extensions(maximum: number): Record<string, object> | undefined {
    if (this.expected === null) return undefined;
    const { limit, remaining, resetSeconds } = this.spending ?? {};
    return {
      cost: {
        requested: this.expected,
        ...(this.metered !== null && { metered: this.metered }),
        maximum,
      },
      ...(this.spending && { rateLimit: { limit, remaining, resetSeconds } }),
    };
  }
}
