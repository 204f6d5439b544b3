import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import { idempotencyKeyArgument } from '../../../platform/database/idempotency.js';
import { refuse } from '../../../platform/errors.js';
import { decodeId, encodeId } from '../../../platform/graphql/global-id.js';
import { type Payload, payload } from '../../../platform/graphql/mutation.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.graph.js';
import type { LocalAuthority } from '../../place/area.entity.js';
import type { Atlas } from '../../place/atlas.js';
import { LocalAuthorityType } from '../../place/place.type.js';
import { uuidOf } from '../record/quality.rules.js';
import type { Framework, Principle } from './framework.entity.js';
import { frameworkContents, frameworkInput, principleInput } from './framework.rules.js';
import type { FrameworkService } from './framework.service.js';
import { FrameworkPayload, FrameworkType, PrincipleType } from './framework.type.js';

inputFrom(principleInput, 'QualityPrincipleInput');
const FrameworkInput = inputFrom(frameworkInput, 'QualityFrameworkCreateInput');
const FrameworkContents = inputFrom(frameworkContents, 'QualityFrameworkUpdateInput');

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
      description: 'Code of a local authority, to add its own frameworks to the national ones.',
    })
    localAuthority?: string | null,
  ): Promise<Framework[]> {
    if (localAuthority != null) refuse(this.atlas.localAuthorityProblems(localAuthority, ['localAuthority']));
    return this.frameworks.list(actor, localAuthority ?? null);
  }

  @Requires('quality.write')
  @Mutation(() => FrameworkPayload, {
    description: "Creates a local authority's own framework as a draft.",
  })
  qualityFrameworkCreate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('input', () => FrameworkInput, { description: 'The contents of the draft.' }) input: z.input<
      typeof frameworkInput
    >,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument) key?: string | null,
  ): Promise<Payload<'framework', Framework>> {
    return payload('framework', asking, (actor) => this.frameworks.create(actor, input, key));
  }

  @Requires('quality.write')
  @Mutation(() => FrameworkPayload, {
    description: "Replaces a draft's contents.",
  })
  qualityFrameworkUpdate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the draft.' }) id: string,
    @Arg('version', () => Int, { description: 'The version that the change is based on.' }) version: number,
    @Arg('input', () => FrameworkContents, { description: 'The new contents, complete.' })
    input: z.input<typeof frameworkContents>,
  ): Promise<Payload<'framework', Framework>> {
    return payload('framework', asking, async (actor) =>
      this.frameworks.update(actor, frameworkId(id), version, input),
    );
  }

  @Requires('quality.write')
  @Mutation(() => FrameworkPayload, {
    description: 'Publishes a draft. A published edition cannot change.',
  })
  qualityFrameworkPublish(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the draft.' }) id: string,
    @Arg('version', () => Int, { description: 'The version to publish.' }) version: number,
  ): Promise<Payload<'framework', Framework>> {
    return payload('framework', asking, async (actor) =>
      this.frameworks.publish(actor, frameworkId(id), version),
    );
  }

  @FieldResolver(() => LocalAuthorityType, {
    nullable: true,
    description: 'The local authority that owns the framework. Null if the framework is national.',
  })
  localAuthority(@Root() { localAuthorityCode }: Framework): LocalAuthority | null {
    return localAuthorityCode === null ? null : this.atlas.localAuthorities.get(localAuthorityCode)!;
  }

  @FieldResolver(() => [PrincipleType], { description: 'The principles of the framework, in order.' })
  principles(@Root() framework: Framework): Promise<Principle[]> {
    return this.frameworks.principlesOf(framework.id);
  }

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() framework: Framework): string {
    return encodeId('qfr', framework.id);
  }
}
