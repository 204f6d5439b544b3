import type { Meilisearch } from 'meilisearch';
import type { Sieve } from '../check-document.js';
import type { Building, Checkpoint, CheckpointStore } from '../checkpoint.js';
import { SearchError } from '../port.js';
import { type Enqueued, enqueued, indexAnswer } from './answers.js';
import type { IndexedDocument } from './document.js';
import { asSearchError, codeOf } from './errors.js';
import { finished, type Patience, TaskFailure } from './tasks.js';

/** Documents to store and ids to remove. */
export interface IndexedBatch {
  readonly upserts: readonly IndexedDocument[];
  readonly deletes: readonly string[];
}

/** The tasks in the server's queue for a batch. */
interface Queued {
  readonly upserts: readonly Enqueued[];
  readonly deletes: readonly Enqueued[];
}

/**
 * Writes batches to the live index and to one being built. It chooses the indexes and queues the tasks while no other
 * process does the same. The server works in the order of its queue, so the process that read a row last also writes its
 * document last.
 */
export class IndexWriter {
  constructor(
    private readonly client: Meilisearch,
    private readonly checkpoints: CheckpointStore,
    private readonly live: string,
    private readonly settingsHash: string,
    private readonly engine: string,
    private readonly patience: Patience,
  ) {}

  /** Writes a batch wherever it belongs and waits until that is done. Documents that cannot be indexed go to the sieve. */
  async write(batch: IndexedBatch, sieve: Sieve): Promise<void> {
    await this.settle(await this.queueEverywhere(batch), batch, sieve, (half) => this.queueEverywhere(half));
  }

  /**
   * Queues documents for the index being built, without those that were written in the meantime. The inner promise resolves when
   * they are in it.
   */
  async fill(
    building: Building,
    upserts: readonly IndexedDocument[],
    sieve: Sieve,
  ): Promise<{ readonly done: Promise<void> }> {
    const batch = { upserts, deletes: [] };
    const queue = (part: IndexedBatch) => this.queueUnwritten(building, part);
    const done = this.settle(await queue(batch), batch, sieve, queue);
    done.catch(() => {}); // the code that awaits `done` gets the error
    return { done };
  }

  private async queueEverywhere(batch: IndexedBatch): Promise<Queued> {
    const upserts: Enqueued[] = [];
    const deletes: Enqueued[] = [];
    await this.checkpoints.update(async (now, written) => {
      const targets = await this.targets(now);
      // Noted for the index being built only if it is written to. Otherwise only its source brings these documents.
      if (now.building && targets.includes(now.building.index)) {
        await written.add([...batch.upserts.map(({ id }) => id), ...batch.deletes]);
      }
      for (const index of targets) {
        if (batch.upserts.length > 0) upserts.push(await this.add(index, batch.upserts));
        if (batch.deletes.length > 0) deletes.push(await this.remove(index, batch.deletes));
      }
      return now;
    });
    return { upserts, deletes };
  }

  private async queueUnwritten(building: Building, { upserts }: IndexedBatch): Promise<Queued> {
    const tasks: Enqueued[] = [];
    await this.checkpoints.update(async (now, written) => {
      if (now.building?.createdAt !== building.createdAt) {
        throw new SearchError('internal', 'Another process stopped the rebuild.', this.engine);
      }
      const newer = await written.among(upserts.map(({ id }) => id));
      const rest = upserts.filter(({ id }) => !newer.has(id));
      if (rest.length > 0) tasks.push(await this.add(building.index, rest));
      return now;
    });
    return { upserts: tasks, deletes: [] };
  }

  /** Waits for a batch. If the server refuses a document, halves the batch until that document is alone. */
  private async settle(
    queued: Queued,
    batch: IndexedBatch,
    sieve: Sieve,
    queueAgain: (batch: IndexedBatch) => Promise<Queued>,
  ): Promise<void> {
    let refusal: TaskFailure | undefined;
    for (const task of [...queued.upserts, ...queued.deletes]) {
      try {
        await finished(this.client, task, this.engine, this.patience);
      } catch (error) {
        if (!(error instanceof TaskFailure) || !error.isInvalid || !queued.upserts.includes(task))
          throw error;
        refusal = error;
      }
    }
    if (!refusal) return;
    const { upserts } = batch;
    if (upserts.length === 1) {
      sieve.refuse(upserts[0]!.id, `Meilisearch refuses it (${refusal.code})`);
      return;
    }
    const middle = upserts.length >> 1;
    for (const half of [upserts.slice(0, middle), upserts.slice(middle)]) {
      const part = { upserts: half, deletes: [] };
      await this.settle(await queueAgain(part), part, sieve, queueAgain);
    }
  }

  /**
   * The indexes to write to: those with the current settings, because an older or newer release writes documents of another
   * form. A write must not recreate an index that is gone, because it would have no settings.
   */
  private async targets({ createdAt, settingsHash, building }: Checkpoint): Promise<string[]> {
    const wanted = [{ index: this.live, createdAt, settingsHash }, ...(building ? [building] : [])].filter(
      (target) => target.settingsHash === this.settingsHash,
    );
    for (const { index, createdAt: expected } of wanted) {
      if ((await creationOf(this.client, index)) !== expected) {
        throw new SearchError('not_ready', 'The search index no longer exists on the server.', this.engine);
      }
    }
    return wanted.map(({ index }) => index);
  }

  private async add(index: string, documents: readonly IndexedDocument[]): Promise<Enqueued> {
    const answered = await this.client
      .index<IndexedDocument>(index)
      .addDocuments([...documents], { primaryKey: 'id' });
    return enqueued.parse(answered);
  }

  private async remove(index: string, ids: readonly string[]): Promise<Enqueued> {
    return enqueued.parse(await this.client.index(index).deleteDocuments([...ids]));
  }
}

/** When the server created an index, which tells it apart from any other with its name; null if it does not exist. */
export async function creationOf(client: Meilisearch, index: string): Promise<string | null> {
  try {
    return indexAnswer.parse(await client.getRawIndex(index)).createdAt;
  } catch (error) {
    if (codeOf(error) === 'index_not_found') return null;
    throw asSearchError(error, 'meilisearch', 'The search index could not be looked up');
  }
}
