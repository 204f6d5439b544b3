import { type Clock, epochDay, londonDay } from '../../platform/clock.js';
import { type Problem, refuse } from '../../platform/errors.js';
import { yearsOfAge } from '../offering/offering.rules.js';
import type { WhereMaker } from '../search/where.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import type { Codebook } from './code-bits.js';
import { hashOf } from './fair-order.js';
import type { MatchProfile } from './match.rules.js';
import { dayBits } from './match-facts.js';
import type { MatchWhere, Question } from './question.js';

const PATH = ['profile'];

/** Makes a checked profile ready to be weighed: looks its codes and its place up. */
export class QuestionMaker {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly codebook: Codebook,
    private readonly wheres: WhereMaker,
    private readonly clock: Clock,
  ) {}

  /** @throws UserProblem for codes that are unknown or not valid today, and for a place or area that is not known. */
  async make(profile: MatchProfile): Promise<Question> {
    const now = this.clock.now();
    const today = londonDay(now);
    refuse(this.codeProblems(profile, today));
    const { needs, yearGroup, age, tier, startBy, near } = profile;
    return {
      profile,
      now,
      today: epochDay(today),
      seed: hashOf(today),
      needs: needs.map(({ code, weight }) => ({ bit: this.codebook.needs.mask([code]), weight })),
      needWeight: needs.reduce((sum, { weight }) => sum + weight, 0),
      circumstances: this.codebook.circumstances.mask(profile.circumstances),
      route: this.codebook.routes.mask(profile.referralRoute === undefined ? [] : [profile.referralRoute]),
      days: dayBits.mask(profile.days),
      daysPerWeek: profile.daysPerWeek ?? 0,
      years: yearGroup !== undefined ? [yearGroup] : age !== undefined ? yearsOfAge(age) : null,
      tier: tier === undefined ? null : this.codebook.tiers.position(tier),
      startBy: startBy === undefined ? null : epochDay(startBy),
      where: near ? await this.where(near) : null,
    };
  }

  private codeProblems(profile: MatchProfile, today: string): Problem[] {
    const { needs, circumstances, tier, referralRoute } = profile;
    return [
      ...needs.flatMap(({ code }, i) =>
        this.vocabulary.problems('NEED', [code], [...PATH, 'needs', String(i), 'code'], today),
      ),
      ...this.vocabulary.problems('CIRCUMSTANCE', circumstances, [...PATH, 'circumstances'], today),
      ...this.vocabulary.problems('TIER', tier === undefined ? [] : [tier], [...PATH, 'tier'], today),
      ...this.vocabulary.problems(
        'REFERRAL_ROUTE',
        referralRoute === undefined ? [] : [referralRoute],
        [...PATH, 'referralRoute'],
        today,
      ),
    ];
  }

  private async where(near: NonNullable<MatchProfile['near']>): Promise<MatchWhere> {
    const understood = await this.wheres.make(near, [...PATH, 'near']);
    const { scope, origin, radiusMetres } = understood;
    if (!scope) throw new Error('A place or an area always has a scope.');
    return {
      understood,
      scope,
      origin,
      farthest: radiusMetres,
      areas: new Set(scope.areas),
      unit: near.within?.miles === undefined ? 'km' : 'miles',
    };
  }
}
