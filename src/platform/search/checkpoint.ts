import { z } from 'zod';

/** A generation that is being built alongside the live one. It is stored as JSON, with any fields that a newer release adds. */
export const building = z.looseObject({
  /** Its name on the search server. */
  index: z.string(),
  /** When the server created it. Another index with the same name is a different one. */
  createdAt: z.string(),
  settingsHash: z.string(),
  /** The last change of the register that it will reflect once its source has been read. */
  change: z.number(),
  /** The last document of the source that it contains; null before the first. */
  lastId: z.string().nullable(),
  /** All openings that ended by this instant are closed in it (milliseconds since 1970); absent: unknown. */
  closedBy: z.number().optional(),
});
export type Building = Readonly<z.output<typeof building>>;

/** How up to date a search index on a server is. It survives this process, and other processes see it. */
export interface Checkpoint {
  /** 0 before the first rebuild has finished. Each rebuild increases it. */
  readonly generation: number;
  /** The settings of the live generation. An engine with other settings does not use it. */
  readonly settingsHash: string;
  /** When the server created the index of the live generation; empty if there is none. */
  readonly createdAt: string;
  readonly appliedChange: number;
  /** All openings that ended by this instant are closed in it (milliseconds since 1970); -Infinity: unknown. */
  readonly closedBy: number;
  readonly building: Building | null;
}

/** The checkpoint of an index that was never built. */
export const NOTHING_BUILT: Checkpoint = {
  generation: 0,
  settingsHash: '',
  createdAt: '',
  appliedChange: 0,
  closedBy: Number.NEGATIVE_INFINITY,
  building: null,
};

/** Ids written since the current build began. Documents from its source must not overwrite them. */
export interface WrittenIds {
  add(ids: readonly string[]): Promise<void>;
  /** Those of the given ids that were written. */
  among(ids: readonly string[]): Promise<ReadonlySet<string>>;
  clear(): Promise<void>;
}

/** Stores the checkpoint of one index for all processes that use it. */
export interface CheckpointStore {
  load(): Promise<Checkpoint>;
  /** Stores the checkpoint that `change` returns, or nothing if it throws. No other process changes it in the meantime. */
  update(
    change: (now: Checkpoint, written: WrittenIds) => Promise<Checkpoint> | Checkpoint,
  ): Promise<Checkpoint>;
  /** Waits for its turn, then runs the work while no other process rebuilds this index. */
  rebuilding<T>(work: () => Promise<T>): Promise<T>;
  /** Waits for its turn, then runs the work while no other process writes to this index or reads for such a write. */
  writing<T>(work: () => Promise<T>): Promise<T>;
  /** Waits for its turn, then runs the work while no other process closes openings of this index. Absent if there are no others. */
  closing?<T>(work: () => Promise<T>): Promise<T>;
}
