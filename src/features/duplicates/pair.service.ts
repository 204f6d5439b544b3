import { type EntityManager, In } from 'typeorm';
import { insertRecord, type RegisterWriter } from '../../platform/database/register-writer.js';
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

/** Two entries that may be the same. */
export interface Pair {
  readonly id: string;
  readonly first: Provider;
  readonly second: Provider;
  readonly strength: Strength;
  readonly reasons: readonly Reason[];
  /** By whom it was set aside, among the local authorities that are read. */
  readonly dismissals: readonly Dismissal[];
  /** Its place in the list: score and id. */
  readonly key: readonly [score: string, id: string];
}

/** Which pairs are wanted. */
export interface PairFilter {
  readonly localAuthority?: string | undefined;
  readonly isDismissed?: boolean | undefined;
}

/** Lists pairs of entries that may be the same, and sets those aside that are not. */
export class PairService {
  constructor(
    private readonly repository: PairRepository,
    private readonly writer: RegisterWriter,
  ) {}

  /** Reads pairs of which one entry at least is within reach, and the other may be seen. @throws Forbidden without `register.read` and `place.exact`. */
  list(actor: Actor, { localAuthority, isDismissed = false }: PairFilter) {
    const codes = comparedCodesOf(actor);
    const within =
      localAuthority === undefined ? codes : [localAuthority].filter((code) => codes?.includes(code) ?? true);
    const criteria: PairCriteria = { codes, within, areDismissed: isDismissed };
    return {
      page: async (after: readonly [string, string] | null, limit: number): Promise<Pair[]> =>
        this.shown(await this.repository.page(criteria, after, limit), criteria),
      count: () => this.repository.count(criteria),
    };
  }

  /**
   * Sets a pair aside for the local authorities among theirs that the actor decides for; doing it again changes nothing.
   * @throws UserProblem when one of them is not there or may not be seen, Forbidden.
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

  /** Brings a pair back that was set aside; answers what was. @throws as `dismiss`. */
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
        // Held: who sets the same pair aside at the same time waits, and finds it done.
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

  private async shown(rows: readonly PairRow[], { codes, within }: PairCriteria): Promise<Pair[]> {
    if (rows.length === 0) return [];
    const firstIds = rows.map(({ firstId }) => firstId);
    const ids = [...new Set([...firstIds, ...rows.map(({ secondId }) => secondId)])];
    const [providers, dismissals] = await Promise.all([
      this.repository.providers(ids, codes),
      this.repository.dismissals(firstIds, within),
    ]);
    return rows.flatMap(({ id, firstId, secondId, score, reasons }) => {
      const [first, second] = [providers.get(firstId), providers.get(secondId)];
      if (!first || !second) return []; // out of sight since
      const pair = { id, first, second, strength: strengthOf(score), reasons: inWords(reasons) };
      const own = dismissals.filter((one) => one.firstId === firstId && one.secondId === secondId);
      return [{ ...pair, dismissals: own, key: [String(score), id] as const }];
    });
  }
}
