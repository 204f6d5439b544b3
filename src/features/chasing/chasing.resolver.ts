import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { codeFilter } from '../../platform/choice.js';
import { isLocalDate } from '../../platform/clock.js';
import { idempotencyKeyArgument } from '../../platform/database/idempotency.js';
import { NotFound, refuse } from '../../platform/errors.js';
import '../../platform/graphql/choice-inputs.js';
import { PageArguments } from '../../platform/graphql/connection.js';
import { encodeId } from '../../platform/graphql/global-id.js';
import { type Payload, payload } from '../../platform/graphql/mutation.js';
import { type Page, readPage } from '../../platform/graphql/page.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { parseArguments } from '../../platform/parse.js';
import type { RequestContext } from '../identity/request-context.js';
import { Requires } from '../identity/requires.graph.js';
import type { LocalAuthority } from '../place/area.entity.js';
import type { Atlas } from '../place/atlas.js';
import { LocalAuthorityType } from '../place/place.type.js';
import type { Provider } from '../provider/provider.entity.js';
import type { ProviderService } from '../provider/provider.service.js';
import { ProviderType } from '../provider/provider.type.js';
import type { Chase } from './chase.entity.js';
import type { ChasingDue } from './chasing.repository.js';
import { chasingRuleInput, chasingStates } from './chasing.rules.js';
import type { ChasingService, OptOut } from './chasing.service.js';
import {
  ChaseNowPayload,
  ChaseType,
  ChasingDueConnection,
  ChasingDueType,
  ChasingOptOutSetPayload,
  ChasingOptOutType,
  ChasingRuleSetPayload,
  ChasingRuleType,
} from './chasing.type.js';
import type { ChasingRule } from './chasing-rule.entity.js';
import type { ChasingRules } from './chasing-rule.service.js';

const dueFilter = z
  .strictObject({
    localAuthority: codeFilter
      .optional()
      .describe('Codes of local authorities. The provider must be in the register of one of them.'),
    state: z
      .array(z.enum(chasingStates))
      .max(chasingStates.length)
      .optional()
      .describe('The state must be one of these.'),
  })
  .describe('Conditions on providers with vacancies that are due. All of them must be met.');
const ChasingDueFilter = inputFrom(dueFilter, 'ChasingDueFilter');
const ChasingRuleInput = inputFrom(chasingRuleInput, 'ChasingRuleSetInput');

/** The id of a provider in the program; null if it is not one. */
export type DecodeProvider = (id: string) => string | null;

function known(id: string | null): string {
  if (id === null) throw new NotFound('There is no provider with this id.');
  return id;
}

/** Lists what is due, and reminds. */
@Resolver(() => ChasingDueType)
export class ChasingResolver {
  constructor(
    private readonly chasing: ChasingService,
    private readonly rules: ChasingRules,
    private readonly providers: Pick<ProviderService, 'get'>,
    private readonly decode: DecodeProvider,
    private readonly atlas: Atlas,
  ) {}

  @Requires('register.read')
  @Query(() => ChasingDueConnection, {
    description:
      'Providers with public vacancies that nobody has confirmed for as long as the rule says, in your registers. Those that have waited longest come first.',
  })
  async chasingDue(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { actor }: RequestContext,
    @Arg('filter', () => ChasingDueFilter, {
      nullable: true,
      description: 'Which providers to return. Leave it out to get all of them.',
    })
    filter?: z.input<typeof dueFilter>,
  ): Promise<Page<ChasingDue>> {
    const criteria = parseArguments(dueFilter, filter ?? {}, ['filter']);
    refuse(this.atlas.localAuthorityChoiceProblems(criteria.localAuthority, ['filter', 'localAuthority']));
    return readPage(
      page,
      ({ dueSince, providerId }) => [dueSince, providerId],
      (range) => this.chasing.page(actor, criteria, range),
      () => this.chasing.count(actor, criteria),
      isLocalDate,
    );
  }

  @Requires('register.read', 'chasing.manage')
  @Query(() => [ChasingRuleType], {
    description:
      'All rules for reminders: those for all local authorities first, then those of each, the newest first.',
  })
  chasingRules(@Ctx() { actor }: RequestContext): Promise<ChasingRule[]> {
    return this.rules.all(actor);
  }

