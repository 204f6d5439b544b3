import { IsNull } from 'typeorm';
import { z } from 'zod';
import { type Clock, londonToday } from '../../platform/clock.js';
import { setDatedRule } from '../../platform/database/dated-rule.js';
import type { ConstraintProblems, RegisterWriter } from '../../platform/database/register-writer.js';
import { refuse } from '../../platform/errors.js';
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
    const rule = { ...values, localAuthorityCode: code ?? null };
    const key = { validFrom: values.validFrom, localAuthorityCode: code ?? IsNull() };
    return this.writer.write(
      explained,
      (db) => setDatedRule(db, ChasingRule, key, version, rule, londonToday(this.clock)),
      actor.because(),
    );
  }
}
