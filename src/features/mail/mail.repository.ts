import type pg from 'pg';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

/** A mail as it is put into the outbox. */
export interface NewMail {
  readonly id: string;
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it is to someone invented: it never reaches a mail server. */
  readonly isDemonstration: boolean;
  readonly madeAt: Date;
  /** From then on it is not sent any more. Null: it can be sent at any time. */
  readonly uselessFrom: Date | null;
}

const claimed = z.object({
  id: z.uuid(),
  messageId: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  headers: z.record(z.string(), z.string()),
  isDemonstration: z.boolean(),
  madeAt: z.date(),
  uselessFrom: z.date().nullable(),
  /** This attempt included. */
  attempts: z.number(),
});
/** A mail that this process may send until its lease ends. */
export type ClaimedMail = Readonly<z.output<typeof claimed>>;

const failed = z.object({
  id: z.uuid(),
  madeAt: z.date(),
  attempts: z.number(),
  givenUpAt: z.date().nullable(),
  dueAt: z.date(),
  lastError: z.string().nullable(),
});
/** A mail that was tried and not sent, without its content. */
export type FailedMail = Readonly<z.output<typeof failed>>;

/** How many mails wait, and how many were given up. */
export interface MailCounts {
  readonly waiting: number;
  readonly givenUp: number;
  readonly sent: number;
}

const WAITS = 'm.sent_at is null and m.given_up_at is null';

/** All SQL statements about mails. */
export class MailRepository {
  constructor(private readonly pool: Pick<pg.Pool, 'query'>) {}

  /** Puts a mail into the outbox, in the open transaction. */
  async put(db: EntityManager, mail: NewMail): Promise<void> {
    await db.query(
      `insert into mail (id, message_id, recipient, subject, text, html, headers, is_demonstration, made_at, due_at, useless_from)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)`,
      [
        mail.id,
        mail.messageId,
        mail.to,
        mail.subject,
        mail.text,
        mail.html,
        JSON.stringify(mail.headers),
        mail.isDemonstration,
        mail.madeAt,
        mail.uselessFrom,
      ],
    );
  }

  /** Claims the mail that has been due longest, until an instant. Null if none is due that no other process has claimed. */
  async claim(holder: string, now: Date, until: Date): Promise<ClaimedMail | null> {
    const { rows } = await this.pool.query({
      name: 'claim mail',
      text: `update mail set claimed_by = $1, claimed_until = $3, attempts = attempts + 1
        where id = (select m.id from mail m
                     where ${WAITS} and m.due_at <= $2 and (m.claimed_until is null or m.claimed_until <= $2)
                     order by m.due_at, m.id limit 1 for update skip locked)
        returning id, message_id as "messageId", recipient as "to", subject, text, html, headers,
          is_demonstration as "isDemonstration", made_at as "madeAt", useless_from as "uselessFrom", attempts`,
      values: [holder, now, until],
    });
    return rows[0] ? claimed.parse(rows[0]) : null;
  }

  /** Notes that a claimed mail was sent. */
  async sent(id: string, at: Date): Promise<void> {
    await this.pool.query({
      name: 'mail was sent',
      text: `update mail set sent_at = $2, claimed_until = null, claimed_by = null, last_error = null
        where id = $1 and sent_at is null`,
      values: [id, at],
    });
  }

  /** Notes that a mail that this process had claimed was not sent, and when to try again; null: never. */
  async failed(id: string, holder: string, why: string, at: Date, again: Date | null): Promise<void> {
    await this.pool.query(
      `update mail set last_error = $3, claimed_until = null, claimed_by = null,
          due_at = coalesce($5, due_at), given_up_at = case when $5::timestamptz is null then $4::timestamptz end
        where id = $1 and claimed_by = $2 and sent_at is null`,
      [id, holder, why, at, again],
    );
  }

  /** Deletes the content of mails that were sent, or given up, before an instant. The rows stay. @returns how many. */
  async forget(before: Date): Promise<number> {
    const { rowCount } = await this.pool.query(
      `update mail set recipient = null, subject = null, text = null, html = null, headers = null
        where recipient is not null and coalesce(sent_at, given_up_at) < $1`,
      [before],
    );
    return rowCount ?? 0;
  }

  /** Makes mails that were given up due again. @returns how many. */
  async again(now: Date): Promise<number> {
    const { rowCount } = await this.pool.query(
      `update mail set given_up_at = null, due_at = $1, attempts = 0
        where given_up_at is not null and recipient is not null and (useless_from is null or useless_from > $1)`,
      [now],
    );
    return rowCount ?? 0;
  }

  async counts(): Promise<MailCounts> {
    const { rows } = await this.pool.query<MailCounts>(
      `select count(*) filter (where ${WAITS})::int as waiting, count(m.sent_at)::int as sent,
              count(m.given_up_at)::int as "givenUp" from mail m`,
    );
    return rows[0]!;
  }

  /** The mails that were tried and not sent, the newest first. */
  async failures(limit: number): Promise<FailedMail[]> {
    const { rows } = await this.pool.query(
      `select id, made_at as "madeAt", attempts, given_up_at as "givenUpAt", due_at as "dueAt", last_error as "lastError"
         from mail where sent_at is null and last_error is not null order by made_at desc, id limit $1`,
      [limit],
    );
    return z.array(failed).parse(rows);
  }
}
