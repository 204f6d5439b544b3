import { createHmac, randomBytes } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Columns that say who did something, beside the record of changes itself. */
const NAMING = [
  ['change_request', 'requested_by'],
  ['change_request', 'decided_by'],
  ['duplicate_dismissal', 'dismissed_by'],
  ['idempotency_key', 'actor'],
] as const;

const ROLE = 'public|school|partner|provider_editor|commissioner|quality_officer|administrator';
/** Roles, and what the identity provider calls somebody; a program of ours is a client and its id. */
const PERSON = new RegExp(
  `^((?:${ROLE})(?:\\+(?:${ROLE}))*|no role) (?!client [0-9a-f-]{36}$|development$)(.+)$`,
);

/**
 * A key, made once, by which people are named in the record: outside it, so that who may read the record cannot tell who they are,
 * and in this database, so that every hub on it names them alike. What the record says already is chained by digests and cannot be
 * changed; it is shown by this key too. The columns beside it are changed here.
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

  /** Who was named by a digest stays so: the key that is dropped leads nowhere back. */
  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table person_key');
  }
}

function digest(key: Buffer, subject: string): string {
  return createHmac('sha256', key).update(subject).digest('hex').slice(0, 32);
}
