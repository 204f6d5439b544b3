import { invalid, type Problem, refuse } from '../../platform/errors.js';
import type { Offering } from '../offering/offering.entity.js';
import type { OfferingService } from '../offering/offering.service.js';
import type { ProviderService } from '../provider/provider.service.js';
import type { SiteView } from '../provider/site-view.js';
import type { Vacancy } from '../vacancy/vacancy.entity.js';
import type { VacancyService } from '../vacancy/vacancy.service.js';
import { type Reached, reachedFrom } from './distance-part.js';
import type { MatchProfile } from './match.rules.js';
import { type Score, Scorer } from './match.score.js';
import type { MatchFacts, OfferingFacts } from './match-facts.js';
import type { MatchTable } from './match-table.js';
import type { NearMiss } from './near-misses.js';
import type { Wording } from './part.js';
import type { Question } from './question.js';
import type { QuestionMaker } from './question-maker.js';
import { nextOpen } from './vacancy-part.js';

/** One offering, at the site where it fits best, with its score. */
export interface Match extends Reached {
  readonly offering: Offering;
  readonly site: SiteView | null;
  readonly score: Score;
  /** Its earliest open vacancy for the pupil's years; null when there is none. */
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

/** Offerings side by side, in the order they were given. */
export interface Comparison {
  readonly question: Question;
  readonly matches: readonly Match[];
}

/** Answers "which of these fits?", with reasons. Nothing of a profile is kept or logged. */
export class MatchService {
  constructor(
    private readonly table: MatchTable,
    private readonly questions: QuestionMaker,
    private readonly wording: Wording,
    private readonly offerings: OfferingService,
    private readonly providers: ProviderService,
    private readonly vacancies: VacancyService,
    /** The stored id behind a global id of the given prefix, null when it is none. */
    private readonly decodeId: (prefix: string, id: string) => string | null,
  ) {}

  /** The best for a profile. @throws UserProblem for an unknown or expired code, and for an unknown place. */
  async match({ profile, first }: { profile: MatchProfile; first: number }): Promise<MatchAnswer> {
    const scorer = new Scorer(await this.questions.make(profile));
    const { best, ...counts } = this.table.find(scorer, first);
    return { question: scorer.question, matches: await this.hydrate(best, scorer), ...counts };
  }

  /**
   * Offerings weighed by the same function, whether they pass its hard conditions or not.
   * @throws UserProblem as `match`, and for an id that is given twice or is of no listed offering.
   */
  async compare({
    offerings,
    profile,
  }: {
    offerings: readonly string[];
    profile: MatchProfile;
  }): Promise<Comparison> {
    const facts = this.factsOf(offerings);
    const scorer = new Scorer(await this.questions.make(profile));
    const sites = facts.map((each) => scorer.bestSite(each));
    return { question: scorer.question, matches: await this.hydrate(sites, scorer) };
  }

  /** The next vacancy of a match as it is stored now. */
  nextVacancy({ nextVacancyId }: Match): Vacancy | null | Promise<Vacancy | null> {
    return nextVacancyId === null ? null : this.vacancies.get(nextVacancyId);
  }

  private factsOf(ids: readonly string[]): OfferingFacts[] {
    const problems: Problem[] = [];
    const found = ids.flatMap((id, i) => {
      const field = ['offerings', String(i)];
      if (ids.indexOf(id) < i) {
        problems.push(invalid(field, 'This offering is given twice.'));
        return [];
      }
      const stored = this.decodeId('off', id);
      const facts = stored === null ? undefined : this.table.get(stored);
      if (facts) return [facts];
      problems.push({ field, code: 'NOT_FOUND', message: 'There is no listed offering with this id.' });
      return [];
    });
    refuse(problems);
    return found;
  }

  /** Everything that is shown, in a constant number of statements; what has gone meanwhile is left out. */
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
