import type { EntityManager } from 'typeorm';
import type { Clock } from '../../../platform/clock.js';
import { DAY } from '../../../platform/clock.js';
import { type RegisterWriter, requireVersion } from '../../../platform/database/register-writer.js';
import { UserProblem } from '../../../platform/errors.js';
import type { Actor } from '../../identity/actor.js';
import { by } from '../../identity/attribution.rules.js';
import { type HeldVacancy, Vacancy } from '../../vacancy/vacancy.entity.js';
import { type VacancyService, vacancyConstraints } from '../../vacancy/vacancy.service.js';
import { lockVacancy } from './locked-vacancies.js';
import { type LastStatement, vacancyKeeperRepository } from './vacancy-keeper.repository.js';

/** How long a confirmation can be undone, in milliseconds. Later, people may have relied on it: then it is better to say what is so. */
const UNDOABLE_FOR = DAY;

/** Takes back a confirmation that was a mistake. */
export class VacancyUndoService {
  constructor(
    private readonly vacancies: VacancyService,
    private readonly writer: RegisterWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * Gives a vacancy back the statement before its last confirmation, with when that was confirmed and expires, less the held places
   * that were taken since. The record of changes keeps both.
   * @throws UserProblem if something else has changed since, or if the confirmation is more than a day old; NotFound, Conflict, Forbidden.
   */
  async undo(actor: Actor, id: string, version: number, reason?: string | null): Promise<HeldVacancy> {
    const work = async (db: EntityManager) => {
      const { vacancy } = await lockVacancy(db, actor, id);
      requireVersion(vacancy, version, 'This vacancy');
      const last = await vacancyKeeperRepository.lastStatement(db, vacancy);
      const problem = whyNot(vacancy, last, this.clock.now());
      if (problem || !last) throw UserProblem.of(null, 'NOT_IN_THIS_STATE', problem ?? NEVER);
      await vacancyKeeperRepository.restore(db, id, last);
      const [written] = await this.vacancies.written(db, actor, [await db.findOneByOrFail(Vacancy, { id })]);
      return written!;
    };
    return this.writer.write(vacancyConstraints, work, by(actor, reason));
  }
}

const NEVER = 'No confirmation of this vacancy is on record, so there is nothing to undo.';

/** Why the last statement about a vacancy cannot be undone. Null if it can. */
function whyNot({ confirmedAt }: Vacancy, last: LastStatement | null, now: number): string | null {
  if (!last) return NEVER;
  // Places that were taken are changes too, but no statements.
  if (last.changesSince > last.takenSince) {
    return 'The last change of this vacancy was not a confirmation, so there is nothing to undo. Say what is so with vacancyUpdate or vacancyConfirm.';
  }
  if (last.isFirst) {
    return 'This vacancy has been confirmed only when it was created, so there is no statement before that. Use vacancyClose if it has no places.';
  }
  if (confirmedAt !== null && now - confirmedAt.getTime() > UNDOABLE_FOR) {
    return 'This confirmation is more than a day old, so people may have relied on it. Say what is so now with vacancyUpdate or vacancyConfirm.';
  }
  return null;
}
