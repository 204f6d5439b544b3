import { type EntityManager, In } from 'typeorm';
import { insertRecord, type RegisterWriter } from '../../platform/database/register-writer.js';
import type { KeyRange } from '../../platform/key-range.js';
import { parseInput } from '../../platform/parse.js';
import type { Actor } from '../identity/actor.js';
import { neededReason } from '../identity/attribution.rules.js';
import type { Provider } from '../provider/provider.entity.js';
import { belongingOf } from '../register/entry/entry-access.js';
import { comparedCodesOf } from './candidate.service.js';
import { Dismissal } from './dismissal.entity.js';
import { inWords, type Reason, type Strength, strengthOf } from './duplicate.rules.js';
import { holdTwo, type NamedEntry } from './held-providers.js';
import type { PairCriteria, PairRepository, PairRow } from './pair.repository.js';

/** Two entries that may be duplicates. */
export class Pair {
  id: string;
  first: Provider;
  second: Provider;
  strength: Strength;
  reasons: readonly Reason[];
  /** The findings of the local authorities in the caller's reach that set the pair aside. */
  dismissals: readonly Dismissal[];
  /** Its place in the list: score and id. */
  key: readonly [score: string, id: string];
}

/** Conditions of a list of pairs. */
export interface PairFilter {
  readonly localAuthorities?: readonly string[] | undefined;
  readonly isDismissed?: boolean | undefined;
}

/** Lists pairs of possible duplicates, and sets pairs aside that are not duplicates. */
export class PairService {
  constructor(
    private readonly repository: PairRepository,
    private readonly writer: RegisterWriter,
  ) {}

  /**
   * Lists pairs that have at least one entry within the actor's reach, and whose other entry the actor may see.
   * @throws Forbidden without `register.read` and `place.exact`.
   */
  list(actor: Actor, { localAuthorities, isDismissed = false }: PairFilter) {
    const codes = comparedCodesOf(actor);
    const within =
      localAuthorities === undefined
        ? codes
        : localAuthorities.filter((code) => codes?.includes(code) ?? true);
    const criteria: PairCriteria = { codes, within, areDismissed: isDismissed };
    return {
      page: async (range: KeyRange): Promise<Pair[]> =>
        this.shown(await this.repository.page(criteria, range), codes),
      count: () => this.repository.count(criteria),
    };
  }

  /** Reads pairs by id, set aside or not, among those that `list` returns for this actor. @throws like `list`. */
  async byIds(actor: Actor, ids: readonly string[]): Promise<Pair[]> {
    const codes = comparedCodesOf(actor);
    const criteria = { codes, within: codes, areDismissed: null };
    return this.shown(await this.repository.byIds(criteria, ids), codes);
  }

  /**
   * Sets a pair aside for those local authorities of its entries that the actor decides for. Doing it again changes nothing.
   * @throws UserProblem if the actor cannot see one of the entries; Forbidden.
   */
  dismiss(actor: Actor, first: NamedEntry, second: NamedEntry, reason: string): Promise<Dismissal[]> {
    const said = parseInput(neededReason, reason, ['reason']);
    return this.settle(actor, [first, second], said, async (db, both, known) => {
      const missing = both.codes.filter((code) => !known.some((one) => one.localAuthorityCode === code));
      const added = [];
      for (const localAuthorityCode of missing) {
        const values = { ...both.pair, localAuthorityCode, reason: said, dismissedBy: actor.name };
        added.push(await insertRecord(db, Dismissal, values));
      }
      return [...known, ...added];
    });
  }

  /** Brings back a pair that was set aside, and returns the findings it removed. @throws like `dismiss`. */
  reinstate(actor: Actor, first: NamedEntry, second: NamedEntry, reason: string): Promise<Dismissal[]> {
    const said = parseInput(neededReason, reason, ['reason']);
    return this.settle(actor, [first, second], said, async (db, _, known) => {
      if (known.length > 0) await db.delete(Dismissal, { id: In(known.map(({ id }) => id)) });
      return known;
    });
  }

  private settle(
    actor: Actor,
    names: readonly [NamedEntry, NamedEntry],
    reason: string,
    work: (
      db: EntityManager,
      both: { pair: Pick<Dismissal, 'firstId' | 'secondId'>; codes: string[] },
      known: Dismissal[],
    ) => Promise<Dismissal[]>,
  ): Promise<Dismissal[]> {
    return this.writer.write(
      {},
      async (db) => {
        // The lock makes a second user who sets the same pair aside wait, and then find it done.
        const both = await holdTwo(db, actor, names);
        const [firstId, secondId] = both.map(({ id }) => id).sort() as [string, string];
        const concerned = [...new Set(both.map(({ localAuthorityCode }) => localAuthorityCode))].sort();
        const codes = concerned.filter((localAuthorityCode) =>
          actor.may('register.decide', { localAuthorityCode }),
        );
        if (codes.length === 0) actor.require('register.decide', belongingOf(both[0]));
        const known = await db.findBy(Dismissal, { firstId, secondId, localAuthorityCode: In(codes) });
        return work(db, { pair: { firstId, secondId }, codes }, known);
      },
      actor.because(reason),
    );
  }

  private async shown(rows: readonly PairRow[], codes: PairCriteria['codes']): Promise<Pair[]> {
    if (rows.length === 0) return [];
    const firstIds = rows.map(({ firstId }) => firstId);
    const ids = [...new Set([...firstIds, ...rows.map(({ secondId }) => secondId)])];
    const [providers, dismissals] = await Promise.all([
      this.repository.providers(ids, codes),
      this.repository.dismissals(firstIds, codes),
    ]);
    return rows.flatMap(({ id, firstId, secondId, score, reasons }) => {
      const [first, second] = [providers.get(firstId), providers.get(secondId)];
      if (!first || !second) return []; // the actor can no longer see it
      const own = dismissals.filter((one) => one.firstId === firstId && one.secondId === secondId);
      return [
        Object.assign(new Pair(), {
          id,
          first,
          second,
          strength: strengthOf(score),
          reasons: inWords(reasons),
          dismissals: own,
          key: [String(score), id] as const,
        }),
      ];
    });
  }
}
