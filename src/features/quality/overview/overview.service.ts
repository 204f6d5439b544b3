import { type Clock, londonToday } from '../../../platform/clock.js';
import type { Actor } from '../../identity/actor.js';
import { recordReachOf } from '../record/record-reach.js';
import {
  adviseOnThreshold,
  type ThresholdAdvice,
  type ThresholdLevel,
  thresholdLevels,
} from '../threshold/threshold.rules.js';
import type { OverviewRepository, QualityCounts } from './overview.repository.js';

/** A local authority's quality figures. */
export interface QualityOverview extends QualityCounts {
  /** The number of providers at each of the four levels. */
  readonly thresholdAdvice: readonly { readonly level: ThresholdLevel; readonly providers: number }[];
}

/**
 * Figures for commissioners: counts of their local authority, and advice on whether providers must register as schools.
 */
export class OverviewService {
  constructor(
    private readonly repository: OverviewRepository,
    private readonly clock: Clock,
  ) {}

  /** Counts of one local authority. @throws Forbidden without `quality.read` there. */
  async of(actor: Actor, localAuthorityCode: string): Promise<QualityOverview> {
    actor.require('quality.read', { localAuthorityCode });
    const today = londonToday(this.clock);
    const [counts, tallies] = await Promise.all([
      this.repository.counts(localAuthorityCode, today),
      this.repository.talliesIn(localAuthorityCode),
    ]);
    const providersAt = new Map<ThresholdLevel, number>();
    for (const { registration, tally, providers, rules } of tallies) {
      const { level } = adviseOnThreshold(registration, tally, rules, today);
      providersAt.set(level, (providersAt.get(level) ?? 0) + providers);
    }
    const thresholdAdvice = thresholdLevels.map((level) => ({
      level,
      providers: providersAt.get(level) ?? 0,
    }));
    return { ...counts, thresholdAdvice };
  }

  /**
   * Advice on a provider in a register the caller can reach; null if there is none. @throws Forbidden without
   * `quality.read`.
   */
  async adviceOn(actor: Actor, providerId: string): Promise<ThresholdAdvice | null> {
    const found = await this.repository.tallyOf(recordReachOf(actor, 'quality.read'), providerId);
    if (!found) return null;
    return adviseOnThreshold(found.registration, found.tally, found.rules, londonToday(this.clock));
  }
}
