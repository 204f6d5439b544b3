import DataLoader from 'dataloader';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { type Clock, DAY, londonDay } from '../../platform/clock.js';
import { insertRecord, type RegisterWriter } from '../../platform/database/register-writer.js';
import { UserProblem } from '../../platform/errors.js';
import type { KeyRange } from '../../platform/key-range.js';
import type { Log } from '../../platform/log.js';
import type { Actor } from '../identity/actor.js';
import type { Outbox } from '../mail/outbox.service.js';
import type { Atlas } from '../place/atlas.js';
import { makeOnce } from '../privacy/repeatable.service.js';
import type { Provider } from '../provider/provider.entity.js';
import { lockProvider } from '../provider/provider-lock.service.js';
import { belongingOf, holdProvider, requireWriting } from '../register/entry/entry-access.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { Chase } from './chase.entity.js';
import type { ChasingCriteria, ChasingDue, ChasingRepository, DueVacancy } from './chasing.repository.js';
import { LINK_DAYS, STOP_LINK_DAYS } from './chasing.rules.js';
import { digestMail } from './digest.js';
import { answerPath, stopPath } from './link-paths.js';
import type { SignedLinks } from './signed-link.js';

/** The actor in the change log for reminders that the hub makes by itself. */
const BY_ITSELF = 'system: reminders';

/** Whether a provider gets reminders. */
export interface OptOut {
  readonly providerId: string;
  /** Null: it gets them. */
  readonly optedOutAt: Date | null;
}

/** Reminds providers of vacancies that nobody has confirmed, and says which are due. */
export class ChasingService {
  private readonly counts: DataLoader<string, number>;
  private readonly lastChases: DataLoader<string, Chase | null>;

  constructor(
    private readonly repository: ChasingRepository,
    private readonly writer: RegisterWriter,
    private readonly outbox: Outbox,
    private readonly links: SignedLinks,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Pick<Atlas, 'localAuthorities'>,
    private readonly clock: Clock,
    private readonly log: Pick<Log, 'warn'>,
  ) {
    this.counts = uncached(async (ids) => {
      const counts = await repository.vacancyCounts(ids);
      return ids.map((id) => counts.get(id) ?? 0);
    });
    this.lastChases = uncached(async (ids) => {
      const found = await repository.chasesById(ids);
      return ids.map((id) => found.get(id) ?? null);
    });
  }

  /** The providers with vacancies that are due, within the actor's reach. @throws Forbidden. */
  async page(actor: Actor, criteria: ChasingCriteria, range: KeyRange): Promise<ChasingDue[]> {
    actor.require('register.read');
    return this.repository.page(actor, criteria, this.at(), range);
  }

  async count(actor: Actor, criteria: ChasingCriteria): Promise<number> {
    actor.require('register.read');
    return this.repository.count(actor, criteria, this.at());
  }

  /** Reminders by id, to providers within the actor's reach. @throws Forbidden. */
  async byIds(actor: Actor, ids: readonly string[]): Promise<Chase[]> {
    actor.require('register.read');
    return this.repository.chases(actor, ids);
  }

  /** The last reminder to a provider that was listed within the actor's reach; null if it was never reminded. */
  lastChaseOf({ lastChaseId }: ChasingDue): Promise<Chase | null> | null {
    return lastChaseId === null ? null : this.lastChases.load(lastChaseId);
  }

  /** How many vacancies a reminder asked about. Asked about many reminders at once, it reads them in one statement. */
  vacanciesOf({ id }: Chase): Promise<number> {
    return this.counts.load(id);
  }

  /**
   * Makes every reminder that is due, each in its own transaction. Several hubs can do this at once: each provider gets one.
   * @returns how many were made.
   */
  async chaseDue(): Promise<number> {
    const { now, today } = this.at();
    const due = await this.repository.dueProviders(now, today);
    if (due.length > 0 && this.outbox.publicUrl === null) {
      this.log.warn({ providers: due.length }, 'no reminders are made, because their links need PUBLIC_URL');
      return 0;
    }
    let made = 0;
    for (const id of due) if (await this.chaseIfDue(id)) made++;
    return made;
  }

  /**
   * Reminds a provider now, also if it was reminded before and did not answer.
   * @throws UserProblem if nothing is due, if a reminder cannot reach it, or if one was made within a day; Forbidden without
   * `register.write` there.
   */
  async chaseNow(actor: Actor, providerId: string, key?: string | null): Promise<Chase> {
    return this.writer.write(
      {},
      async (db) => {
        const provider = await holdProvider(db, actor, providerId, ['provider']);
        actor.require('register.write', belongingOf(provider));
        const request = {
          actor: actor.name,
          key,
          operation: 'chase now',
          sent: { providerId },
          now: this.clock.now(),
        };
        return makeOnce(db, request, Chase, (id) => this.makeAsked(db, provider, id));
      },
      actor.because(),
    );
  }