  @Requires('register.write')
  @Mutation(() => ChaseNowPayload, {
    description:
      'Reminds a provider now of its vacancies that are due, also if it was reminded before and did not answer. At most one reminder a day.',
  })
  chaseNow(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('provider', () => ID, { description: 'The id of the provider.' }) provider: string,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument) key?: string | null,
  ): Promise<Payload<'chase', Chase>> {
    return payload('chase', asking, async (actor) =>
      this.chasing.chaseNow(actor, known(this.decode(provider)), key),
    );
  }

  @Requires('register.write', 'entry.write')
  @Mutation(() => ChasingOptOutSetPayload, {
    description: 'Sets whether a provider gets reminders. To set it again changes nothing.',
  })
  chasingOptOutSet(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('provider', () => ID, { description: 'The id of the provider.' }) provider: string,
    @Arg('optedOut', () => Boolean, { description: 'True if it wants no reminders.' }) optedOut: boolean,
  ): Promise<Payload<'chasingOptOut', OptOut>> {
    return payload('chasingOptOut', asking, async (actor) =>
      this.chasing.setOptedOut(actor, known(this.decode(provider)), optedOut),
    );
  }

  @Requires('chasing.manage')
  @Mutation(() => ChasingRuleSetPayload, {
    description:
      'Sets the rule for reminders that begins on a day: creates it, or changes it if you give its `version`. Of a rule that has begun, only the last day can be set.',
  })
  chasingRuleSet(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('localAuthority', () => String, {
      nullable: true,
      description: 'Code of the local authority. Leave it out for all that have no rule of their own.',
    })
    localAuthority: string | null | undefined,
    @Arg('input', () => ChasingRuleInput, { description: 'The rule, complete.' }) input: z.input<
      typeof chasingRuleInput
    >,
    @Arg('version', () => Int, {
      nullable: true,
      description: 'The version of the rule that you read. Leave it out if none begins on this day.',
    })
    version?: number | null,
  ): Promise<Payload<'chasingRule', ChasingRule>> {
    return payload('chasingRule', asking, (actor) =>
      this.rules.set(actor, localAuthority ?? null, version ?? null, input),
    );
  }

  @FieldResolver(() => ProviderType, {
    nullable: true,
    description: 'The provider. Null if it has stopped being public in the meantime.',
  })
  provider(@Root() { providerId }: ChasingDue): Provider | null | Promise<Provider | null> {
    return this.providers.get(providerId);
  }

  @FieldResolver(() => ChaseType, {
    nullable: true,
    description: 'The last reminder to the provider. Null if it was never reminded.',
  })
  lastChase(@Root() due: ChasingDue): Promise<Chase | null> | null {
    return this.chasing.lastChaseOf(due);
  }
}

/** The fields of a reminder. */
@Resolver(() => ChaseType)
export class ChaseResolver {
  constructor(
    private readonly chasing: ChasingService,
    private readonly providers: Pick<ProviderService, 'get'>,
  ) {}

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() { id }: Chase): string {
    return encodeId('cha', id);
  }

  @FieldResolver(() => ProviderType, {
    nullable: true,
    description: 'The provider that was reminded. Null if it is not public.',
  })
  provider(@Root() { providerId }: Chase): Provider | null | Promise<Provider | null> {
    return this.providers.get(providerId);
  }

  @FieldResolver(() => Int, { description: 'How many vacancies the reminder asks about.' })
  vacanciesDue(@Root() chase: Chase): Promise<number> {
    return this.chasing.vacanciesOf(chase);
  }
}

/** The fields of a rule. */
@Resolver(() => ChasingRuleType)
export class ChasingRuleResolver {
  constructor(private readonly atlas: Pick<Atlas, 'localAuthorities'>) {}

  @FieldResolver(() => LocalAuthorityType, {
    nullable: true,
    description: 'The local authority. Null: all that have no rule of their own.',
  })
  localAuthority(@Root() { localAuthorityCode }: ChasingRule): LocalAuthority | null {
    return this.atlas.localAuthorities.get(localAuthorityCode ?? '') ?? null;
  }
}

/** The provider of an opt-out. */
@Resolver(() => ChasingOptOutType)
export class ChasingOptOutResolver {
  constructor(private readonly providers: Pick<ProviderService, 'get'>) {}

  @FieldResolver(() => ProviderType, {
    nullable: true,
    description: 'The provider. Null if it is not public.',
  })
  provider(@Root() { providerId }: OptOut): Provider | null | Promise<Provider | null> {
    return this.providers.get(providerId);
  }
}
