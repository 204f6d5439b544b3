import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { codeFilter, idFilter } from '../../../platform/choice.js';
import { isLocalDate } from '../../../platform/clock.js';
import { idempotencyKeyArgument } from '../../../platform/database/idempotency.js';
import { refuse } from '../../../platform/errors.js';
import '../../../platform/graphql/choice-inputs.js';
import { PageArguments } from '../../../platform/graphql/connection.js';
import { decodeId, encodeId, storedIds } from '../../../platform/graphql/global-id.js';
import { type Payload, payload } from '../../../platform/graphql/mutation.js';
import { type Page, readPage } from '../../../platform/graphql/page.js';
import { LocalDate } from '../../../platform/graphql/scalars.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
import { parseArguments } from '../../../platform/parse.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.graph.js';
import type { LocalAuthority } from '../../place/area.entity.js';
import type { Atlas } from '../../place/atlas.js';
import { LocalAuthorityType } from '../../place/place.type.js';
import type { Framework } from '../framework/framework.entity.js';
import type { FrameworkService } from '../framework/framework.service.js';
import { FrameworkType } from '../framework/framework.type.js';
import { day, uuidOf } from '../record/quality.rules.js';
import { QualityProviderType } from '../record/quality.type.js';
import type { Subject } from '../record/subject.repository.js';
import type { SubjectService } from '../record/subject.service.js';
import type { Action, Finding, Review } from './review.entity.js';
import { actionInput, findingInput, reviewChanges, reviewPlan } from './review.rules.js';
import type { ReviewService } from './review.service.js';
import {
  ActionType,
  FindingType,
  ReviewConnection,
  ReviewPayload,
  ReviewState,
  ReviewType,
} from './review.type.js';

const ReviewPlan = inputFrom(reviewPlan, 'QualityReviewPlanInput');
inputFrom(findingInput, 'QualityFindingInput');
const ReviewChanges = inputFrom(reviewChanges, 'QualityReviewUpdateInput');
const ActionInput = inputFrom(actionInput, 'QualityActionAddInput');

const reviewFilter = z
  .strictObject({
    localAuthority: codeFilter
      .optional()
      .describe('Codes of the local authorities that carry out the reviews.'),
    provider: idFilter.optional().describe('Ids of the providers.'),
    state: z.enum(ReviewState).optional().describe('The state of the review.'),
    dueBy: day.optional().describe('Reviews due on or before this day.'),
  })
  .describe('Conditions on reviews. All of them must be true.');
const ReviewFilter = inputFrom(reviewFilter, 'QualityReviewFilter');

const reviewId = (id: string, field = 'id') => uuidOf(decodeId, 'qrv', id, [field], 'review');
const versionOption = { description: 'The version that the change is based on.' };

/** Reviews of providers, for the local authority. */
@Resolver(() => ReviewType)
export class ReviewResolver {
  constructor(
    private readonly reviews: ReviewService,
    private readonly frameworks: FrameworkService,
    private readonly subjects: SubjectService,
    private readonly atlas: Atlas,
  ) {}

  @Requires('quality.read')
  @Query(() => ReviewType, {
    nullable: true,
    description: 'A review in your local authority. Null if there is no such review.',
  })
  async qualityReview(
    @Ctx() { actor }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the review.' }) id: string,
  ): Promise<Review | null> {
    const uuid = decodeId('qrv', id);
    actor.require('quality.read');
    return uuid === null ? null : this.reviews.get(actor, uuid);
  }

