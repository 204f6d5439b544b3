import type { Clock } from '../../../platform/clock.js';
import { DAY } from '../../../platform/clock.js';
import { type RegisterWriter, requireVersion } from '../../../platform/database/register-writer.js';
import { UserProblem } from '../../../platform/errors.js';
import type { Actor } from '../../identity/actor.js';
import { by } from '../../identity/attribution.rules.js';
import { Vacancy } from '../../vacancy/vacancy.entity.js';
import { vacancyConstraints } from '../../vacancy/vacancy.service.js';
import { holdVacancy } from './held-vacancies.js';
import { type LastChange, vacancyKeeperRepository } from './vacancy-keeper.repository.js';

/** How long a confirmation can be undone, in milliseconds. Later, people may have relied on it: then it is better to say what is so. */
const UNDOABLE_FOR = DAY;

/** Takes back a confirmation that was a mistake. */
export class VacancyUndoService {
  constructor(
    private readonly writer: RegisterWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * Gives a vacancy back the statement before its last confirmation, with when that was confirmed and expires. The record of
   * changes keeps both.
   * @throws UserProblem if the last change was no confirmation, or one of more than a day ago; NotFound, Conflict, Forbidden.
   */
  async undo(actor: Actor, id: string, version: number, reason?: string | null): Promise<Vacancy> {
    const attribution = by(actor, reason);
    return this.writer.write(
      vacancyConstraints,
      async (db) => {
        const { vacancy } = await holdVacancy(db, actor, id);
        requireVersion(vacancy, version, 'This vacancy');
        const last = await vacancyKeeperRepository.lastChange(db, id);
        const problem = whyNot(vacancy, last, this.clock.now());
        if (problem || !last) throw UserProblem.of(null, 'NOT_IN_THIS_STATE', problem ?? NEVER);
        await vacancyKeeperRepository.restore(db, id, last.old);
        return db.findOneByOrFail(Vacancy, { id });
      },
      attribution,
    );
  }
}

const NEVER = 'No confirmation of this vacancy is on record, so there is nothing to undo.';

/** Why the last change of a vacancy cannot be undone. Null if it can. */
function whyNot({ confirmedAt, version }: Vacancy, last: LastChange | null, now: number): string | null {
  if (!last) return NEVER;
  if (last.isFirst) {
    return 'This vacancy has been confirmed only when it was created, so there is no statement before that. Use vacancyClose if it has no places.';
  }
  if (!last.isConfirmation || last.version !== version) {
    return 'The last change of this vacancy was not a confirmation, so there is nothing to undo. Say what is so with vacancyUpdate or vacancyConfirm.';
  }
  if (confirmedAt !== null && now - confirmedAt.getTime() > UNDOABLE_FOR) {
    return 'This confirmation is more than a day old, so people may have relied on it. Say what is so now with vacancyUpdate or vacancyConfirm.';
  }
  return null;
}
