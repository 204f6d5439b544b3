import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { type Clock, londonToday } from '../../platform/clock.js';
import { day } from '../../platform/day.js';
import { type Payload, payload } from '../../platform/graphql/mutation.js';
import { LocalDate } from '../../platform/graphql/scalars.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { parseArguments } from '../../platform/parse.js';
import type { RequestContext } from '../identity/request-context.js';
import { Requires } from '../identity/requires.graph.js';
import type { Code } from '../vocabulary/code.entity.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { CodeType } from '../vocabulary/vocabulary.type.js';
import { decayRuleInput } from './decay.rules.js';
import type { DecayRule } from './decay-rule.entity.js';
import type { DecayRules } from './decay-rule.service.js';
import { DecayRuleSetPayload, DecayRuleType } from './decay-rule.type.js';

const DecayRuleInput = inputFrom(decayRuleInput, 'DecayRuleSetInput');
const asked = z.strictObject({ on: day.optional() });
/** The rules by which confirmations of places age and expire. */
@Resolver(() => DecayRuleType)
export class DecayRuleResolver {
  constructor(
    private readonly rules: DecayRules,
    private readonly vocabulary: Vocabulary,
    private readonly clock: Clock,
  ) {}

  @Query(() => [DecayRuleType], {
    description:
      'The rules by which confirmations of places age and expire, on a day. The rule for everything comes first.',
  })
  async decayRules(
    @Arg('on', () => LocalDate, { nullable: true, description: 'The day. By default today.' })
    on?: string | null,
  ): Promise<DecayRule[]> {
    return this.rules.on(parseArguments(asked, { on }, []).on ?? londonToday(this.clock));
  }

  @Requires('decay.write')
  @Mutation(() => DecayRuleSetPayload, {
    description:
      'Sets how long confirmations of places can be relied on, for a kind of place and of provider, from a day on. The rule before it ends the day before. Confirmations that were made already keep their times.',
  })
  decayRuleSet(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('input', () => DecayRuleInput, { description: 'The rule.' })
    input: z.input<typeof decayRuleInput>,
    @Arg('version', () => Int, {
      nullable: true,
      description:
        'The version of the rule of exactly this kind that applies on the first day. Leave it out if there is none.',
    })
    version?: number | null,
  ): Promise<Payload<'decayRule', DecayRule>> {
    return payload('decayRule', asking, (actor) => this.rules.set(actor, version ?? null, input));
  }

  @FieldResolver(() => CodeType, {
    nullable: true,
    description: 'The kind of place that the rule is for: a code of list VACANCY_UNIT. Null means any.',
  })
  unit(@Root() { unit }: DecayRule): Code | null {
    return unit === null ? null : this.vocabulary.get('VACANCY_UNIT', unit);
  }

  @FieldResolver(() => CodeType, {
    nullable: true,
    description: 'The kind of provider that the rule is for: a code of list SETTING_TYPE. Null means any.',
  })
  settingType(@Root() { settingType }: DecayRule): Code | null {
    return settingType === null ? null : this.vocabulary.get('SETTING_TYPE', settingType);
  }
}
