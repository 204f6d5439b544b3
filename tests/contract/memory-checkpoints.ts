import {
  type Checkpoint,
  type CheckpointStore,
  NOTHING_BUILT,
} from '../../src/platform/search/checkpoint.js';

/** Checkpoints of one process, for engines whose index need not outlive it. */
export function memoryCheckpoints(): CheckpointStore {
  let checkpoint: Checkpoint = NOTHING_BUILT;
  const written = new Set<string>();
  const updates = new Turns();
  const rebuilds = new Turns();
  const writes = new Turns();
  return {
    load: async () => checkpoint,
    update: (change) =>
      updates.next(async () => {
        checkpoint = await change(checkpoint, {
          add: async (ids) => ids.forEach((id) => void written.add(id)),
          among: async (ids) => new Set(ids.filter((id) => written.has(id))),
          clear: async () => written.clear(),
        });
        return checkpoint;
      }),
    rebuilding: (work) => rebuilds.next(work),
    writing: (work) => writes.next(work),
  };
}

class Turns {
  private last: Promise<unknown> = Promise.resolve();

  next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => {});
    return done;
  }
}
