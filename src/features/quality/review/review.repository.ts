import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { binding, chosen } from '../../../platform/database/conditions.js';
import { EntityCache } from '../../../platform/database/entity-cache.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { fromRow, groupRows, rowReader } from '../../../platform/database/rows.js';
import { planned } from '../../../platform/database/sorted.js';
import { staleAfter } from '../../../platform/database/stale-after.js';
import type { KeyRange } from '../../../platform/key-range.js';
import { chosenProvider } from '../../register/list/entry-list.service.js';
import type { RecordReach } from '../record/record-reach.js';
import { kept, owned } from '../record/record-reach.repository.js';
import { Action, Finding, Review } from './review.entity.js';
import type { ReviewCriteria } from './review.rules.js';
import { reviewFigures } from './review-figures.repository.js';

/** A review as its provider sees it. */
export class SelfAssessment extends Review {}

/** A rating of one principle, with a note. */
export interface RatingRow {
  readonly principleId: string;
  readonly rating: Finding['finding'];
  readonly note: string;
}

/** Who rates: the officer or the provider itself. Each has its own columns. */
const columnsOf = {
  officer: { rating: 'finding', note: 'note' },
  provider: { rating: 'self_rating', note: 'self_note' },
} as const;

/**
 * All SQL statements about reviews. The WHERE clause limits them to rows the caller may see. Findings and actions are
 * read through their review.
 */
