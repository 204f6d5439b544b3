import type { EntityManager, FindOptionsWhere } from 'typeorm';
import { Conflict, invalid, refuse, UserProblem } from '../errors.js';
import { insertRecord, requireVersion, updateRecord } from './register-writer.js';
import type { Versioned } from './versioned.js';

/** A rule that is data and begins on a day. Of several that hold on a day, the one that began last counts. */
export interface DatedRule extends Versioned {
  /** The first day, `yyyy-mm-dd`, in Europe/London. */
  validFrom: string;
  /** The last day, `yyyy-mm-dd`. Null if no end is known. */
  validTo: string | null;
}

/** What a rule says: all but the fields that every record has. */
export type RuleValues<R extends DatedRule> = Omit<R, keyof Versioned>;

/**
 * Creates the rule that begins on a day, or changes it if a version is given. A rule that has begun stays as it was: only its end can
 * be set.
 * @param key what the rule is for and its first day: no two rules share it.
 * @param version of the rule that was read. Null if none begins on that day.
 * @param today `yyyy-mm-dd`, in Europe/London.
 * @throws UserProblem if the rule begins in the past or has begun; Conflict.
 */
export async function setDatedRule<R extends DatedRule>(
  db: EntityManager,
  Rule: new () => R,
  key: FindOptionsWhere<R>,
  version: number | null,
  values: RuleValues<R>,
  today: string,
): Promise<R> {
  const known = await db.findOneBy(Rule, key);
  if (known && version === null) {
    throw new Conflict(
      `There is already a rule that begins on this day, at version ${known.version}. Read it, then send your change with this version.`,
    );
  }
  if (!known && version !== null) {
    throw new Conflict('There is no rule that begins on this day. Leave the version out to create one.');
  }
  if (known && known.validFrom <= today) {
    requireVersion(known, version ?? 0, 'This rule');
    requireOnlyEnd(known, values, today);
  } else if (values.validFrom < today) {
    refuse([invalid(['input', 'validFrom'], 'A rule cannot begin in the past. Give today or a later day.')]);
  }
  return known
    ? updateRecord(db, Rule, known.id, version ?? 0, values as never)
    : insertRecord(db, Rule, values as never);
}

/** @throws UserProblem if anything but the end of a rule that has begun would change, or if its end would be past. */
function requireOnlyEnd<R extends DatedRule>(known: R, values: RuleValues<R>, today: string): void {
  const { validTo, ...others } = values;
  const isSame = Object.entries(others).every(([name, value]) => Reflect.get(known, name) === value);
  if (isSame && (validTo === null || validTo >= today)) return;
  const message =
    'This rule has begun, so only its last day can be set, to today or later. To change more, create a rule that begins later.';
  throw UserProblem.of(['input'], 'NOT_IN_THIS_STATE', message);
}
