/** Something that the author of a change should know, although the change was stored. */
export interface Warning {
  /** The kind of warning, for programs: capitals and underscores, such as `SEARCHABLE_SHORTLY`. */
  readonly code: string;
  /** What happened and what it means, for people: a sentence. */
  readonly message: string;
}

/** Receives warnings. */
export type Warn = (warning: Warning) => void;