export function reviewRepository(source: DataSource, pool: pg.Pool) {
  const review = rowReader(source, Review);
  const finding = rowReader(source, Finding);
  const action = rowReader(source, Action);

  const findingsOfReview = new EntityCache<Finding[]>({
    name: 'findings of review',
    // A change to the principles can change the order of the findings.
    staleAfter: staleAfter({ quality_finding: 'parent', quality_principle: 'all' }),
    load: async (ids) => {
      const text = `select ${finding.columns('f')} from quality_finding f
        join quality_principle p on p.id = f.principle_id where f.review_id = any($1) order by p.number`;
      const { rows } = await pool.query({ name: 'findings of reviews', text, values: [ids] });
      return groupRows(rows, 'reviewId', finding.toEntity);
    },
  });

  const actionsOfReview = new EntityCache<Action[]>({
    name: 'actions of review',
    staleAfter: staleAfter({ quality_action: 'parent' }),
    load: async (ids) => {
      const text = `select ${action.columns('a')} from quality_action a where a.review_id = any($1) order by a.due_on, a.id`;
      const { rows } = await pool.query({ name: 'actions of reviews', text, values: [ids] });
      return groupRows(rows, 'reviewId', action.toEntity);
    },
  });

  const figures = reviewFigures(pool);
  const narrowed = ({ everything, within }: RecordReach, criteria: ReviewCriteria) => {
    const { localAuthority, provider, state, dueBy } = criteria;
    const { values, bind } = binding(everything, within);
    const conditions = [
      ...chosen('r.local_authority_code', localAuthority),
      ...chosenProvider('r.provider_id', provider),
      ...chosen('r.state', state === undefined ? undefined : { anyOf: [state] }),
    ].map((condition) => condition(bind));
    if (dueBy !== undefined) conditions.push(`r.due_on <= ${bind(dueBy)}::date`);
    const from = `quality_review r where ${[kept('r', 1), ...conditions].join(' and ')}`;
    return { from, values, bind, conditions: conditions.length };
  };

  return {
    findingsOfReview,
    actionsOfReview,
    caches: [findingsOfReview, actionsOfReview],

    async byIds(reach: RecordReach, ids: readonly string[]): Promise<Review[]> {
      const text = `select ${review.columns('r')} from quality_review r where r.id = any($1) and ${kept('r', 2)}`;
      const { rows } = await pool.query({
        name: 'reviews by id',
        text,
        values: [ids, reach.everything, reach.within],
      });
      return rows.map(review.toEntity);
    },

    /** Actions of reviews the caller can reach. */
    async actionsByIds(reach: RecordReach, ids: readonly string[]): Promise<Action[]> {
      const { rows } = await pool.query({
        name: 'actions by id',
        text: `select ${action.columns('a')} from quality_action a join quality_review r on r.id = a.review_id
          where a.id = any($1) and ${kept('r', 2)}`,
        values: [ids, reach.everything, reach.within],
      });
      return rows.map(action.toEntity);
    },

    /** A page of the reviews the caller can reach, by due day. */
    async page(reach: RecordReach, criteria: ReviewCriteria, range: KeyRange) {
      const { from, values, bind, conditions } = narrowed(reach, criteria);
      const { text: page } = keysetPage({ value: 'r.due_on', valueType: 'date', id: 'r.id' }, range, bind);
      const { rows } = await pool.query(
        planned(`select ${review.columns('r')} from ${from} ${page}`, values, conditions),
      );
      return rows.map(review.toEntity);
    },

    async count(reach: RecordReach, criteria: ReviewCriteria): Promise<number> {
      const sum = await figures(reach, criteria);
      if (sum !== null) return sum;
      const { from, values, conditions } = narrowed(reach, criteria);
      const text = `select count(*)::int n from ${from}`;
      const { rows } = await pool.query<{ n: number }>(planned(text, values, conditions));
      return rows[0]?.n ?? 0;
    },

    /** Reviews of the caller's own providers, latest first, at most 50. A provider has a review every few months. */
    async ofOwnProvider(own: RecordReach, providerId: string): Promise<Review[]> {
      const { rows } = await pool.query({
        name: 'reviews of own provider',
        text: `select ${review.columns('r')} from quality_review r where r.provider_id = $1 and ${owned('r', 2)}
          order by r.due_on desc, r.id limit 50`,
        values: [providerId, own.everything, own.within],
      });
      return rows.map(review.toEntity);
    },

    /** Reviews of the caller's own providers, by id. */
    async ownByIds(own: RecordReach, ids: readonly string[]): Promise<SelfAssessment[]> {
      const { rows } = await pool.query({
        name: 'own reviews by id',
        text: `select ${review.columns('r')} from quality_review r where r.id = any($1) and ${owned('r', 2)}`,
        values: [ids, own.everything, own.within],
      });
      return rows.map((row) => fromRow(SelfAssessment, row));
    },

    /** Whether a review is of the caller's own provider. */
    async isOwned(db: EntityManager, own: RecordReach, id: string): Promise<boolean> {
      const text = `select from quality_review r where r.id = $1 and ${owned('r', 2)}`;
      const rows: object[] = await db.query(text, [id, own.everything, own.within]);
      return rows.length > 0;
    },

    /** The id of the review an action belongs to; null if there is no such action. */
    async reviewOfAction(db: EntityManager, actionId: string): Promise<string | null> {
      const [row]: { id: string }[] = await db.query(
        'select review_id as id from quality_action where id = $1',
        [actionId],
      );
      return row?.id ?? null;
    },

    /** Sets ratings of principles, and returns how many changed. Principles that are not given keep theirs. */
    async rate(
      db: EntityManager,
      whose: keyof typeof columnsOf,
      { id, frameworkId }: Review,
      rows: readonly RatingRow[],
    ): Promise<number> {
      const { rating, note } = columnsOf[whose];
      const values = rows.map((row) => ({ ...row, id: uuidv7() }));
      const changed: object[] = await db.query(
        `insert into quality_finding as f (id, review_id, framework_id, principle_id, ${rating}, ${note})
         select v.id, $1, $2, v."principleId", v.rating, v.note
           from jsonb_to_recordset($3::jsonb) v(id uuid, "principleId" uuid, rating text, note text)
         on conflict (review_id, principle_id) do update
           set ${rating} = excluded.${rating}, ${note} = excluded.${note}, version = f.version + 1, updated_at = now()
         where (f.${rating}, f.${note}) is distinct from (excluded.${rating}, excluded.${note})
         returning f.id`,
        [id, frameworkId, JSON.stringify(values)],
      );
      return changed.length;
    },

    /** Numbers of the principles that have no finding yet. */
    async open(db: EntityManager, { id, frameworkId }: Review): Promise<number[]> {
      const rows: { number: number }[] = await db.query(
        `select p.number from quality_principle p
           left join quality_finding f on f.principle_id = p.id and f.review_id = $1
          where p.framework_id = $2 and f.finding is null order by p.number`,
        [id, frameworkId],
      );
      return rows.map(({ number }) => number);
    },
  };
}
export type ReviewRepository = ReturnType<typeof reviewRepository>;
