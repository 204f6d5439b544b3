import type { Clock } from '../../platform/clock.js';
import { Conflict, Forbidden, NotFound, UserProblem } from '../../platform/errors.js';
import { byMailedLink } from '../identity/mailed-link.rules.js';
import type { Provider } from '../provider/provider.entity.js';
import type { ProviderService } from '../provider/provider.service.js';
import type { VacancyKeeperService } from '../register/keeping/vacancy-keeper.service.js';
import type { Vacancy } from '../vacancy/vacancy.entity.js';
import type { Chase } from './chase.entity.js';
import type { ChasingRepository, SentVacancy } from './chasing.repository.js';
import type { ChasingService } from './chasing.service.js';
import type { LinkPurpose, SignedLinks } from './signed-link.js';

/** What a provider says about a vacancy. */
export type Answer =
  | { readonly kind: 'STILL_TRUE' }
  | { readonly kind: 'CHANGED'; readonly places: number }
  | { readonly kind: 'NONE_NOW' };

/** What became of an answer: it is stored and counts until an instant; SEEN: someone had answered or changed it before; or why not. */
export type AnswerOutcome = { readonly storedUntil: Date } | 'SEEN' | { readonly refused: string };

/** What is behind a link. */
export interface Behind {
  readonly chase: Chase;
  /** The id of the provider that the vacancies are of now: another one if the provider was merged. */
  readonly providerId: string;
}

/** Why there is nothing behind a link. UNKNOWN: the hub did not make it, or what it was about has gone. */
export type NothingBehind = 'UNKNOWN' | 'EXPIRED';

/** What people can do by the links of a reminder. The links sign them in for one provider and the vacancies of the reminder alone. */
export class MailedAnswers {
  constructor(
    private readonly repository: ChasingRepository,
    private readonly links: SignedLinks,
    private readonly keeper: VacancyKeeperService,
    private readonly chasing: ChasingService,
    private readonly providers: Pick<ProviderService, 'survivorOf' | 'get'>,
    private readonly clock: Clock,
  ) {}

  /** What is behind a link for a purpose. It changes nothing. */
  async behind(purpose: LinkPurpose, token: string): Promise<Behind | NothingBehind> {
    const opened = this.links.open(purpose, token, this.clock.now());
    if (opened === null) return 'UNKNOWN';
    if (opened.hasExpired) return 'EXPIRED';
    const chase = await this.repository.chase(opened.chaseId);
    return chase ? { chase, providerId: this.providers.survivorOf(chase.providerId) } : 'UNKNOWN';
  }

  /** The vacancies behind a link that are still of its provider, by title, as they are now. */
  async vacancies({ chase, providerId }: Behind): Promise<SentVacancy[]> {
    const sent = await this.repository.sentWith(chase.id);
    return sent.filter((one) => one.providerId === providerId);
  }

  /** The provider; null while it is not public. */
  provider({ providerId }: Behind): Provider | null | Promise<Provider | null> {
    return this.providers.get(providerId);
  }

  /**
   * Stores an answer about a vacancy, if nobody has answered or changed it since the reminder.
   * @throws errors that the provider cannot put right, such as that the database is away.
   */
  async answer({ chase, providerId }: Behind, vacancy: SentVacancy, answer: Answer): Promise<AnswerOutcome> {
    const actor = byMailedLink(chase.id, providerId);
    const confirming = { confirmedForDays: null, ...changesOf(vacancy, answer) };
    try {
      const confirmed = await this.keeper.confirm(actor, vacancy.id, vacancy.sentVersion, confirming);
      return { storedUntil: confirmed.expiresAt! };
    } catch (error) {
      if (error instanceof Conflict) return 'SEEN';
      if (error instanceof UserProblem) return { refused: error.message };
      if (error instanceof Forbidden || error instanceof NotFound) {
        return { refused: 'This vacancy is no longer yours to confirm.' };
      }
      throw error;
    }
  }

  isOptedOut({ providerId }: Behind): Promise<boolean> {
    return this.repository.isOptedOut(providerId);
  }

  /** Ends the reminders of the provider, or begins them again. @throws UserProblem if the provider was withdrawn. */
  async setOptedOut({ chase, providerId }: Behind, isOptedOut: boolean): Promise<void> {
    await this.chasing.setOptedOut(byMailedLink(chase.id, providerId), providerId, isOptedOut);
  }
}

/** A vacancy with places is full when it has none. One with a waiting list or an assessment keeps its state. */
function changesOf(
  { state }: SentVacancy,
  answer: Answer,
): { placesAvailable?: number; state?: Vacancy['state'] } {
  if (answer.kind === 'STILL_TRUE') return {};
  const placesAvailable = answer.kind === 'CHANGED' ? answer.places : 0;
  if (state === 'WAITLIST' || state === 'ASSESSMENT_REQUIRED') return { placesAvailable };
  return { placesAvailable, state: placesAvailable === 0 ? 'NO_CAPACITY' : 'CAPACITY' };
}
