import { z } from 'zod';
import { type Clock, londonToday } from '../../platform/clock.js';
import {
  type ConstraintProblems,
  insertRecord,
  type RegisterWriter,
  requireVersion,
  updateRecord,
} from '../../platform/database/register-writer.js';
import { Conflict, invalid, refuse, UserProblem } from '../../platform/errors.js';
import { codeText, parseArguments, parseInput } from '../../platform/parse.js';
import type { Actor } from '../identity/actor.js';
import type { Atlas } from '../place/atlas.js';
import type { ChasingRepository } from './chasing.repository.js';
import { chasingRuleInput } from './chasing.rules.js';
import { ChasingRule } from './chasing-rule.entity.js';

const explained: ConstraintProblems = {
  chasing_rule_once: {
    field: ['input', 'validFrom'],
    code: 'TAKEN',
    message: 'Someone else has just set a rule that begins on this day. Read the rules again.',
  },
};

const oneAuthority = z.strictObject({ localAuthority: codeText().optional() });

/** The rules for reminders. */
export class ChasingRules {
  constructor(
    private readonly repository: ChasingRepository,
    private readonly writer: RegisterWriter,
    private readonly atlas: Pick<Atlas, 'newLocalAuthorityProblems'>,
    private readonly clock: Clock,
  ) {}

  /** All rules, those for all local authorities first, the newest first. @throws Forbidden. */
  async all(actor: Actor): Promise<ChasingRule[]> {
    if (!actor.may('chasing.manage')) actor.require('register.read');
    return this.repository.rules();
  }

  /**
   * Creates the rule that begins on a day, or changes it if `version` is given. A rule that has begun stays as it was: only its end
   * can be set.
   * @param localAuthority null: for all that have no rule of their own.
   * @throws UserProblem if the input is not valid; Conflict; Forbidden without `chasing.manage`.
   */
  async set(
    actor: Actor,
    localAuthority: string | null,
    version: number | null,
    input: z.input<typeof chasingRuleInput>,
  ): Promise<ChasingRule> {
    actor.require('chasing.manage');
    const { localAuthority: code } = parseArguments(oneAuthority, { localAuthority }, []);
    if (code !== undefined) refuse(this.atlas.newLocalAuthorityProblems(code, ['localAuthority']));
    const values = parseInput(chasingRuleInput, input);
    const today = londonToday(this.clock);
    const localAuthorityCode = code ?? null;
    return this.writer.write(
      explained,
      async (db) => {
        const key = { validFrom: values.validFrom };
        const all = await db.findBy(ChasingRule, key);
        const known = all.find((rule) => rule.localAuthorityCode === localAuthorityCode);
        if (known && version === null) {
          throw new Conflict(
            `There is already a rule that begins on this day, at version ${known.version}. Read it, then send your change with this version.`,
          );
        }
        if (!known && version !== null)
          throw new Conflict(
            'There is no rule that begins on this day. Leave the version out to create one.',
          );
        if (known && known.validFrom <= today) {
          requireVersion(known, version ?? 0, 'This rule');
          refuseOther(known, values, today);
        } else if (values.validFrom < today) {
          refuse([
            invalid(['input', 'validFrom'], 'A rule cannot begin in the past. Give today or a later day.'),
          ]);
        }
        return known
          ? updateRecord(db, ChasingRule, known.id, version ?? 0, values)
          : insertRecord(db, ChasingRule, { ...values, localAuthorityCode });
      },
      actor.because(),
    );
  }
}

/** @throws UserProblem if anything but the end of a rule that has begun would change, or if its end would be past. */
function refuseOther(known: ChasingRule, values: z.output<typeof chasingRuleInput>, today: string): void {
  const same = (['firstAfterDays', 'thenEveryDays', 'stopAfter'] as const).every(
    (name) => known[name] === values[name],
  );
  if (same && (values.validTo === null || values.validTo >= today)) return;
  const message =
    'This rule has begun, so only its last day can be set, to today or later. To change more, create a rule that begins later.';
  throw UserProblem.of(['input'], 'NOT_IN_THIS_STATE', message);
}
