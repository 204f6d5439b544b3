import { type DataSource, type EntityManager, type ObjectLiteral, QueryFailedError } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Conflict, NotFound, type Problem, UserProblem } from '../errors.js';
import type { Warn, Warning } from '../warning.js';
import type { Attribution } from './changes/attribution.js';
import type { ChangeFeed } from './changes/change-feed.js';
import { inSourceTransaction } from './transaction.js';
import type { Versioned } from './versioned.js';
import type { WritingCheck } from './writing-check.js';

/** What a broken database constraint means to the person who entered the data, by the name of the constraint. */
export type ConstraintProblems = Readonly<Record<string, Problem>>;

/** The author of a change, and how to send them warnings about a change that was stored. */
export interface Author extends Attribution {
  readonly warn?: Warn | undefined;
}

/**
 * How long a stored write waits for caches and indexes, in milliseconds. This is far longer than they usually take (about
 * 50 ms), and short enough that people do not think it has failed.
 */
const FOLLOWED_WITHIN_MS = 1_500;

const searchableShortly: Warning = {
  code: 'SEARCHABLE_SHORTLY',
  message: 'It is stored. Searches and lists will show it shortly.',
};

/**
 * The only way to write to the register: a transaction. After it, the caller waits until every reader of this process (cache,
 * search index) has followed.
 */
export class RegisterWriter {
  constructor(
    private readonly source: DataSource,
    private readonly feed: ChangeFeed,
    private readonly writing?: Pick<WritingCheck, 'note'>,
  ) {}

  /**
   * Runs the work in one transaction, on one connection. The work must not use a pool, or a cache that would use one. It may run more
   * than once, because a transaction that is ended by a deadlock is tried again. So it must keep nothing outside the transaction.
   * `by` says who makes the change, and why. A stored change is never reported as failed: if a reader does not follow in time, the
   * author gets a warning.
   * @throws UserProblem for the constraints that are explained; any error rolls everything back. Unavailable if the
   * database became unavailable before the change was stored; OutcomeUnknown if it cannot be found out whether it was stored.
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

/** The problem for a broken constraint, if it is explained; any other error unchanged. */
export function explain(explained: ConstraintProblems, error: unknown): unknown {
  const constraint =
    error instanceof QueryFailedError && (error.driverError as { constraint?: string }).constraint;
  const problem = constraint ? explained[constraint] : undefined;
  return problem ? new UserProblem([problem]) : error;
}

/** Stores a new record and returns it, with a new UUIDv7 unless it comes with an id. */
export async function insertRecord<E extends Versioned>(
  db: EntityManager,
  entity: new () => E,
  values: Omit<E, keyof Versioned> & { readonly id?: string },
): Promise<E> {
  const record = Object.assign(new entity(), { id: uuidv7() }, values, { version: 1 });
  await db.insert(entity, record as never);
  return db.findOneByOrFail(entity, { id: record.id } as never);
}

/** The word for a record in a sentence, from its class. */
function wordOf(entity: abstract new () => unknown): string {
  return entity.name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/**
 * @param called the record's name at the beginning of a sentence: "This site".
 * @param field the argument that gave the version.
 * @throws Conflict if someone else has changed the record since the version that a change is based on.
 */
export function requireVersion(record: Versioned, version: number, called: string, field?: string): void {
  if (record.version === version) return;
  throw new Conflict(
    `${called} is at version ${record.version}, but your change was based on version ${version}. ` +
      'Read it again and repeat your change.',
    field,
  );
}

/**
 * Changes a record if it is still at the version that the change was based on. If every value is already as wanted, nothing is
 * written and the version stays, unless `partsChange` says that something else that belongs to the record changes.
 * @throws NotFound if the record does not exist; Conflict if someone else has changed it in the meantime.
 */
export async function updateRecord<E extends Versioned>(
  db: EntityManager,
  entity: new () => E,
  id: string,
  version: number,
  changes: Partial<Omit<E, keyof Versioned>>,
  { partsChange = false }: { readonly partsChange?: boolean } = {},
): Promise<E> {
  const differing = partsChange ? null : differingFrom(db, entity, changes);
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

/** SQL: whether any value of a row differs from these. The text is empty if no values are given. */
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
