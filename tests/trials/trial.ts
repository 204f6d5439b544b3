/** How long a trial goes on, and where it says how far it is. */
export interface TrialSetting {
  /** How many times over it does its worst. Each trial says what one round is. */
  readonly rounds: number;
  /** One line about how far it is. */
  readonly say: (line: string) => void;
}

/** What a trial found. */
export interface Findings {
  /** What was measured, by name and with its unit in the name: "p99 of another client, ms". */
  readonly figures: Readonly<Record<string, number | string>>;
  /** A sentence for each thing that was not as it has to be; none: the trial was passed. */
  readonly faults: readonly string[];
  /**
   * A sentence for each thing that took longer than it may on a machine of its own. `npm run trial` fails for it; a
   * test does not, because other tests run at the same time.
   */
  readonly tooLate?: readonly string[];
}

/** Does a hub harm, as `npm run trial -- <name>`, and says whether it held. A short form of it is among the tests. */
export interface Trial {
  readonly name: string;
  /** What is done and what must hold, in one sentence. */
  readonly about: string;
  /** How many rounds to run by default. */
  readonly rounds: number;
  run(setting: TrialSetting): Promise<Findings>;
}
