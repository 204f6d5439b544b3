import type { Meilisearch } from 'meilisearch';
import { SearchError } from '../port.js';
import { type Enqueued, taskAnswer } from './answers.js';

/** A task that Meilisearch accepted but could not carry out. */
export class TaskFailure extends SearchError {
  constructor(
    readonly code: string,
    /** True if what was sent is at fault, false if the server is (a full disk, a bug). */
    readonly isInvalid: boolean,
    engine: string,
  ) {
    super(isInvalid ? 'internal' : 'unavailable', `Meilisearch could not carry out a task: ${code}.`, engine);
  }
}

/** How long a task may wait for others before it, and how often its state is checked. */
export interface Patience {
  readonly timeoutMs: number;
  readonly intervalMs: number;
}

/**
 * Waits for a task and makes sure that it succeeded, because the client's own wait also resolves on failure.
 * @throws TaskFailure if it failed or was cancelled.
 */
export async function finished(
  client: Meilisearch,
  task: Enqueued,
  engine: string,
  { timeoutMs, intervalMs }: Patience,
): Promise<void> {
  const ended = await client.tasks.waitForTask(task.taskUid, { timeout: timeoutMs, interval: intervalMs });
  const { status, error } = taskAnswer.parse(ended);
  if (status === 'succeeded') return;
  throw new TaskFailure(error?.code ?? status, error?.type === 'invalid_request', engine);
}
