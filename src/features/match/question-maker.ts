import { type Clock, londonDay } from '../../platform/clock.js';
import { type Problem, refuse } from '../../platform/errors.js';
import type { WhereMaker } from '../search/where.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import type { Codebook } from './code-bits.js';
import type { MatchProfile } from './match.rules.js';
import { type MatchWhere, type Question, questionOf } from './question.js';

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
    refuse(this.codeProblems(profile, londonDay(now)));
    const where = profile.near ? await this.where(profile.near) : null;
    return questionOf(profile, where, this.codebook, now);
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
