import type { Meilisearch, Settings } from 'meilisearch';
import type { Sieve } from '../check-document.js';
import type { Building, Checkpoint, CheckpointStore } from '../checkpoint.js';
import { type DocumentSource, type SearchDocument, SearchError } from '../port.js';
import { enqueued } from './answers.js';
import type { IndexedDocument } from './document.js';
import { creationOf, type IndexWriter } from './index-writer.js';
import { finished, type Patience } from './tasks.js';

/** Documents sent at a time: enough that the server's own overhead is small, few enough to resume from. */
const CHUNK = 1_000;

/** What a rebuild needs. */
export interface RebuildSetting {
  readonly client: Meilisearch;
  readonly checkpoints: CheckpointStore;
  readonly writer: IndexWriter;
  readonly live: string;
  readonly engine: string;
  readonly settings: Settings;
  readonly settingsHash: string;
  readonly patience: Patience;
  readonly toIndexed: (document: SearchDocument) => IndexedDocument;
  /** @throws if the rebuild must stop. */
  readonly goOn: () => void;
}

/** Builds a generation alongside the live one and then replaces the live one with it. */
export class Rebuild {
  constructor(private readonly on: RebuildSetting) {}

  /** Returns the new checkpoint. If it fails, the live index stays. The built part stays only if it can be continued. */
  async run(
    source: DocumentSource,
    since: { readonly change: number; readonly closedBy: number },
    sieve: Sieve,
  ): Promise<Checkpoint> {
    return this.on.checkpoints.rebuilding(async () => {
      const building = await this.begin(source, since);
      try {
        await this.fill(source, building, sieve);
        this.on.goOn();
        return await this.finish(building);
      } catch (error) {
        if (!source.continueAfter) await this.giveUp(building.index).catch(() => {}); // the first error says more
        throw error;
      }
    });
  }

  private async begin(
    source: DocumentSource,
    { change, closedBy }: { readonly change: number; readonly closedBy: number },
  ): Promise<Building> {
    const { client, checkpoints, settingsHash, live, settings } = this.on;
    const { generation, appliedChange, building: left } = await checkpoints.load();
    if (left && source.continueAfter && left.settingsHash === settingsHash) {
      if ((await creationOf(client, left.index)) === left.createdAt) return left;
    }
    if (left) await this.giveUp(left.index);
    const index = `${live}_${generation + 1}`;
    await this.drop(index); // left behind by a rebuild whose checkpoint was lost
    await this.wait(await client.index(index).updateSettings(settings)); // creates the index
    const createdAt = await creationOf(client, index);
    if (createdAt === null) throw this.givenUp();
    const building: Building = {
      index,
      createdAt,
      settingsHash,
      change: Math.max(change, appliedChange), // everything that was applied before is read too
      lastId: null,
      ...(Number.isFinite(closedBy) && { closedBy }),
    };
    // Between writes: a write that was prepared before this must not count as made after it.
    await checkpoints.writing(() =>
      checkpoints.update(async (now, written) => {
        await written.clear();
        return { ...now, building };
      }),
    );
    return building;
  }

  /** Reads the next chunk while the server indexes the one before. */
  private async fill(source: DocumentSource, building: Building, sieve: Sieve): Promise<void> {
    const { lastId } = building;
    const batches = lastId !== null && source.continueAfter ? source.continueAfter(lastId) : source;
    let before: Promise<void> = Promise.resolve();
    try {
      for await (const chunk of inChunks(batches)) {
        this.on.goOn();
        const fit = new Map<string, SearchDocument>();
        for (const document of chunk) if (sieve.passes(document)) fit.set(document.id, document);
        const documents = [...fit.values()].map(this.on.toIndexed);
        const { done } = await this.on.writer.fill(building, documents, sieve);
        await before;
        before = done.then(() => this.note(building, chunk[chunk.length - 1]!.id));
        before.catch(() => {}); // awaited in the next turn or below
      }
    } catch (error) {
      await before.catch(() => {}); // everything sent is finished and noted before any process continues from there
      throw error;
    }
    await before;
  }

  private async note({ createdAt }: Building, lastId: string): Promise<void> {
    await this.on.checkpoints.update((now) =>
      now.building?.createdAt === createdAt ? { ...now, building: { ...now.building, lastId } } : now,
    );
  }

  private async finish({ index, createdAt, settingsHash }: Building): Promise<Checkpoint> {
    const { client, checkpoints, live } = this.on;
    // No process writes in the meantime. Tasks that were queued before use the old index names, and run first.
    const next = await checkpoints.update(async (now, written) => {
      if (now.building?.createdAt !== createdAt) throw this.givenUp();
      const hasLive = (await creationOf(client, live)) !== null;
      await this.wait(await client.swapIndexes([{ indexes: [index, live], rename: !hasLive }]));
      await written.clear();
      return {
        generation: now.generation + 1,
        settingsHash,
        createdAt,
        appliedChange: now.building.change,
        closedBy: now.building.closedBy ?? Number.NEGATIVE_INFINITY,
        building: null,
      };
    });
    await this.drop(index);
    return next;
  }

  private givenUp(): SearchError {
    return new SearchError('internal', 'Another process removed the index being built.', this.on.engine);
  }

  private async giveUp(index: string): Promise<void> {
    await this.on.checkpoints.update(async (now, written) => {
      await written.clear();
      return { ...now, building: null };
    });
    await this.drop(index);
  }

  private async drop(index: string): Promise<void> {
    if ((await creationOf(this.on.client, index)) !== null)
      await this.wait(await this.on.client.deleteIndex(index));
  }

  private wait(task: unknown): Promise<void> {
    return finished(this.on.client, enqueued.parse(task), this.on.engine, this.on.patience);
  }
}

async function* inChunks(
  batches: AsyncIterable<readonly SearchDocument[]>,
): AsyncGenerator<SearchDocument[]> {
  let chunk: SearchDocument[] = [];
  for await (const batch of batches) {
    chunk.push(...batch);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
