/** Keeps long work from blocking the event loop: check `due` after each step, and `pause` if it is true. */
export class Slices {
  private began = performance.now();

  constructor(private readonly milliseconds: number) {}

  /** Whether the work has used up its share of this turn of the event loop. */
  get due(): boolean {
    return performance.now() - this.began >= this.milliseconds;
  }

  /** Lets all other waiting work have a turn. */
  async pause(): Promise<void> {
    await new Promise<void>((resume) => setImmediate(resume));
    this.began = performance.now();
  }
}
