import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { z } from 'zod';
import { type Payload, payload } from '../../platform/graphql/mutation.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import type { RequestContext } from '../identity/request-context.js';
import { Requires } from '../identity/requires.graph.js';
import { holdRuleInput } from './hold.rules.js';
import type { HoldRule } from './hold-rule.entity.js';
import type { HoldRules } from './hold-rule.service.js';
import { HoldRuleSetPayload, HoldRuleType } from './hold-rule.type.js';

const HoldRuleInput = inputFrom(holdRuleInput, 'HoldRuleSetInput');

/** The rules on what schools can hold. */
@Resolver()
export class HoldRuleResolver {
  constructor(private readonly rules: HoldRules) {}

  @Query(() => [HoldRuleType], {
    description: 'All rules on what a school can hold, the newest first.',
  })
  holdRules(): Promise<HoldRule[]> {
    return this.rules.all();
  }

  @Requires('holding.manage')
  @Mutation(() => HoldRuleSetPayload, {
    description:
      'Sets the rule on what a school can hold that begins on a day: creates it, or changes it if you give its `version`. Of a rule that has begun, only the last day can be set. Holds that were made keep their ends.',
  })
  holdRuleSet(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('input', () => HoldRuleInput, { description: 'The rule, complete.' })
    input: z.input<typeof holdRuleInput>,
    @Arg('version', () => Int, {
      nullable: true,
      description: 'The version of the rule that you read. Leave it out if none begins on this day.',
    })
    version?: number | null,
  ): Promise<Payload<'holdRule', HoldRule>> {
    return payload('holdRule', asking, (actor) => this.rules.set(actor, version ?? null, input));
  }
}
