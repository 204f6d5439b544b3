import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import { decodeId, encodeId } from '../../../platform/graphql/global-id.js';
import { type Payload, payload } from '../../../platform/graphql/mutation.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.graph.js';
import type { Framework } from '../framework/framework.entity.js';
import type { FrameworkService } from '../framework/framework.service.js';
import { FrameworkType } from '../framework/framework.type.js';
import { uuidOf } from '../record/quality.rules.js';
import type { Review } from './review.entity.js';
import { selfRatingInput, type selfRatings } from './review.rules.js';
import type { ReviewService } from './review.service.js';
import { SelfAssessmentPayload, SelfAssessmentType, SelfRatingType } from './review.type.js';

const SelfRatingInput = inputFrom(selfRatingInput, 'SelfRatingInput');

/** Reviews as the reviewed provider sees them: its own ratings, without the officers' findings. */
@Resolver(() => SelfAssessmentType)
export class SelfAssessmentResolver {
  constructor(
    private readonly reviews: ReviewService,
    private readonly frameworks: FrameworkService,
  ) {}

  @Requires('entry.read')
  @Query(() => [SelfAssessmentType], {
    description: "Your own provider's reviews, latest first, at most 50. Empty if the provider is not yours.",
  })
  async selfAssessments(
    @Ctx() { actor }: RequestContext,
    @Arg('provider', () => ID, { description: 'The id of the provider.' }) provider: string,
  ): Promise<Review[]> {
    actor.require('entry.read');
    const uuid = decodeId('prv', provider);
    return uuid === null ? [] : this.reviews.ofOwnProvider(actor, uuid);
  }

  @Requires('entry.write')
  @Mutation(() => SelfAssessmentPayload, {
    description: 'Sets your own provider’s ratings of itself, while the review is planned.',
  })
  selfAssessmentUpdate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the self-assessment.' }) id: string,
    @Arg('version', () => Int, { description: 'The version that the change is based on.' }) version: number,
    @Arg('ratings', () => [SelfRatingInput], {
      description: 'The ratings to set. Principles that are left out keep theirs.',
    })
    ratings: z.input<typeof selfRatings>,
  ): Promise<Payload<'selfAssessment', Review>> {
    return payload('selfAssessment', asking, async (actor) => {
      const uuid = uuidOf(decodeId, 'qsa', id, ['id'], 'self-assessment');
      return this.reviews.rateSelf(actor, uuid, version, ratings);
    });
  }

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() review: Review): string {
    return encodeId('qsa', review.id);
  }

  @FieldResolver(() => FrameworkType, {
    description: 'The framework that the provider rates itself against.',
  })
  async framework(@Root() review: Review): Promise<Framework> {
    return (await this.frameworks.get(review.frameworkId))!;
  }

  @FieldResolver(() => [SelfRatingType], {
    description: 'The provider’s own ratings so far, in the order of the principles.',
  })
  async ratings(@Root() review: Review): Promise<SelfRatingType[]> {
    const [findings, principles] = await Promise.all([
      this.reviews.findingsOf(review.id),
      this.frameworks.principlesOf(review.frameworkId),
    ]);
    const numbers = new Map(principles.map(({ id, number }) => [id, number]));
    return findings.flatMap(({ principleId, selfRating, selfNote }) =>
      selfRating === null
        ? []
        : [{ principle: numbers.get(principleId)!, rating: selfRating, note: selfNote }],
    );
  }
}
