import { type DataSource, type EntityManager, type ObjectLiteral, QueryFailedError } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Conflict, NotFound, type Problem, UserProblem } from '../errors.js';
import type { Warn, Warning } from '../warning.js';
import type { Attribution } from './changes/attribution.js';
import type { ChangeFeed } from './changes/change-feed.js';
import { inSourceTransaction } from './transaction.js';
import type { Versioned } from './versioned.js';
import type { WritingCheck } from './writing-check.js';

/** What a broken database constraint means to the person who entered the data, by constraint name. */
export type ConstraintProblems = Readonly<Record<string, Problem>>;

/** Who makes a change, and how they hear of what they should know although it was made. */
export interface Author extends Attribution {
  readonly warn?: Warn | undefined;
}

/**
 * So long a write that is stored waits for caches and indexes, in milliseconds: far longer than they take when all is well (some
 * 50 ms), and short enough for nobody to think that it has failed.
 */
const FOLLOWED_WITHIN_MS = 1_500;

const searchableShortly: Warning = {
  code: 'SEARCHABLE_SHORTLY',
  message: 'It is stored. Searches and lists will show it shortly.',
};

/**
 * The one way to write to the register: a transaction, and then every reader of this process (cache, search index)
 * has followed before the caller goes on.
 */
export class RegisterWriter {
  constructor(
    private readonly source: DataSource,
    private readonly feed: ChangeFeed,
    private readonly writing?: Pick<WritingCheck, 'note'>,
  ) {}

  /**
   * Runs the work in one transaction, which needs no connection but its own: the work must not ask a pool, nor a cache that
   * would. It may run more than once, so that it keeps nothing outside the transaction: what a deadlock ends is tried again. `by` says who makes the change, and why. What is stored is never answered as failed: when a reader does not follow
   * in time, the author is warned.
   * @throws UserProblem for the constraints that are explained; everything is rolled back on any error. Unavailable when the
   * database went away before it was stored; OutcomeUnknown when nobody can say whether it was.
   */
  async write<T>(
    explained: ConstraintProblems,
    work: (db: EntityManager) => Promise<T>,
    by?: Author,
  ): Promise<T> {
    const { result, number } = await inSourceTransaction(this.source, {
      by,
      work,
      stored: (db) => this.feed.head(db),
    }).catch((error: unknown) => {
      this.writing?.note(error);
      throw explain(explained, error);
    });
    if (!(await this.isFollowed(number))) by?.warn?.(searchableShortly);
    return result;
  }

  private async isFollowed(number: number | null): Promise<boolean> {
    const head = number ?? (await this.feed.head().catch(() => null));
    return head !== null && this.feed.reached(head, FOLLOWED_WITHIN_MS);
  }
}

/** The error of a broken constraint in words where it is explained; any other as it is. */
export function explain(explained: ConstraintProblems, error: unknown): unknown {
  const constraint =
    error instanceof QueryFailedError && (error.driverError as { constraint?: string }).constraint;
  const problem = constraint ? explained[constraint] : undefined;
  return problem ? new UserProblem([problem]) : error;
}

/** Stores a new record and answers it, under a new UUIDv7 unless it comes with its id. */
export async function insertRecord<E extends Versioned>(
  db: EntityManager,
  entity: new () => E,
  values: Omit<E, keyof Versioned> & { readonly id?: string },
): Promise<E> {
  const record = Object.assign(new entity(), { id: uuidv7() }, values, { version: 1 });
  await db.insert(entity, record as never);
  return db.findOneByOrFail(entity, { id: record.id } as never);
}

/** What a record is called in a sentence, by its class. */
function wordOf(entity: abstract new () => unknown): string {
  return entity.name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/**
 * @param called what the record is called at the beginning of a sentence: "This site".
 * @param field the argument in which the version was given.
 * @throws Conflict when somebody else has changed the record since the version that a change is based on.
 */
export function requireVersion(record: Versioned, version: number, called: string, field?: string): void {
  if (record.version === version) return;
  throw new Conflict(
    `${called} is at version ${record.version}, your change was based on version ${version}. ` +
      'Read it again and repeat your change.',
    field,
  );
}

/**
 * Changes a record if it still is at the version that the change was based on. Where every value already is as it is wanted nothing
 * is written, and the version stays; `beside` says that something else changes that belongs to the record.
 * @throws NotFound when there is no such record; Conflict when somebody else has changed it meanwhile.
 */
export async function updateRecord<E extends Versioned>(
  db: EntityManager,
  entity: new () => E,
  id: string,
  version: number,
  changes: Partial<Omit<E, keyof Versioned>>,
  { beside = false }: { readonly beside?: boolean } = {},
): Promise<E> {
  const differing = beside ? null : differingFrom(db, entity, changes);
  let isWritten = false;
  if (differing?.text !== '') {
    const update = db
      .createQueryBuilder()
      .update(entity)
      .set({ ...(changes as ObjectLiteral), version: () => 'version + 1', updatedAt: () => 'now()' } as never)
      .where('id = :id and version = :version', { id, version });
    if (differing) update.andWhere(`(${differing.text})`, differing.values);
    isWritten = (await update.execute()).affected === 1;
  }
  const record = await db.findOneBy(entity, { id } as never);
  if (!record) throw new NotFound(`There is no ${wordOf(entity)} with this id.`);
  if (!isWritten) requireVersion(record, version, `This ${wordOf(entity)}`);
  return record;
}

/** SQL: whether a row has any other value than these; no text where none is given. */
function differingFrom(
  { connection }: EntityManager,
  entity: new () => Versioned,
  changes: object,
): { readonly text: string; readonly values: ObjectLiteral } {
  const metadata = connection.getMetadata(entity);
  const values: ObjectLiteral = {};
  const parts = Object.entries(changes).flatMap(([property, value]) => {
    const column = metadata.findColumnWithPropertyName(property);
    if (value === undefined || !column) return [];
    values[`wanted_${property}`] = connection.driver.preparePersistentValue(value, column);
    return [`"${column.databaseName}" is distinct from :wanted_${property}`];
  });
  return { text: parts.join(' or '), values };
}
