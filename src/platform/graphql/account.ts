import type { Spending } from '../budget.js';
import type { Meter } from './meter.js';

/** Takes what an operation is expected to cost from its sender's budget, before it runs. */
export type Spend = (context: unknown, cost: number) => Spending | Promise<Spending>;

/** Takes from a budget what was used already, even beyond what is left; gives back what is negative. */
export type Charge = (context: unknown, cost: number) => Spending;

/** What is sent is paid for as well: so many bytes cost 1. */
const BYTES_PER_POINT = 1_000;
/** What an error costs, shown or not: it takes as long to make as some fields. */
const PER_ERROR = 4;

/** What one operation costs, and what of that its sender has paid. */
export class Account {
  /** What was expected before it ran; null: not known yet. */
  expected: number | null = null;
  private metered: number | null = null;
  private spending: Spending | null = null;

  /**
   * @param from whose budget pays, by the context; left out: nobody's.
   * @param reading what it has cost to read the document just now.
   * @param forVariables what the size of the variables costs, which is in `expected` too.
   */
  constructor(
    private readonly from: Charge | undefined,
    private readonly context: unknown,
    private readonly reading: number,
    private readonly forVariables: number,
  ) {}

  /** Notes that the expected cost was taken, or that there was not enough for it. */
  paid(spending: Spending | null): void {
    this.spending = spending;
    if (spending && !spending.allowed) this.refused(0);
  }

  /** Nothing has run, but looking at it was not free. */
  refused(look = 1): void {
    const cost = look + this.forVariables + this.reading;
    if (cost > 0) this.charge(cost);
  }

  /** It was not its turn, and will not be: what was taken for it is given back, but for a look. */
  notRun(): void {
    if (this.spending) this.charge(1 + this.reading - (this.expected ?? 0));
  }

  /** After how many seconds it is worth asking again, once it was refused for being too much. */
  get retryAfterSeconds(): number {
    return this.spending?.allowed === false ? this.spending.resetSeconds : 1;
  }

  /** Pays for what was used, more or less than was expected. What is given up costs no less than that. */
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

  /** What an answer says of it in `extensions`; undefined: nothing is known. */
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
