import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '../../../platform/clock.js';
import {
  insertRecord,
  type RegisterWriter,
  requireVersion,
  updateRecord,
} from '../../../platform/database/register-writer.js';
import { invalid, NotFound, type Problem, refuse, UserProblem } from '../../../platform/errors.js';
import type { KeyRange } from '../../../platform/key-range.js';
import { parseChanges, parseInput } from '../../../platform/parse.js';
import type { Actor } from '../../identity/actor.js';
import type { Atlas } from '../../place/atlas.js';
import { makeOnce } from '../../privacy/repeatable.service.js';
import { lockProviderOf } from '../../provider/provider-lock.service.js';
import { mayEditParts } from '../../register/entry/editing.rules.js';
import { belongingOf } from '../../register/entry/entry-access.js';
import type { Principle } from '../framework/framework.entity.js';
import type { FrameworkRepository } from '../framework/framework.repository.js';
import { aboutProvider, holdKept, requireProvider } from '../record/held-record.service.js';
import { type DecodeId, futureProblems, problem, uuidOf } from '../record/quality.rules.js';
import { recordReachOf } from '../record/record-reach.js';
import { Action, type Finding, Review } from './review.entity.js';
import type { RatingRow, ReviewRepository, SelfAssessment } from './review.repository.js';
import type { ReviewCriteria } from './review.rules.js';
import { actionInput, reviewChanges, reviewPlan, selfRatings } from './review.rules.js';

const explained = aboutProvider;

/** Use cases of reviews. Officers work within their local authority. Providers rate themselves. */
export class ReviewService {
  constructor(
    private readonly repository: ReviewRepository,
    private readonly frameworks: FrameworkRepository,
    private readonly writer: RegisterWriter,
    private readonly atlas: Atlas,
    private readonly decode: DecodeId,
    private readonly clock: Clock,
  ) {}

  /** The review; null if there is none within the caller's reach. @throws Forbidden without `quality.read`. */
  async get(actor: Actor, id: string): Promise<Review | null> {
    const [review] = await this.byIds(actor, [id]);
    return review ?? null;
  }

  /** Reviews the caller can reach, by id. @throws Forbidden without `quality.read`. */
  async byIds(actor: Actor, ids: readonly string[]): Promise<Review[]> {
    return this.repository.byIds(recordReachOf(actor, 'quality.read'), ids);
  }

  /** Actions of reviews the caller can reach, by id. @throws Forbidden without `quality.read`. */
  async actionsByIds(actor: Actor, ids: readonly string[]): Promise<Action[]> {
    return this.repository.actionsByIds(recordReachOf(actor, 'quality.read'), ids);
  }

  /** Reviews of the caller's own providers, by id. @throws Forbidden without `entry.read`. */
  async ownByIds(actor: Actor, ids: readonly string[]): Promise<SelfAssessment[]> {
    return this.repository.ownByIds(recordReachOf(actor, 'entry.read'), ids);
  }

  /** Reviews the caller can reach, by due day. @throws Forbidden without `quality.read`. */
  async page(actor: Actor, criteria: ReviewCriteria, range: KeyRange): Promise<Review[]> {
    return this.repository.page(recordReachOf(actor, 'quality.read'), criteria, range);
  }

  async count(actor: Actor, criteria: ReviewCriteria): Promise<number> {
    return this.repository.count(recordReachOf(actor, 'quality.read'), criteria);
  }

  /** The findings so far, in the order of the principles, of a review that the caller may see. */
  async findingsOf(reviewId: string): Promise<Finding[]> {
    return (await this.repository.findingsOfReview.get(reviewId)) ?? [];
  }

  /** The actions after a review that the caller may see, by due day. */
  async actionsOf(reviewId: string): Promise<Action[]> {
    return (await this.repository.actionsOfReview.get(reviewId)) ?? [];
  }

  /** Reviews of the caller's own provider, latest first. @throws Forbidden without `entry.read`. */
  async ofOwnProvider(actor: Actor, providerId: string): Promise<Review[]> {
    return this.repository.ofOwnProvider(recordReachOf(actor, 'entry.read'), providerId);
  }

