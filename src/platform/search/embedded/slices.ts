/** Keeps long work from holding the event loop: ask `due` after each step, and `pause` when it says so. */
export class Slices {
  private began = performance.now();

  constructor(private readonly milliseconds: number) {}

  /** Whether this turn of the event loop has had its share. */
  get due(): boolean {
    return performance.now() - this.began >= this.milliseconds;
  }

  /** Lets everything else that waits have a turn. */
  async pause(): Promise<void> {
    await new Promise<void>((resume) => setImmediate(resume));
    this.began = performance.now();
  }
}
