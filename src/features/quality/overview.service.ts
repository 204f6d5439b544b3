import { type Clock, londonDay } from '../../platform/clock.js';
import { refuse } from '../../platform/errors.js';
import type { Actor } from '../identity/actor.js';
import type { Atlas } from '../place/atlas.js';
import type { OverviewRepository, QualityCounts } from './overview.repository.js';
import { reachOf } from './quality-reach.js';
import {
  adviseOnThreshold,
  type ThresholdAdvice,
  type ThresholdLevel,
  thresholdLevels,
} from './threshold.rules.js';

/** A local authority's quality at a glance. */
export interface QualityOverview extends QualityCounts {
  readonly localAuthorityCode: string;
  /** Providers at each level, all four levels. */
  readonly thresholdAdvice: readonly { readonly level: ThresholdLevel; readonly providers: number }[];
}

/** What commissioners look at: counts of their local authority, and advice on the threshold of registration. */
export class OverviewService {
  constructor(
    private readonly repository: OverviewRepository,
    private readonly atlas: Atlas,
    private readonly clock: Clock,
  ) {}

  /** Counts of one local authority. @throws Forbidden without `quality.read` there, UserProblem for an unknown code. */
  async of(actor: Actor, localAuthorityCode: string): Promise<QualityOverview> {
    refuse(this.atlas.localAuthorityProblems(localAuthorityCode, ['localAuthority']));
    actor.require('quality.read', { localAuthorityCode });
    const [counts, facts] = await Promise.all([
      this.repository.counts(localAuthorityCode, londonDay(this.clock.now())),
      this.repository.factsIn(localAuthorityCode),
    ]);
    const providersAt = new Map<ThresholdLevel, number>();
    for (const { providers, ...alike } of facts) {
      const { level } = adviseOnThreshold(alike);
      providersAt.set(level, (providersAt.get(level) ?? 0) + providers);
    }
    const thresholdAdvice = thresholdLevels.map((level) => ({
      level,
      providers: providersAt.get(level) ?? 0,
    }));
    return { ...counts, localAuthorityCode, thresholdAdvice };
  }

  /** Advice about a provider of a register in reach; null when there is none. @throws Forbidden without `quality.read`. */
  async adviceOn(actor: Actor, providerId: string): Promise<ThresholdAdvice | null> {
    const facts = await this.repository.factsOf(reachOf(actor, 'quality.read'), providerId);
    return facts && adviseOnThreshold(facts);
  }
}
