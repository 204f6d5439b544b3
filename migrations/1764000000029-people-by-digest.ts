import { createHmac, randomBytes } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Columns that say who did something, in addition to the record of changes itself. */
const NAMING = [
  ['change_request', 'requested_by'],
  ['change_request', 'decided_by'],
  ['duplicate_dismissal', 'dismissed_by'],
  ['idempotency_key', 'actor'],
] as const;

const ROLE = 'public|school|partner|provider_editor|commissioner|quality_officer|administrator';
/** Roles, and the identity provider's name for a person. A program of the hub is a client with its id. */
const PERSON = new RegExp(
  `^((?:${ROLE})(?:\\+(?:${ROLE}))*|no role) (?!client [0-9a-f-]{36}$|development$)(.+)$`,
);

/**
 * A key, created once, by which people are named in the record. It is outside the record, so that people who read the record cannot
 * tell who they are, and in this database, so that every hub on it uses the same names. What is already in the record is chained
 * by digests and cannot be changed, so this key is used when it is shown. The columns next to it are changed here.
 */
export class PeopleByDigest1764000000029 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const key = randomBytes(32);
    await db.query(`
      create table person_key (
        only_one boolean primary key default true check (only_one),
        key bytea not null check (length(key) = 32)
      )`);
    await db.query('insert into person_key (key) values ($1)', [key]);
    for (const [table, column] of NAMING) {
      const rows: { name: string }[] = await db.query(
        `select distinct ${column} as name from ${table} where ${column} is not null`,
      );
      const people = rows.flatMap(({ name }) => {
        const [, roles, subject] = PERSON.exec(name) ?? [];
        return subject === undefined ? [] : [[name, `${roles} person ${digest(key, subject)}`] as const];
      });
      await db.query(
        `update ${table} t set ${column} = named.by_digest from unnest($1::text[], $2::text[]) named (before, by_digest)
          where t.${column} = named.before`,
        [people.map(([before]) => before), people.map(([, after]) => after)],
      );
    }
  }

  /** People who were named by a digest stay so. The dropped key cannot lead back to them. */
  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table person_key');
  }
}

function digest(key: Buffer, subject: string): string {
  return createHmac('sha256', key).update(subject).digest('hex').slice(0, 32);
}
