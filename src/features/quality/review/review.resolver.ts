import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { isLocalDate } from '../../../platform/clock.js';
import { idempotencyKeyArgument } from '../../../platform/database/idempotency.js';
import { PageArguments } from '../../../platform/graphql/connection.js';
import { decodeId, encodeId } from '../../../platform/graphql/global-id.js';
import { type Payload, payload } from '../../../platform/graphql/mutation.js';
import { type Page, readPage } from '../../../platform/graphql/page.js';
import { LocalDate } from '../../../platform/graphql/scalars.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
import { codeText, globalId, parseArguments } from '../../../platform/parse.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.type.js';
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

const ReviewPlan = inputFrom(reviewPlan, 'QualityReviewPlan');
inputFrom(findingInput, 'QualityFindingInput');
const ReviewChanges = inputFrom(reviewChanges, 'QualityReviewChanges');
const ActionInput = inputFrom(actionInput, 'QualityActionInput');

const reviewFilter = z
  .strictObject({
    localAuthority: codeText(3).optional().describe('Code of the local authority whose review it is.'),
    provider: globalId.optional().describe('Id of the provider.'),
    state: z.enum(ReviewState).optional().describe('Where the review stands.'),
    dueBy: day.optional().describe('Due on this day at the latest.'),
  })
  .describe('Conditions that must all hold.');
const ReviewFilter = inputFrom(reviewFilter, 'QualityReviewFilter');

const reviewId = (id: string, field = 'id') => uuidOf(decodeId, 'qrv', id, [field], 'review');
const versionOption = { description: 'The version that the change is based on.' };

/** Reviews of providers, as the local authority sees them. */
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
    description: 'A review; null when there is none in your local authority.',
  })
  async qualityReview(
    @Ctx() { actor }: RequestContext,
    @Arg('id', () => ID, { description: 'The review.' }) id: string,
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
    @Arg('filter', () => ReviewFilter, { nullable: true, description: 'Which reviews.' })
    filter?: z.input<typeof reviewFilter> | null,
  ): Promise<Page<Review>> {
    const { localAuthority, provider, state, dueBy } = parseArguments(reviewFilter, filter ?? {}, ['filter']);
    const criteria = {
      ...(localAuthority !== undefined && { localAuthorityCode: localAuthority }),
      ...(provider !== undefined && {
        providerId: uuidOf(decodeId, 'prv', provider, ['filter', 'provider'], 'provider'),
      }),
      ...(state && { state }),
      ...(dueBy !== undefined && { dueBy }),
    };
    return readPage(
      page,
      (review) => [review.dueOn, review.id],
      (after, limit) => this.reviews.page(actor, criteria, after, limit),
      () => this.reviews.count(actor, criteria),
      isLocalDate,
    );
  }

  @Requires('quality.write')
  @Mutation(() => ReviewPayload, { description: 'Plans a review.' })
  qualityReviewPlan(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('input', () => ReviewPlan, { description: 'What is planned.' }) input: z.input<typeof reviewPlan>,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument) key?: string | null,
  ): Promise<Payload<'review', Review>> {
    return payload('review', asking, (actor) => this.reviews.plan(actor, input, key));
  }

  @Requires('quality.write')
  @Mutation(() => ReviewPayload, {
    description: 'Changes a planned review and sets findings.',
  })
  qualityReviewUpdate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The review.' }) id: string,
    @Arg('version', () => Int, versionOption) version: number,
    @Arg('input', () => ReviewChanges, { description: 'What changes.' }) input: z.input<typeof reviewChanges>,
  ): Promise<Payload<'review', Review>> {
    return payload('review', asking, async (actor) =>
      this.reviews.update(actor, reviewId(id), version, input),
    );
  }

  @Requires('quality.write')
  @Mutation(() => ReviewPayload, {
    description: 'Says that a review was done; every principle needs a finding.',
  })
  qualityReviewComplete(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The review.' }) id: string,
    @Arg('version', () => Int, versionOption) version: number,
    @Arg('doneOn', () => LocalDate, { description: 'The day it was done.' }) doneOn: string,
  ): Promise<Payload<'review', Review>> {
    return payload('review', asking, async (actor) =>
      this.reviews.complete(actor, reviewId(id), version, doneOn),
    );
  }

  @Requires('quality.write')
  @Mutation(() => ReviewPayload, {
    description: 'Adds something the provider is to do.',
  })
  qualityActionAdd(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('review', () => ID, { description: 'The review it follows from.' }) review: string,
    @Arg('input', () => ActionInput, { description: 'What is to be done.' }) input: z.input<
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
    description: 'Says that an action was done, or that it was not.',
  })
  qualityActionComplete(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The action.' }) id: string,
    @Arg('version', () => Int, { description: 'The version of the action.' }) version: number,
    @Arg('doneOn', () => LocalDate, {
      nullable: true,
      description: 'The day it was done; null: it was not.',
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

  @FieldResolver(() => LocalAuthorityType, { description: 'Whose review it is.' })
  localAuthority(@Root() review: Review): LocalAuthority {
    return this.atlas.localAuthorities.get(review.localAuthorityCode)!;
  }

  @FieldResolver(() => QualityProviderType, { description: 'The provider that is reviewed.' })
  provider(@Root() review: Review): Promise<Subject> {
    return this.subjects.of(review);
  }

  @FieldResolver(() => FrameworkType, { description: 'The edition of the framework it follows.' })
  async framework(@Root() review: Review): Promise<Framework> {
    return (await this.frameworks.get(review.frameworkId))!;
  }

  @FieldResolver(() => [FindingType], { description: 'What was found or rated so far, in order.' })
  findings(@Root() review: Review): Promise<Finding[]> {
    return this.reviews.findingsOf(review.id);
  }

  @FieldResolver(() => [ActionType], { description: 'What is to be done, by due day.' })
  actions(@Root() review: Review): Promise<Action[]> {
    return this.reviews.actionsOf(review.id);
  }
}
