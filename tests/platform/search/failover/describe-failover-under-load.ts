import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../../../src/platform/clock.js';
import { createEmbeddedEngine } from '../../../../src/platform/search/embedded/embedded-engine.js';
import {
  createFailoverEngine,
  type FailoverEngine,
} from '../../../../src/platform/search/failover/failover-engine.js';
import type { SearchEngine } from '../../../../src/platform/search/port.js';
import { contractSchema } from '../../../contract/contract-schema.js';
import { until } from '../../../support/until.js';
import { Follower, questions, WrittenRegister } from './written-register.js';

const SEARCHERS = 20;
const PATIENCE_MS = 60_000;
/** Of five milliseconds each: a primary that does not recover at all does not end the writing. */
const MOST_WAITS = 200;

/** Something that can befall a primary engine, and its end. */
export interface Misfortune {
  readonly begin: () => Promise<void> | void;
  readonly end: () => Promise<void> | void;
}

/** A primary engine to be tried, and what may befall it, by name. */
export interface PrimaryUnderTrial {
  readonly engine: SearchEngine;
  readonly misfortunes: Readonly<Record<string, Misfortune>>;
  /** Time between two writes, at least. */
  readonly writeEveryMs: number;
  close(): Promise<void>;
}

/**
 * Twenty people search and one writes all the time, while one misfortune after another befalls the primary. Every answer
 * is compared with brute force over the register as of the change that the answer says it reflects, or a later one.
 *
 * @param names the misfortunes that `start` gives a primary.
 */
export function describeFailoverUnderLoad(
  name: string,
  names: readonly string[],
  start: () => Promise<PrimaryUnderTrial>,
): void {
  describe(`failover from ${name} under load`, () => {
    let trial: Trial;
    beforeAll(async () => {
      trial = await Trial.begin(await start());
    }, PATIENCE_MS);
    afterAll(() => trial.end());
    afterEach(() => {
      expect(trial.errors).toEqual([]);
      expect(trial.wrong).toEqual([]);
    });

    it('begins with the primary answering', () => trial.until('the primary answers', trial.onPrimary));

    it.each(names)(
      '%s: the fallback answers, then the primary again, and nothing is lost',
      async (misfortune) => {
        const { begin, end } = trial.primary.misfortunes[misfortune]!;
        trial.isUnlucky = true;
        await begin();
        await trial.until('the fallback answers', () => !trial.onPrimary());
        const meanwhile = trial.register.head + 2;
        await trial.goesOn(100, meanwhile);
        await end();
        trial.isUnlucky = false;
        await trial.until('the primary answers again', trial.onPrimary);
        // Directly, past the failover: what was written meanwhile is there.
        const { engine } = trial.primary;
        await trial.until('the writes are on the primary', () => engine.status().appliedChange >= meanwhile);
        for (const [i, question] of questions.entries())
          expect(trial.register.isRight(i, await engine.search(question))).toBe(true);
      },
      PATIENCE_MS * 3,
    );
  });
}

class Trial {
  readonly errors: string[] = [];
  readonly wrong: object[] = [];
  /** While it is, nobody waits for the primary before the next write. */
  isUnlucky = false;
  private answers = 0;
  private running = true;
  private readonly work: Promise<unknown>[] = [];

  private constructor(
    readonly primary: PrimaryUnderTrial,
    private readonly fallback: SearchEngine,
    private readonly followers: readonly Follower[],
    private readonly failover: FailoverEngine,
    readonly register: WrittenRegister,
  ) {}

  static async begin(primary: PrimaryUnderTrial): Promise<Trial> {
    const register = new WrittenRegister();
    const fallback = createEmbeddedEngine(contractSchema);
    const followers = [primary.engine, fallback].map((engine) => new Follower(engine, register));
    await Promise.all(followers.map((follower) => follower.reset()));
    const failover = createFailoverEngine({
      primary: primary.engine,
      fallback,
      keywords: contractSchema.keywords,
      repair: () => followers[0]!.reset(),
      clock: systemClock,
      log: { info: () => {}, warn: () => {} },
      options: { timeoutMs: 400, checkEveryMs: 20, returnAfterMs: 200 },
    });
    await failover.start();
    const trial = new Trial(primary, fallback, followers, failover, register);
    trial.work.push(trial.write(), ...Array.from({ length: SEARCHERS }, (_, i) => trial.search(i)));
    return trial;
  }

  async end(): Promise<void> {
    this.running = false;
    await Promise.all(this.work);
    await this.failover.close();
    await Promise.all(this.followers.map((follower) => follower.close()));
    await this.fallback.close();
    await this.primary.close();
  }

  /** Whether answers come from the primary. */
  readonly onPrimary = (): boolean => this.failover.standing().engine === this.primary.engine.name;

  async until(what: string, condition: () => boolean): Promise<void> {
    const facts = () => ({ ...this.failover.standing(), failedWrite: this.followers[0]?.failure });
    await until(() => `${what}: ${JSON.stringify(facts())}`, condition, { within: PATIENCE_MS, every: 5 });
  }

  /** Resolves when there were so many more answers, and writes up to that change. */
  async goesOn(answers: number, change: number): Promise<void> {
    const enough = this.answers + answers;
    await this.until('it has gone on', () => this.answers >= enough && this.register.head >= change);
  }

  private async write(): Promise<void> {
    while (this.running) {
      this.register.write();
      await sleep(this.primary.writeEveryMs);
      // A machine on which a write takes longer than that to be seen would never show the primary up to date.
      for (let i = 0; i < MOST_WAITS && this.running && !this.isUnlucky && this.isBehind(); i++)
        await sleep(5);
    }
  }

  private isBehind(): boolean {
    return this.primary.engine.status().appliedChange < this.register.head;
  }

  private async search(searcher: number): Promise<void> {
    for (let i = searcher; this.running; i++) {
      const question = i % questions.length;
      try {
        const answer = await this.failover.search(questions[question]!);
        this.answers++;
        if (!this.register.isRight(question, answer))
          this.wrong.push({ question, provenance: answer.provenance, total: answer.total });
      } catch (error) {
        this.errors.push(String(error));
      }
      await sleep(5);
    }
  }
}