  /** Plans a review. @throws UserProblem, Forbidden. */
  async plan(actor: Actor, input: z.input<typeof reviewPlan>, key?: string | null): Promise<Review> {
    const { localAuthority, provider, framework, ...values } = parseInput(reviewPlan, input);
    refuse(this.atlas.localAuthorityProblems(localAuthority, ['input', 'localAuthority']));
    actor.require('quality.write', { localAuthorityCode: localAuthority });
    const providerId = uuidOf(this.decode, 'prv', provider, ['input', 'provider'], 'provider');
    const frameworkId = uuidOf(this.decode, 'qfr', framework, ['input', 'framework'], 'framework');
    return this.writer.write(
      explained,
      async (db) => {
        await requireProvider(db, providerId, localAuthority);
        if (!(await this.frameworks.isUsable(db, frameworkId, localAuthority))) {
          const message = 'Give a published framework: a national one, or one of the same local authority.';
          throw new UserProblem([invalid(['input', 'framework'], message)]);
        }
        const state = 'PLANNED' as const;
        const planned = { state, doneOn: null, summary: '', providerId, frameworkId };
        const record = { ...values, ...planned, localAuthorityCode: localAuthority };
        const now = this.clock.now();
        const request = { actor: actor.name, key, operation: 'plan review', sent: input, now };
        return makeOnce(db, request, Review, (id) => insertRecord(db, Review, { ...record, id }));
      },
      actor.because(),
    );
  }

  /** Changes a planned review and sets its findings. @throws UserProblem, NotFound, Conflict, Forbidden. */
  async update(
    actor: Actor,
    id: string,
    version: number,
    input: z.input<typeof reviewChanges>,
  ): Promise<Review> {
    const { findings = [], ...changes } = parseChanges(reviewChanges, input);
    return this.change(actor, id, async (db) => {
      const review = await plannedAt(db, id, version);
      const rows = findings.map(({ finding, ...row }) => ({ ...row, rating: finding }));
      const ratings = await this.byPrinciple(db, review, rows, ['input', 'findings']);
      const partsChange = (await this.repository.rate(db, 'officer', review, ratings)) > 0;
      return updateRecord(db, Review, id, version, changes, { partsChange });
    });
  }

  /**
   * Marks a review as done. Every principle must have a finding. @throws UserProblem, NotFound, Conflict, Forbidden.
   */
  async complete(actor: Actor, id: string, version: number, doneOn: string): Promise<Review> {
    refuse(futureProblems(doneOn, this.clock.now(), ['doneOn']));
    return this.change(actor, id, async (db) => {
      const open = await this.repository.open(db, await plannedAt(db, id, version));
      if (open.length > 0) {
        const message = `There is no finding yet for principle ${open.join(', ')}. Give each one a finding. NOT_APPLICABLE counts as a finding.`;
        throw new UserProblem([invalid(null, message)]);
      }
      return updateRecord(db, Review, id, version, { state: 'DONE', doneOn });
    });
  }

  /** Adds an action: something the provider must do. @throws UserProblem, NotFound, Forbidden. */
  async addAction(
    actor: Actor,
    reviewId: string,
    input: z.input<typeof actionInput>,
    key?: string | null,
  ): Promise<Review> {
    const values = parseInput(actionInput, input);
    return this.change(actor, reviewId, async (db) => {
      const record = { ...values, reviewId, doneOn: null };
      const sent = { reviewId, input };
      const request = { actor: actor.name, key, operation: 'add action', sent, now: this.clock.now() };
      await makeOnce(db, request, Action, (id) => insertRecord(db, Action, { ...record, id }));
      return db.findOneByOrFail(Review, { id: reviewId });
    });
  }