  @Requires('quality.read')
  @Query(() => ReviewConnection, {
    description: 'Reviews in your local authority, by due day.',
  })
  async qualityReviews(
    @Ctx() { actor }: RequestContext,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => ReviewFilter, {
      nullable: true,
      description: 'Limits the list. Leave it out to get all reviews.',
    })
    filter?: z.input<typeof reviewFilter> | null,
  ): Promise<Page<Review>> {
    const { localAuthority, provider, state, dueBy } = parseArguments(reviewFilter, filter ?? {}, ['filter']);
    refuse(this.atlas.localAuthorityChoiceProblems(localAuthority, ['filter', 'localAuthority']));
    const criteria = {
      localAuthority,
      provider: storedIds('prv', provider),
      ...(state && { state }),
      ...(dueBy !== undefined && { dueBy }),
    };
    return readPage(
      page,
      (review) => [review.dueOn, review.id],
      (range) => this.reviews.page(actor, criteria, range),
      () => this.reviews.count(actor, criteria),
      isLocalDate,
    );
  }

  @Requires('quality.write')
  @Mutation(() => ReviewPayload, { description: 'Plans a review of a provider.' })
  qualityReviewPlan(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('input', () => ReviewPlan, { description: 'The review to plan.' }) input: z.input<typeof reviewPlan>,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument) key?: string | null,
  ): Promise<Payload<'review', Review>> {
    return payload('review', asking, (actor) => this.reviews.plan(actor, input, key));
  }

  @Requires('quality.write')
  @Mutation(() => ReviewPayload, {
    description: 'Changes a planned review and sets its findings.',
  })
  qualityReviewUpdate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the review.' }) id: string,
    @Arg('version', () => Int, versionOption) version: number,
    @Arg('input', () => ReviewChanges, { description: 'The fields to change.' }) input: z.input<
      typeof reviewChanges
    >,
  ): Promise<Payload<'review', Review>> {
    return payload('review', asking, async (actor) =>
      this.reviews.update(actor, reviewId(id), version, input),
    );
  }

  @Requires('quality.write')
  @Mutation(() => ReviewPayload, {
    description: 'Marks a review as done. Every principle must have a finding.',
  })
  qualityReviewComplete(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the review.' }) id: string,
    @Arg('version', () => Int, versionOption) version: number,
    @Arg('doneOn', () => LocalDate, {
      description: 'The day the review was done. It must not be in the future.',
    })
    doneOn: string,
  ): Promise<Payload<'review', Review>> {
    return payload('review', asking, async (actor) =>
      this.reviews.complete(actor, reviewId(id), version, doneOn),
    );
  }

  @Requires('quality.write')
  @Mutation(() => ReviewPayload, {
    description: 'Adds an action: something the provider must do after the review.',
  })
  qualityActionAdd(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('review', () => ID, { description: 'The id of the review that led to the action.' }) review: string,
    @Arg('input', () => ActionInput, { description: 'The action to add.' }) input: z.input<
      typeof actionInput
    >,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument) key?: string | null,
  ): Promise<Payload<'review', Review>> {
    return payload('review', asking, async (actor) =>
      this.reviews.addAction(actor, reviewId(review, 'review'), input, key),
    );
  }

  @Requires('quality.write')
  @Mutation(() => ReviewPayload, {
    description: 'Marks an action as done, or as not done.',
  })
  qualityActionComplete(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the action.' }) id: string,
    @Arg('version', () => Int, { description: 'The version of the action that the change is based on.' })
    version: number,
    @Arg('doneOn', () => LocalDate, {
      nullable: true,
      description:
        'The day the action was done. It must not be in the future. Null marks the action as not done.',
    })
    doneOn?: string | null,
  ): Promise<Payload<'review', Review>> {
    return payload('review', asking, async (actor) => {
      const actionId = uuidOf(decodeId, 'qac', id, ['id'], 'action');
      return this.reviews.completeAction(actor, actionId, version, doneOn ?? null);
    });
  }

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() review: Review): string {
    return encodeId('qrv', review.id);
  }

  @FieldResolver(() => LocalAuthorityType, {
    description: 'The local authority that carries out the review.',
  })
  localAuthority(@Root() review: Review): LocalAuthority {
    return this.atlas.localAuthorities.get(review.localAuthorityCode)!;
  }

  @FieldResolver(() => QualityProviderType, { description: 'The provider under review.' })
  provider(@Root() review: Review): Promise<Subject> {
    return this.subjects.of(review);
  }

  @FieldResolver(() => FrameworkType, { description: 'The edition of the framework that the review uses.' })
  async framework(@Root() review: Review): Promise<Framework> {
    return (await this.frameworks.get(review.frameworkId))!;
  }

  @FieldResolver(() => [FindingType], {
    description: 'The findings and ratings so far, in the order of the principles.',
  })
  findings(@Root() review: Review): Promise<Finding[]> {
    return this.reviews.findingsOf(review.id);
  }

  @FieldResolver(() => [ActionType], { description: 'The actions after the review, by due day.' })
  actions(@Root() review: Review): Promise<Action[]> {
    return this.reviews.actionsOf(review.id);
  }
}
