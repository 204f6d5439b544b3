import { TopK } from '../../platform/search/lookup/top-k.js';
import type { IndexedOffering, OfferingFollower, OfferingGeneration } from '../search/indexed-offering.js';
import { FactsStore } from './facts-store.js';
import { turnOf } from './fair-order.js';
import { NONE, type Scorer, SEVERAL } from './match.score.js';
import type { FactsMaker, MatchFacts, OfferingFacts } from './match-facts.js';
import { type NearMiss, NearMisses } from './near-misses.js';

/** What a pass over all listed offerings found. */
export interface Found {
  /** Best first. Each offering once, at the site where it fits best. */
  readonly best: readonly MatchFacts[];
  /** How many listed offerings were weighed. */
  readonly considered: number;
  /** How many of them fail no hard condition. */
  readonly matching: number;
  readonly nearMisses: readonly NearMiss[];
}

/** The facts of every listed offering, in memory and in step with the register. */
export class MatchTable implements OfferingFollower {
  private live = new FactsStore();

  constructor(private readonly maker: FactsMaker) {}

  begin(): OfferingGeneration {
    const fresh = new FactsStore();
    return {
      add: (offerings) => this.put(fresh, offerings),
      finish: () => {
        this.live = fresh;
      },
    };
  }

  replace(ids: readonly string[], offerings: readonly IndexedOffering[]): void {
    for (const id of ids) this.live.delete(id);
    this.put(this.live, offerings);
  }

  /** The facts of a listed offering, one record for each of its sites. */
  get(offeringId: string): OfferingFacts | undefined {
    return this.live.get(offeringId);
  }

  /**
   * Finds the best offerings for a question. It weighs all offerings in one pass, without waiting for anything, and finds the best
   * without sorting the rest. Those of equal rank are in the order of the day, then by id.
   */
  find(scorer: Scorer, limit: number): Found {
    const { all } = this.live;
    const { seed } = scorer.question;
    const { horizon } = scorer;
    const nearMisses = new NearMisses(scorer.question);
    const top = new TopK(limit, (a, b) => {
      const [one, other] = [all[a]![0]!, all[b]![0]!];
      return (
        turnOf(one.hash, seed) - turnOf(other.hash, seed) || (one.offeringId < other.offeringId ? -1 : 1)
      );
    });
    let matching = 0;
    for (let i = 0; i < all.length; i++) {
      if (horizon && this.live.isOutside(i, horizon)) continue;
      const sites = all[i]!;
      let best = Number.POSITIVE_INFINITY;
      let missed = SEVERAL;
      let off = Number.POSITIVE_INFINITY;
      for (const facts of sites) {
        const failing = scorer.failing(facts);
        if (failing === NONE) best = Math.min(best, scorer.rank(facts, top.worstKey));
        else if (failing !== SEVERAL && (missed === SEVERAL || missed === failing)) {
          missed = failing;
          off = Math.min(off, scorer.off(failing, facts));
        }
      }
      if (best !== Number.POSITIVE_INFINITY) {
        matching++;
        top.offer(best, i);
      } else if (missed !== SEVERAL) {
        nearMisses.note(scorer.hardPart(missed), off);
      }
    }
    const passing = (facts: MatchFacts) => scorer.failing(facts) === NONE;
    return {
      best: top.sorted().map((i) => scorer.bestSite(all[i]!.filter(passing))),
      considered: all.length,
      matching,
      nearMisses: nearMisses.found(),
    };
  }

  private put(into: FactsStore, offerings: readonly IndexedOffering[]): void {
    for (const indexed of offerings) into.put(this.maker.make(indexed));
  }
}
