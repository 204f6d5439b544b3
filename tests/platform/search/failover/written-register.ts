import { setTimeout as sleep } from 'node:timers/promises';
import type {
  EngineResult,
  SearchDocument,
  SearchEngine,
  SearchQuery,
} from '../../../../src/platform/search/port.js';
import { bruteForce } from '../../../contract/brute-force.js';
import { aDocument, aQuery, contractSchema, inBatches } from '../../../contract/contract-schema.js';

type Batch = Parameters<SearchEngine['apply']>[0];
type State = ReadonlyMap<string, SearchDocument>;

const NEEDS = ['SEMH', 'ASC', 'MLD', 'PD'];

/** Questions that every engine must answer alike; none of them is ever answered with nothing. */
export const questions: readonly SearchQuery[] = [
  aQuery(),
  aQuery({ facets: { fields: ['needs', 'district'], mode: 'conjunctive' } }),
  ...NEEDS.map((need) => aQuery({ conditions: [{ kind: 'anyOf', field: 'needs', values: [need] }] })),
  aQuery({ conditions: [{ kind: 'number', field: 'fee', gte: 50 }], sort: { by: 'number', field: 'fee' } }),
];

/** A register whose every state is remembered: what a search may answer is known for each change. */
export class WrittenRegister {
  private readonly batches: Batch[] = [];
  private readonly states: State[] = [];
  private readonly expected = new Map<string, string>();

  constructor() {
    this.states.push(new Map(Array.from({ length: 120 }, (_, i) => aRecord(i, 0)).map((d) => [d.id, d])));
  }

  /** Number of the last change. */
  get head(): number {
    return this.batches.length;
  }

  /** One change: a document made, changed or deleted. */
  write(): void {
    const change = this.head + 1;
    const document = aRecord(change % 150, change);
    const deleted = change % 5 === 0;
    this.batches.push(
      deleted ? { upserts: [], deletes: [document.id] } : { upserts: [document], deletes: [] },
    );
    const state = new Map(this.states[change - 1]);
    if (deleted) state.delete(document.id);
    else state.set(document.id, document);
    this.states.push(state);
  }

  /** The change with that number. */
  batch(change: number): Batch {
    return this.batches[change - 1]!;
  }

  /** The documents as of that change. */
  documents(change: number): SearchDocument[] {
    return [...this.states[change]!.values()];
  }

  /** Whether an answer is right for the change it claims to reflect, or for a later one: never for an earlier one. */
  isRight(question: number, answer: EngineResult): boolean {
    const given = asText(answer);
    for (let change = answer.provenance.appliedChange; change <= this.head; change++)
      if (given === this.answerAt(change, question)) return true;
    return false;
  }

  private answerAt(change: number, question: number): string {
    const key = `${change} ${question}`;
    let text = this.expected.get(key);
    if (text === undefined) {
      const query = questions[question]!;
      const { hits, ...rest } = bruteForce(contractSchema, this.documents(change), query);
      text = asText({ hits: hits.slice(0, query.page.size), ...rest });
      this.expected.set(key, text);
    }
    return text;
  }
}

/** Feeds an engine from the register with a position of its own; what fails is tried again. */
export class Follower {
  /** Why the last write failed; null when it did not. */
  failure: string | null = null;
  private position = 0;
  private closed = false;
  private turn: Promise<unknown> = Promise.resolve();
  private readonly following: Promise<void>;

  constructor(
    private readonly engine: SearchEngine,
    private readonly register: WrittenRegister,
  ) {
    this.following = this.follow();
  }

  /** Rebuilds the engine from what the register holds now. */
  reset(): Promise<void> {
    return this.inTurn(async () => {
      const { head } = this.register;
      await this.engine.rebuild(inBatches(this.register.documents(head)), head);
      this.position = Math.max(this.position, head);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.following;
  }

  private async follow(): Promise<void> {
    while (!this.closed) {
      const next = this.inTurn(async () => {
        if (this.position >= this.register.head) return sleep(1);
        await this.engine.apply(this.register.batch(this.position + 1), this.position + 1);
        this.position++;
        this.failure = null;
      });
      await next.catch((error: unknown) => {
        this.failure = String(error);
        return sleep(10);
      });
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }
}

function aRecord(number: number, edition: number): SearchDocument {
  return aDocument(`r${String(number).padStart(3, '0')}`, {
    title: `Record ${number} edition ${edition}`,
    keywords: { needs: [NEEDS[(number + edition) % NEEDS.length]!], district: [`D${number % 7}`] },
    numbers: { fee: (number * 7 + edition) % 100 },
  });
}

function asText({ hits, total, facets }: Pick<EngineResult, 'hits' | 'total' | 'facets'>): string {
  const counts = Object.entries(facets).map(([field, values]) => [field, [...values].sort()]);
  return JSON.stringify([hits.map((hit) => hit.id), total, counts]);
}
