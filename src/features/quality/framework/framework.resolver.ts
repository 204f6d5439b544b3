import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import { idempotencyKeyArgument } from '../../../platform/database/idempotency.js';
import { refuse } from '../../../platform/errors.js';
import { decodeId, encodeId } from '../../../platform/graphql/global-id.js';
import { type Payload, payload } from '../../../platform/graphql/mutation.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.type.js';
import type { LocalAuthority } from '../../place/area.entity.js';
import type { Atlas } from '../../place/atlas.js';
import { LocalAuthorityType } from '../../place/place.type.js';
import { uuidOf } from '../record/quality.rules.js';
import type { Framework, Principle } from './framework.entity.js';
import { frameworkContents, frameworkInput, principleInput } from './framework.rules.js';
import type { FrameworkService } from './framework.service.js';
import { FrameworkPayload, FrameworkType, PrincipleType } from './framework.type.js';

inputFrom(principleInput, 'QualityPrincipleInput');
const FrameworkInput = inputFrom(frameworkInput, 'QualityFrameworkInput');
const FrameworkContents = inputFrom(frameworkContents, 'QualityFrameworkContents');

const frameworkId = (id: string) => uuidOf(decodeId, 'qfr', id, ['id'], 'framework');

/** Frameworks of principles. */
@Resolver(() => FrameworkType)
export class FrameworkResolver {
  constructor(
    private readonly frameworks: FrameworkService,
    private readonly atlas: Atlas,
  ) {}

  @Query(() => [FrameworkType], {
    description:
      'National frameworks and those of one local authority, newest edition first. Drafts need quality.read there.',
  })
  async qualityFrameworks(
    @Ctx() { actor }: RequestContext,
    @Arg('localAuthority', () => String, {
      nullable: true,
      description: 'Code of a local authority, to see its own beside the national ones.',
    })
    localAuthority?: string | null,
  ): Promise<Framework[]> {
    if (localAuthority != null) refuse(this.atlas.localAuthorityProblems(localAuthority, ['localAuthority']));
    return this.frameworks.list(actor, localAuthority ?? null);
  }

  @Requires('quality.write')
  @Mutation(() => FrameworkPayload, {
    description: "Begins a draft of a local authority's own framework.",
  })
  qualityFrameworkCreate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('input', () => FrameworkInput, { description: 'The draft.' }) input: z.input<typeof frameworkInput>,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument) key?: string | null,
  ): Promise<Payload<'framework', Framework>> {
    return payload('framework', asking, (actor) => this.frameworks.create(actor, input, key));
  }

  @Requires('quality.write')
  @Mutation(() => FrameworkPayload, {
    description: 'Says what a draft is to say from now on.',
  })
  qualityFrameworkUpdate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The draft.' }) id: string,
    @Arg('version', () => Int, { description: 'The version that the change is based on.' }) version: number,
    @Arg('input', () => FrameworkContents, { description: 'All that it is to say.' })
    input: z.input<typeof frameworkContents>,
  ): Promise<Payload<'framework', Framework>> {
    return payload('framework', asking, async (actor) =>
      this.frameworks.update(actor, frameworkId(id), version, input),
    );
  }

  @Requires('quality.write')
  @Mutation(() => FrameworkPayload, {
    description: 'Publishes a draft: from then on it stays as it is.',
  })
  qualityFrameworkPublish(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The draft.' }) id: string,
    @Arg('version', () => Int, { description: 'The version that is to be published.' }) version: number,
  ): Promise<Payload<'framework', Framework>> {
    return payload('framework', asking, async (actor) =>
      this.frameworks.publish(actor, frameworkId(id), version),
    );
  }

  @FieldResolver(() => LocalAuthorityType, { nullable: true, description: 'Whose it is; null: national.' })
  localAuthority(@Root() { localAuthorityCode }: Framework): LocalAuthority | null {
    return localAuthorityCode === null ? null : this.atlas.localAuthorities.get(localAuthorityCode)!;
  }

  @FieldResolver(() => [PrincipleType], { description: 'Its principles, in order.' })
  principles(@Root() framework: Framework): Promise<Principle[]> {
    return this.frameworks.principlesOf(framework.id);
  }

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() framework: Framework): string {
    return encodeId('qfr', framework.id);
  }
}