  /**
   * Marks an action as done on a day, or as not done if `doneOn` is null. @throws UserProblem, NotFound, Conflict,
   * Forbidden.
   */
  async completeAction(
    actor: Actor,
    actionId: string,
    version: number,
    doneOn: string | null,
  ): Promise<Review> {
    refuse(futureProblems(doneOn, this.clock.now(), ['doneOn']));
    const reach = recordReachOf(actor, 'quality.write');
    return this.writer.write(
      explained,
      async (db) => {
        const reviewId = await this.repository.reviewOfAction(db, actionId);
        if (reviewId === null) throw new NotFound('There is no action with this id.');
        await holdKept(db, 'quality_review', reviewId, reach, 'action');
        await updateRecord(db, Action, actionId, version, { doneOn });
        return db.findOneByOrFail(Review, { id: reviewId });
      },
      actor.because(),
    );
  }

  /**
   * Sets ratings of the caller's own provider, while the review is planned. @throws UserProblem, NotFound, Conflict,
   * Forbidden.
   */
  async rateSelf(
    actor: Actor,
    id: string,
    version: number,
    ratings: z.input<typeof selfRatings>,
  ): Promise<Review> {
    const own = recordReachOf(actor, 'entry.write');
    const given = parseInput(selfRatings, ratings, ['ratings']);
    return this.writer.write(
      explained,
      async (db) => {
        const provider = await lockProviderOf(db, 'quality_review', id);
        if (!provider || !(await this.repository.isOwned(db, own, id)))
          throw new NotFound('There is no review with this id.');
        if (!actor.may('register.write', belongingOf(provider)) && !mayEditParts(provider.state))
          throw withdrawn();
        const review = await plannedAt(db, id, version);
        const ratings = await this.byPrinciple(db, review, given, ['ratings']);
        const partsChange = (await this.repository.rate(db, 'provider', review, ratings)) > 0;
        return updateRecord(db, Review, id, version, {}, { partsChange });
      },
      actor.because(),
    );
  }

  private change(actor: Actor, id: string, work: (db: EntityManager) => Promise<Review>): Promise<Review> {
    const reach = recordReachOf(actor, 'quality.write');
    const held = async (db: EntityManager) => {
      await holdKept(db, 'quality_review', id, reach, 'review');
      return work(db);
    };
    return this.writer.write(explained, held, actor.because());
  }

  /** @throws UserProblem that names each principle that the framework does not have or that is given twice. */
  private async byPrinciple(
    db: EntityManager,
    { frameworkId }: Review,
    given: readonly { principle: number; rating: Finding['finding']; note: string }[],
    path: readonly string[],
  ): Promise<RatingRow[]> {
    const all = await this.frameworks.principlesIn(db, frameworkId);
    const byNumber = new Map<number, Principle>(all.map((principle) => [principle.number, principle]));
    const seen = new Set<number>();
    const problems: Problem[] = [];
    const rows = given.flatMap(({ principle: number, rating, note }, at) => {
      const principle = byNumber.get(number);
      if (principle && !seen.has(number)) {
        seen.add(number);
        return [{ principleId: principle.id, rating, note }];
      }
      const message = principle
        ? `Principle ${number} is given twice. Give it once.`
        : `The framework of this review has principles 1 to ${all.length}. There is no principle ${number}.`;
      problems.push(invalid([...path, String(at), 'principle'], message));
      return [];
    });
    refuse(problems);
    return rows;
  }
}

function withdrawn() {
  const message =
    'This provider is withdrawn and cannot change its own ratings. Ask the local authority to restore it first.';
  return problem(['id'], 'NOT_IN_THIS_STATE', message);
}

/**
 * A locked review, if it still has the version that the caller read.
 * @throws Conflict; UserProblem if the review is done, because its findings can then no longer change.
 */
async function plannedAt(db: EntityManager, id: string, version: number): Promise<Review> {
  const review = await db.findOneByOrFail(Review, { id });
  requireVersion(review, version, 'This review');
  if (review.state === 'PLANNED') return review;
  throw problem(
    ['id'],
    'NOT_IN_THIS_STATE',
    'This review is done, and its findings cannot change. Plan another review.',
  );
}
