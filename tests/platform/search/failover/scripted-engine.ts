import { setTimeout as sleep } from 'node:timers/promises';
import { createEmbeddedEngine } from '../../../../src/platform/search/embedded/embedded-engine.js';
import {
  type Applied,
  type DocumentSource,
  type EngineResult,
  type EngineStatus,
  type SearchDocument,
  type SearchEngine,
  SearchError,
  type SearchErrorKind,
  type SearchQuery,
} from '../../../../src/platform/search/port.js';
import { contractSchema, inBatches } from '../../../contract/contract-schema.js';

type Batch = Parameters<SearchEngine['apply']>[0];

/** An engine under a test's control: a real one behind faults that the test switches on and off. */
export class ScriptedEngine implements SearchEngine {
  readonly limits = { maxWindow: 1000, maxQueryWords: 10 };
  /** What every search meets; null: an answer. */
  fault: SearchErrorKind | 'bug' | null = null;
  /** How long every search takes. */
  delayMs = 0;
  /** What every write meets; null: it is carried out. */
  writeFault: SearchErrorKind | null = null;
  /** Searches that reached it. */
  asked = 0;
  private engine: SearchEngine;

  constructor(
    readonly name = 'scripted',
    private readonly schema = contractSchema,
  ) {
    this.engine = createEmbeddedEngine(schema, { name });
  }

  async search({ signal, ...query }: SearchQuery): Promise<EngineResult> {
    this.asked++;
    if (this.delayMs > 0) await sleep(this.delayMs, undefined, { ref: false });
    if (this.fault === 'bug') throw new TypeError('undefined is not a function');
    if (this.fault) throw new SearchError(this.fault, 'As the script says.', this.name);
    return this.engine.search(query);
  }

  async apply(batch: Batch, change?: number): Promise<Applied> {
    this.refuseWrite();
    return this.engine.apply(batch, change);
  }

  async rebuild(source: DocumentSource, change?: number): Promise<Applied> {
    this.refuseWrite();
    return this.engine.rebuild(source, change);
  }

  status(): EngineStatus {
    return this.engine.status();
  }

  /** Forgets its documents and is ready all the same, at the change it had reached: as after a lost disk. */
  async empty(...left: SearchDocument[]): Promise<void> {
    const { appliedChange } = this.engine.status();
    this.engine = createEmbeddedEngine(this.schema, { name: this.name });
    await this.engine.rebuild(inBatches(left), appliedChange);
  }

  /** Has no index any more. */
  deleteIndex(): void {
    this.engine = createEmbeddedEngine(this.schema, { name: this.name });
  }

  close(): Promise<void> {
    return this.engine.close();
  }

  private refuseWrite(): void {
    if (this.writeFault) throw new SearchError(this.writeFault, 'As the script says.', this.name);
  }
}
