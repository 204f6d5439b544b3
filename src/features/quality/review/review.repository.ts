import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { EntityCache } from '../../../platform/database/entity-cache.js';
import { groupRows, rowReader } from '../../../platform/database/rows.js';
import { staleAfter } from '../../../platform/database/stale-after.js';
import { kept, owned, type Reach } from '../record/quality-reach.js';
import { Action, Finding, Review } from './review.entity.js';
import type { ReviewCriteria } from './review.rules.js';
import { reviewFigures } from './review-figures.repository.js';

/** One principle's rating with its note. */
export interface RatingRow {
  readonly principleId: string;
  readonly rating: Finding['finding'];
  readonly note: string;
}

/** Whose ratings: the officer's or the provider's own. */
const columnsOf = {
  officer: { rating: 'finding', note: 'note' },
  provider: { rating: 'self_rating', note: 'self_note' },
} as const;

/** Every SQL statement about reviews. Who may see one is in the WHERE; findings and actions are reached through their review. */
export function reviewRepository(source: DataSource, pool: pg.Pool) {
  const review = rowReader(source, Review);
  const finding = rowReader(source, Finding);
  const action = rowReader(source, Action);

  const findingsOfReview = new EntityCache<Finding[]>({
    name: 'findings of review',
    // They come in the order of their principles.
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
  const narrowed = `quality_review r where ${kept('r', 1)}
    and ($3::text is null or r.local_authority_code = $3)
    and ($4::uuid is null or r.provider_id = survivor_of($4))
    and ($5::text is null or r.state = $5)
    and ($6::date is null or r.due_on <= $6)`;
  const valuesOf = ({ everything, within }: Reach, criteria: ReviewCriteria) => [
    everything,
    within,
    criteria.localAuthorityCode,
    criteria.providerId,
    criteria.state,
    criteria.dueBy,
  ];

  return {
    findingsOfReview,
    actionsOfReview,
    caches: [findingsOfReview, actionsOfReview],

    async byId(reach: Reach, id: string): Promise<Review | null> {
      const text = `select ${review.columns('r')} from quality_review r where r.id = $1 and ${kept('r', 2)}`;
      const { rows } = await pool.query({
        name: 'review by id',
        text,
        values: [id, reach.everything, reach.within],
      });
      return rows[0] ? review.toEntity(rows[0]) : null;
    },

    /** Reviews in reach by due day, `limit` at most, after a key. */
    async page(
      reach: Reach,
      criteria: ReviewCriteria,
      after: readonly [string, string] | null,
      limit: number,
    ) {
      const { rows } = await pool.query({
        name: 'review page',
        text: `select ${review.columns('r')} from ${narrowed}
          and ($7::date is null or (r.due_on, r.id) > ($7, $8::uuid)) order by r.due_on, r.id limit $9`,
        values: [...valuesOf(reach, criteria), after?.[0], after?.[1], limit],
      });
      return rows.map(review.toEntity);
    },

    async count(reach: Reach, criteria: ReviewCriteria): Promise<number> {
      const sum = await figures(reach, criteria);
      if (sum !== null) return sum;
      const { rows } = await pool.query<{ n: number }>({
        name: 'review count',
        text: `select count(*)::int n from ${narrowed}`,
        values: valuesOf(reach, criteria),
      });
      return rows[0]?.n ?? 0;
    },

    /** Reviews of own providers, latest first, 50 at most: a provider has one in some months. */
    async ofOwnProvider(own: Reach, providerId: string): Promise<Review[]> {
      const { rows } = await pool.query({
        name: 'reviews of own provider',
        text: `select ${review.columns('r')} from quality_review r where r.provider_id = $1 and ${owned('r', 2)}
          order by r.due_on desc, r.id limit 50`,
        values: [providerId, own.everything, own.within],
      });
      return rows.map(review.toEntity);
    },

    /** Whether a review is that of an own provider. */
    async isOwned(db: EntityManager, own: Reach, id: string): Promise<boolean> {
      const text = `select from quality_review r where r.id = $1 and ${owned('r', 2)}`;
      const rows: object[] = await db.query(text, [id, own.everything, own.within]);
      return rows.length > 0;
    },

    /** The review to which an action belongs, null when there is no such action. */
    async reviewOfAction(db: EntityManager, actionId: string): Promise<string | null> {
      const [row]: { id: string }[] = await db.query(
        'select review_id as id from quality_action where id = $1',
        [actionId],
      );
      return row?.id ?? null;
    },

    /** Sets ratings of principles and answers how many changed; those that are not named keep theirs. */
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

    /** Numbers of the principles about which the officer has found nothing yet. */
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
