/** When a job is done: once a day in London, every so many minutes, or when something falls due. */
export type Every =
  | 'day'
  | { readonly minutes: number }
  /** Asked every minute; null: nothing falls due. */
  | { readonly next: () => Date | null };

/** Something that a hub does by itself, one process at a time. */
export interface Job {
  /** Its name for operators, such as "loans that end"; it is kept in the database. */
  readonly name: string;
  readonly every: Every;
  /** May be done twice for one day or time, when a process ends halfway. `today`: `yyyy-mm-dd`, in London. */
  run(today: string): Promise<unknown>;
}
