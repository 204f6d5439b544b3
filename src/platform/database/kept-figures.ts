import type pg from 'pg';
import type { Change } from './changes/change.js';
import { ChangeLog } from './changes/change-log.js';

/** A fact of an owner; null: the owner has none. */
interface OwnedFact<F> {
  readonly owner: string;
  readonly fact: F | null;
}

/** What is counted and which changes it hangs on. */
export interface FiguresRule {
  /** Named in statements. */
  readonly name: string;
  /** Ids that lead to the owners whose facts a change may have altered; none for a change that alters no fact. */
  readonly touchedBy: (change: Change) => readonly string[];
  /**
   * SQL: a row `owner`, `fact` for each fact as it is stored now, of the owners that meet a condition. An owner that is not
   * named by its own id needs a row with the fact null when it has none.
   */
  readonly facts: (condition: string) => string;
  /** SQL: the owners that the ids in $1 lead to. */
  readonly named: string;
}

/** Where facts are kept while they count. `put` answers by what one is taken out again. */
export interface Counter<F, M> {
  put(fact: F): M;
  take(mark: M): void;
}

/** More owners than this are not read one by one. */
const MOST_READ_SINGLY = 2_000;
const A_TURN = 5_000;

/**
 * Figures about the register in memory, which are exact at the moment of asking: whoever asks first reads in the change log
 * what has changed since, and of that the facts anew. So writers do nothing for them, a count takes as long as what was
 * changed since the last one, and not as the register is large. The first count reads everything.
 */
export class KeptFigures<F, M> {
  private readonly log: ChangeLog;
  private readonly held = new Map<string, M[]>();
  /** The last commit that the figures reflect; null: none, they are to be read. */
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
    // What is under way may have looked at the log before this call; what follows it serves all who wait here.
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
      this.number = null; // should what follows not come to its end, everything is to be read
      await this.forget(touched ?? [...this.held.keys()]);
      await this.forget(facts.map(({ owner }) => owner));
      await this.keep(facts);
    }
    this.number = head;
  }

  /** Null: everything is to be read anew. */
  private async touchedUntil(head: number): Promise<string[] | null> {
    // A lower number than before: the database is another one than it was.
    if (this.number === null || head < this.number) return null;
    const touched = new Set<string>();
    for (let at = this.number; at < head; ) {
      const changes = await this.log.following(at, head);
      for (const change of changes) for (const id of this.rule.touchedBy(change)) touched.add(id);
      if (touched.size > MOST_READ_SINGLY) return null;
      at = changes.at(-1)?.number ?? head;
    }
    return [...touched];
  }

  /** All owners where null is given; in a statement of its own, as one plan for both would go through all for a single id. */
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

/** Lets others have their turn after so many. Nobody counts meanwhile: they wait for `catchUp`. */
function breath(n: number): Promise<void> | undefined {
  return n > 0 && n % A_TURN === 0 ? new Promise((resume) => setImmediate(resume)) : undefined;
}

/** Facts that are alike, and how many there are of them. */
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

  /** How many facts are meant. */
  count(isMeant: (fact: F) => boolean): number {
    let sum = 0;
    for (const { fact, count } of this.groups.values()) if (isMeant(fact)) sum += count;
    return sum;
  }
}
