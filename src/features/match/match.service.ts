import { invalid, type Problem, refuse } from '../../platform/errors.js';
import type { Offering } from '../offering/offering.entity.js';
import type { OfferingService } from '../offering/offering.service.js';
import type { ProviderService } from '../provider/provider.service.js';
import type { SiteView } from '../provider/site-view.js';
import type { HeldVacancy } from '../vacancy/vacancy.entity.js';
import type { VacancyService } from '../vacancy/vacancy.service.js';
import { type Reached, reachedFrom } from './distance-part.js';
import { compareInput, MOST_COMPARED, matchInput } from './match.rules.js';
import { type Score, Scorer } from './match.score.js';
import type { MatchFacts, OfferingFacts } from './match-facts.js';
import type { MatchTable } from './match-table.js';
import type { NearMiss } from './near-misses.js';
import type { Wording } from './part.js';
import type { Question } from './question.js';
import type { QuestionMaker } from './question-maker.js';
import { nextOpen } from './vacancy-part.js';

/** An offering at the site where it fits best, with its score. */
export interface Match extends Reached {
  readonly offering: Offering;
  readonly site: SiteView | null;
  readonly score: Score;
  /** The earliest open vacancy for the pupil's school years; null if there is none. */
  readonly nextVacancyId: string | null;
}

/** What a match found. */
export interface MatchAnswer {
  readonly question: Question;
  readonly matches: readonly Match[];
  readonly considered: number;
  readonly matching: number;
  readonly nearMisses: readonly NearMiss[];
}

/** Offerings side by side, in the order in which they were given. */
export interface Comparison {
  readonly question: Question;
  readonly matches: readonly Match[];
}

/** Finds the offerings that fit a profile, with reasons. Never keeps or logs any part of a profile. */
export class MatchService {
  constructor(
    private readonly table: MatchTable,
    private readonly questions: QuestionMaker,
    private readonly wording: Wording,
    private readonly offerings: OfferingService,
    private readonly providers: ProviderService,
    private readonly vacancies: VacancyService,
    /** The stored id in a global id with the given prefix; null if it is not such an id. */
    private readonly decodeId: (prefix: string, id: string) => string | null,
  ) {}

  /**
   * Finds the best offerings for a profile.
   * @throws UserProblem with everything that is wrong: values that break a rule, unknown or expired codes, an unknown place.
   */
  async match(given: { readonly profile: unknown; readonly first: unknown }): Promise<MatchAnswer> {
    const { input, question } = await this.questions.make(matchInput, given);
    const scorer = new Scorer(question);
    const { best, ...counts } = this.table.find(scorer, input.first);
    return { question: scorer.question, matches: await this.hydrate(best, scorer), ...counts };
  }

  /**
   * Weighs the given offerings in the same way, even if they fail hard conditions.
   * @throws UserProblem as in `match`, and for an id that is given twice or does not belong to a listed offering.
   */
  async compare(given: {
    readonly offerings: readonly string[];
    readonly profile: unknown;
  }): Promise<Comparison> {
    const { checked, question } = await this.questions.make(compareInput, given, () =>
      // A list that is too long is not looked up.
      given.offerings.length > MOST_COMPARED ? [] : this.factsOf(given.offerings),
    );
    const scorer = new Scorer(question);
    const sites = checked.map((each) => scorer.bestSite(each));
    return { question, matches: await this.hydrate(sites, scorer) };
  }

  /** The next vacancy of a match, as it is stored now. */
  nextVacancy({ nextVacancyId }: Match): HeldVacancy | null | Promise<HeldVacancy | null> {
    return nextVacancyId === null ? null : this.vacancies.get(nextVacancyId);
  }

  private factsOf(ids: readonly string[]): OfferingFacts[] {
    const problems: Problem[] = [];
    const found = ids.flatMap((id, i) => {
      const field = ['offerings', String(i)];
      if (!compareInput.shape.offerings.element.safeParse(id).success) return []; // its own rule says so
      if (ids.indexOf(id) < i) {
        problems.push(invalid(field, 'This offering is given twice. Give each offering once.'));
        return [];
      }
      const stored = this.decodeId('off', id);
      const facts = stored === null ? undefined : this.table.get(stored);
      if (facts) return [facts];
      problems.push({
        field,
        code: 'NOT_FOUND',
        message: 'No listed offering has this id. Check the id, or remove it.',
      });
      return [];
    });
    refuse(problems);
    return found;
  }

  /** Loads everything to show with a constant number of statements. Leaves out what has gone in the meantime. */
  private async hydrate(found: readonly MatchFacts[], scorer: Scorer): Promise<Match[]> {
    const { question } = scorer;
    const [offerings, sites] = await Promise.all([
      this.offerings.getAll(found.map(({ offeringId }) => offeringId)),
      this.providers.sites(found.flatMap(({ siteId }) => siteId ?? [])),
    ]);
    const siteOf = new Map(sites.map((site) => [site?.id, site]));
    return found.flatMap((facts, i): Match[] => {
      const offering = offerings[i];
      const site = facts.siteId === null ? null : siteOf.get(facts.siteId);
      if (!offering || site === undefined) return [];
      return [
        {
          offering,
          site,
          ...reachedFrom(facts, question.where),
          score: scorer.explain(facts, this.wording),
          nextVacancyId: nextOpen(facts, question)?.id ?? null,
        },
      ];
    });
  }
}
