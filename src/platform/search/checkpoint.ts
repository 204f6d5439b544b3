import { z } from 'zod';

/** A generation that is being built beside the live one. It is stored as JSON, with whatever a newer release adds. */
export const building = z.looseObject({
  /** Its name on the search server. */
  index: z.string(),
  /** When the server made it: another index under the same name is not this one. */
  createdAt: z.string(),
  settingsHash: z.string(),
  /** The last change of the register that it will reflect when its source has been read. */
  change: z.number(),
  /** The last document of the source that is in it; null before the first. */
  lastId: z.string().nullable(),
  /** All openings that ended by this instant are closed in it (milliseconds since 1970); left out: unknown. */
  closedBy: z.number().optional(),
});
export type Building = Readonly<z.output<typeof building>>;

/** How far a search index on a server has come: what survives this process, and what other processes see. */
export interface Checkpoint {
  /** 0 before the first rebuild has finished; grows with each. */
  readonly generation: number;
  /** Of the live generation; an engine with other settings does not use it. */
  readonly settingsHash: string;
  /** When the server made the live generation's index; empty before any. */
  readonly createdAt: string;
  readonly appliedChange: number;
  /** All openings that ended by this instant are closed in it (milliseconds since 1970); -Infinity: unknown. */
  readonly closedBy: number;
  readonly building: Building | null;
}

/** Where an index begins. */
export const NOTHING_BUILT: Checkpoint = {
  generation: 0,
  settingsHash: '',
  createdAt: '',
  appliedChange: 0,
  closedBy: Number.NEGATIVE_INFINITY,
  building: null,
};

/** Ids written since the present build began: its source, read earlier or later, must not overwrite them. */
export interface WrittenIds {
  add(ids: readonly string[]): Promise<void>;
  /** Those of the given ids that were written. */
  among(ids: readonly string[]): Promise<ReadonlySet<string>>;
  clear(): Promise<void>;
}

/** Keeps the checkpoint of one index for every process that uses it. */
export interface CheckpointStore {
  load(): Promise<Checkpoint>;
  /** Stores what `change` makes of the checkpoint; meanwhile no other process changes it. Stores nothing when it throws. */
  update(
    change: (now: Checkpoint, written: WrittenIds) => Promise<Checkpoint> | Checkpoint,
  ): Promise<Checkpoint>;
  /** Runs the work while no other process rebuilds this index; waits for its turn. */
  rebuilding<T>(work: () => Promise<T>): Promise<T>;
  /** Runs the work while no other process reads for a write to this index and writes; waits for its turn. */
  writing<T>(work: () => Promise<T>): Promise<T>;
  /** Runs the work while no other process closes openings of this index; waits for its turn. Left out where there is no other. */
  closing?<T>(work: () => Promise<T>): Promise<T>;
}
