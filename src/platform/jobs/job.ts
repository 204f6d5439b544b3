/** When a job runs: once a day in London, every few minutes, or when something is due. */
export type Every =
  | 'day'
  | { readonly minutes: number }
  /** Called every minute; null: nothing is due. */
  | { readonly next: () => Date | null };

/** Work that a hub does by itself, in one process at a time. */
export interface Job {
  /** Its name for operators, such as "loans that end". It is stored in the database. */
  readonly name: string;
  readonly every: Every;
  /** May run twice for one day or time, if a process ends halfway. `today`: `yyyy-mm-dd`, in London. */
  run(today: string): Promise<unknown>;
}