  /** Sets whether a provider gets reminders. @throws UserProblem, Forbidden unless the actor keeps or edits the provider. */
  async setOptedOut(actor: Actor, providerId: string, isOptedOut: boolean): Promise<OptOut> {
    const at = isOptedOut ? new Date(this.clock.now()) : null;
    return this.writer.write(
      {},
      async (db) => {
        const provider = await holdProvider(db, actor, providerId, ['provider']);
        requireWriting(actor, provider);
        await this.repository.setOptedOut(db, provider.id, at);
        return { providerId: provider.id, optedOutAt: await this.repository.optedOutAt(db, provider.id) };
      },
      actor.because(),
    );
  }

  private chaseIfDue(providerId: string): Promise<boolean> {
    return this.writer.write(
      {},
      async (db) => {
        const provider = await lockProvider(db, providerId);
        if (!provider) return false;
        const to = await this.repository.mailboxOf(db, provider.id);
        const isOut = (await this.repository.optedOutAt(db, provider.id)) !== null;
        const vacancies = await this.due(db, provider, false);
        if (to === null || isOut || vacancies.length === 0) return false; // another hub was first, or it has changed
        await this.make(db, provider, to, vacancies);
        return true;
      },
      { actor: BY_ITSELF, reason: 'Vacancies have not been confirmed for as long as the rule says.' },
    );
  }

  private async makeAsked(db: EntityManager, provider: Provider, id: string): Promise<Chase> {
    const refused = (code: 'NOT_IN_THIS_STATE' | 'TOO_MANY' | 'BLOCKED', message: string) =>
      UserProblem.of(['provider'], code, message);
    if (this.outbox.publicUrl === null) {
      throw refused(
        'BLOCKED',
        'This hub is not set up to write mails. Ask the person who runs it to set PUBLIC_URL.',
      );
    }
    if ((await this.repository.optedOutAt(db, provider.id)) !== null) {
      const message =
        'The provider asked for no more reminders. Speak to it, and take that back with chasingOptOutSet if it agrees.';
      throw refused('BLOCKED', message);
    }
    const to = await this.repository.mailboxOf(db, provider.id);
    if (to === null) {
      const message =
        'The provider has no mailbox that reminders could go to. Set one for the role VACANCIES with contactSet.';
      throw refused('BLOCKED', message);
    }
    const last = await this.repository.lastTo(db, provider.id);
    if (last !== null && last.getTime() > this.clock.now() - DAY) {
      throw refused(
        'TOO_MANY',
        'The provider was reminded within the last 24 hours. Wait until a day has passed.',
      );
    }
    const vacancies = await this.due(db, provider, true);
    if (vacancies.length === 0) {
      const message = 'No vacancy of this provider is due: each was confirmed recently, or is not public.';
      throw refused('NOT_IN_THIS_STATE', message);
    }
    return this.make(db, provider, to, vacancies, id);
  }

  private due(db: EntityManager, { id }: Provider, early: boolean): Promise<DueVacancy[]> {
    return this.repository.dueVacancies(db, id, { ...this.at(), early });
  }

  private async make(
    db: EntityManager,
    provider: Provider,
    to: string,
    vacancies: readonly DueVacancy[],
    id?: string,
  ): Promise<Chase> {
    const now = this.clock.now();
    const number = Math.max(...vacancies.map(({ times }) => times)) + 1;
    const chaseId = id ?? uuidv7();
    const linkExpires = now + LINK_DAYS * DAY;
    const link = (path: string) => `${this.outbox.publicUrl}${path}`;
    const mail = digestMail({
      council: this.atlas.localAuthorities.get(provider.localAuthorityCode)?.name ?? 'Your local authority',
      provider: provider.name,
      vacancies,
      unitOf: (code) => this.vocabulary.get('VACANCY_UNIT', code).label,
      number,
      link: link(answerPath(this.links.sign('answer', chaseId, linkExpires))),
      linkExpires,
      stopLink: link(stopPath(this.links.sign('stop', chaseId, now + STOP_LINK_DAYS * DAY))),
    });
    const mailId = await this.outbox.put(db, {
      ...mail,
      to,
      isDemonstration: provider.isDemonstration,
      uselessFrom: new Date(linkExpires),
    });
    const chase = await insertRecord(db, Chase, {
      id: chaseId,
      providerId: provider.id,
      madeAt: new Date(now),
      number,
      mailId,
    });
    await this.repository.addVacancies(db, chase.id, vacancies);
    return chase;
  }

  private at(): { readonly now: Date; readonly today: string } {
    const now = this.clock.now();
    return { now: new Date(now), today: londonDay(now) };
  }
}

/** Batches the keys of one tick, and keeps nothing. */
function uncached<V>(load: (ids: readonly string[]) => Promise<V[]>): DataLoader<string, V> {
  return new DataLoader(load, { cache: false });
}
