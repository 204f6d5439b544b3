/** Something that whoever made a change should know, although it was made. */
export interface Warning {
  /** What kind, for programs: capitals and underscores, such as `SEARCHABLE_SHORTLY`. */
  readonly code: string;
  /** What it is and what follows, for people: a sentence. */
  readonly message: string;
}

/** Hears of warnings. */
export type Warn = (warning: Warning) => void;
