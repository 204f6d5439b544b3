import type { z } from 'zod';
import { type Clock, londonDay } from '../../platform/clock.js';
import { type Problem, refuse, userProblemsOf } from '../../platform/errors.js';
import { parseArguments } from '../../platform/parse.js';
import type { Where, WhereMaker } from '../search/where.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import type { Codebook } from './code-bits.js';
import { type LookedUp, lookedUpIn, type MatchProfile } from './match.rules.js';
import { type MatchWhere, type Question, questionOf } from './question.js';
import { together } from './together.js';

const PATH = ['profile'];
const NEAR = [...PATH, 'near'];

type Near = NonNullable<MatchProfile['near']>;

/** Checks the arguments of a match and prepares its profile for weighing: looks up its codes and its place. */
export class QuestionMaker {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly codebook: Codebook,
    private readonly wheres: WhereMaker,
    private readonly clock: Clock,
  ) {}

  /**
   * Checks arguments that have a profile.
   * @param check what else to check in the arguments, which may break their rules.
   * @throws UserProblem with everything that is wrong: values that break a rule, codes that are unknown or not valid today, an
   * unknown place or area, and what `check` finds.
   */
  async make<S extends z.ZodType<{ readonly profile: MatchProfile }>, C = undefined>(
    rules: S,
    given: { readonly profile: unknown },
    check: () => C = () => undefined as C,
  ): Promise<{ readonly input: z.output<S>; readonly question: Question; readonly checked: C }> {
    const now = this.clock.now();
    const lookedUp = lookedUpIn(given.profile);
    const [input, checked, , where] = await together(
      () => parseArguments(rules, given, []),
      check,
      () => refuse(this.codeProblems(lookedUp, londonDay(now))),
      () => this.where(lookedUp.near),
    );
    return { input, checked, question: questionOf(input.profile, where, this.codebook, now) };
  }

  private codeProblems({ needs, circumstances, tier, referralRoute }: LookedUp, today: string): Problem[] {
    const one = (code: string | undefined) => (code === undefined ? [] : [code]);
    return [
      ...needs.flatMap((code, i) =>
        this.vocabulary.problems('NEED', one(code), [...PATH, 'needs', String(i), 'code'], today),
      ),
      ...this.vocabulary.problems('CIRCUMSTANCE', circumstances, [...PATH, 'circumstances'], today),
      ...this.vocabulary.problems('TIER', one(tier), [...PATH, 'tier'], today),
      ...this.vocabulary.problems('REFERRAL_ROUTE', one(referralRoute), [...PATH, 'referralRoute'], today),
    ];
  }

  private async where(near: Near | undefined): Promise<MatchWhere | null> {
    if (!near) return null;
    const understood = await this.understand(near);
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

  /** @throws UserProblem for an unknown place or area, and for a distance that cannot go with it. */
  private async understand(near: Near): Promise<Where> {
    try {
      return await this.wheres.make(near, NEAR);
    } catch (error) {
      const first = userProblemsOf(error);
      // A distance that cannot go with an area is said before the area is looked up.
      if (first.every(({ field }) => field?.at(-1) === 'within')) await this.lookUp(near.place, first);
      throw error;
    }
  }

  /** @throws UserProblem with `others` too if there is no such place. */
  private async lookUp(place: Near['place'], others: readonly Problem[]): Promise<void> {
    await together(
      () => this.wheres.make({ place }, NEAR),
      () => refuse(others),
    );
  }
}
