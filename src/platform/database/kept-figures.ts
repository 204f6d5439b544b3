import type pg from 'pg';
import type { Change } from './changes/change.js';
import { ChangeLog } from './changes/change-log.js';

/** A fact about an owner; null: the owner has no facts. */
interface OwnedFact<F> {
  readonly owner: string;
  readonly fact: F | null;
}

/** What is counted, and which changes affect it. */
export interface FiguresRule {
  /** The name used in statements. */
  readonly name: string;
  /** The tables that facts are made from. */
  readonly madeFrom?: readonly string[];
  /** Ids that lead to the owners whose facts a change may have altered, or all of them; empty if the change alters no fact. */
  readonly touchedBy: (change: Change) => readonly string[] | 'all';
  /**
   * SQL: a row `owner`, `fact` for each fact that is stored now, for the owners that meet a condition. An owner that is not
   * named by its own id needs a row with a null fact if it has none.
   */
  readonly facts: (condition: string) => string;
  /** SQL: the owners to which the ids in $1 lead. */
  readonly named: string;
}

/** Holds facts and counts them. `put` returns what is needed to take a fact out again. */
export interface Counter<F, M> {
  put(fact: F): M;
  take(mark: M): void;
}

/** If there are more owners than this, they are not read one by one. */
const MOST_READ_SINGLY = 2_000;
const A_TURN = 5_000;

/**
 * Figures about the register in memory that are exact when they are requested: the first caller reads from the change log what has
 * changed since, and then reads the affected facts again. Writers do no work for them. The time for a count depends on how much has
 * changed since the last one, not on the size of the register. The first count reads everything.
 */
export class KeptFigures<F, M> {
  private readonly log: ChangeLog;
  private readonly held = new Map<string, M[]>();
  /** The last commit that the figures reflect; null: none yet, everything must be read. */
  private number: number | null = null;
  private catchingUp: Promise<void> | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly rule: FiguresRule,
    private readonly counter: Counter<F, M>,
  ) {
    this.log = new ChangeLog(pool);
  }

  /** Resolves when every write that was committed before this call counts. */
  async catchUp(): Promise<void> {
    // A run in progress may have read the log before this call. The next run serves everyone who waits here.
    await this.catchingUp?.catch(() => {});
    this.catchingUp ??= this.follow().finally(() => {
      this.catchingUp = undefined;
    });
    return this.catchingUp;
  }

  private async follow(): Promise<void> {
    const head = await this.log.head();
    if (this.number === head) return;
    const touched = await this.touchedUntil(head);
    if (touched === null || touched.length > 0) {
      const facts = await this.read(touched);
      this.number = null; // if the steps below fail, everything must be read again
      await this.forget(touched ?? [...this.held.keys()]);
      await this.forget(facts.map(({ owner }) => owner));
      await this.keep(facts);
    }
    this.number = head;
  }

  /** Null: everything must be read again. */
  private async touchedUntil(head: number): Promise<string[] | null> {
    // If the number is lower than before, the database has been replaced or restored.
    if (this.number === null || head < this.number) return null;
    const touched = new Set<string>();
    for (let at = this.number; at < head; ) {
      const changes = await this.log.following(at, head);
      for (const change of changes) {
        const ids = this.rule.touchedBy(change);
        if (ids === 'all') return null;
        for (const id of ids) touched.add(id);
      }
      if (touched.size > MOST_READ_SINGLY) return null;
      at = changes.at(-1)?.number ?? head;
    }
    return [...touched];
  }

  /** All owners if `ids` is null. That is a separate statement, because one plan for both would read all owners for a single id. */
  private async read(ids: readonly string[] | null): Promise<OwnedFact<F>[]> {
    const { name, facts, named } = this.rule;
    const { rows } = await this.pool.query<OwnedFact<F>>(
      ids === null
        ? { name: `all ${name} figures`, text: facts('true') }
        : { name: `${name} figures`, text: facts(named), values: [ids] },
    );
    return rows;
  }

  private async forget(owners: readonly string[]): Promise<void> {
    for (const [n, owner] of owners.entries()) {
      await breath(n);
      for (const mark of this.held.get(owner) ?? []) this.counter.take(mark);
      this.held.delete(owner);
    }
  }

  private async keep(facts: readonly OwnedFact<F>[]): Promise<void> {
    for (const [n, { owner, fact }] of facts.entries()) {
      await breath(n);
      if (fact === null) continue;
      const mark = this.counter.put(fact);
      const marks = this.held.get(owner);
      if (marks) marks.push(mark);
      else this.held.set(owner, [mark]);
    }
  }
}

/** Lets other work run after a number of steps. Nothing is counted in the meantime: counts wait for `catchUp`. */
function breath(n: number): Promise<void> | undefined {
  return n > 0 && n % A_TURN === 0 ? new Promise((resume) => setImmediate(resume)) : undefined;
}

/** Equal facts, and how many of them there are. */
interface Group<F> {
  readonly key: string;
  readonly fact: F;
  count: number;
}

/** Counts facts of few different kinds, such as codes. */
export class GroupCounter<F extends readonly (string | null)[]> implements Counter<F, Group<F>> {
  private readonly groups = new Map<string, Group<F>>();

  put(fact: F): Group<F> {
    const key = JSON.stringify(fact);
    let group = this.groups.get(key);
    if (!group) {
      group = { key, fact, count: 0 };
      this.groups.set(key, group);
    }
    group.count++;
    return group;
  }

  take(group: Group<F>): void {
    if (--group.count === 0) this.groups.delete(group.key);
  }

  /** How many facts match. */
  count(isMeant: (fact: F) => boolean): number {
    let sum = 0;
    for (const { fact, count } of this.groups.values()) if (isMeant(fact)) sum += count;
    return sum;
  }
}
