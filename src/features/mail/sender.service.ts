import { randomUUID } from 'node:crypto';
import { type Clock, DAY } from '../../platform/clock.js';
import type { Log } from '../../platform/log.js';
import { type MailPort, mailFault } from '../../platform/mail/mail-port.js';
import type { ClaimedMail, MailRepository } from './mail.repository.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long a process may send a mail before another takes it over. Longer than a mail can take. */
const LEASE = 5 * MINUTE;

/**
 * The pauses before a mail is tried again. They grow, because a server that is out of order for a minute is often so for an hour.
 * After the last one, the mail is given up: two days are what mail servers themselves keep trying.
 */
const PAUSES = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR, DAY];

/** How often a mail is tried in all. */
export const MOST_ATTEMPTS = PAUSES.length + 1;

/**
 * How long the content of a mail is kept after it was sent or given up: long enough to find out what a provider got when they ask
 * about it, and no longer, because it holds an address and a link that signs in.
 */
export const CONTENT_KEPT = 14 * DAY;

/** Sends the mails of the outbox, each by one process at a time. */
export class MailSender {
  private readonly holder = randomUUID();
  private hasTold = false;

  constructor(
    private readonly repository: MailRepository,
    private readonly port: MailPort | null,
    private readonly clock: Clock,
    private readonly log: Pick<Log, 'info' | 'warn'>,
    private readonly lease = LEASE,
  ) {}

  /** Sends everything that is due, one mail after another. @returns how many were sent. */
  async sendDue(): Promise<number> {
    const { port } = this;
    if (port === null) {
      await this.tellOfWaiting();
      return 0;
    }
    let sent = 0;
    for (;;) {
      const now = this.clock.now();
      const mail = await this.repository.claim(this.holder, new Date(now), new Date(now + this.lease));
      if (mail === null) return sent;
      if (await this.send(port, mail)) sent++;
    }
  }

  /** Deletes the content of mails that were sent long ago. */
  async forget(): Promise<number> {
    return this.repository.forget(new Date(this.clock.now() - CONTENT_KEPT));
  }

  private async send(port: MailPort, mail: ClaimedMail): Promise<boolean> {
    const { id, attempts, uselessFrom } = mail;
    if (mail.isDemonstration && port.reachesPeople) {
      await this.giveUp(id, 'It is to someone invented, and was not sent.');
      return false;
    }
    if (uselessFrom !== null && uselessFrom.getTime() <= this.clock.now()) {
      await this.giveUp(id, 'It came to its turn too late to be of use.');
      return false;
    }
    if (attempts > MOST_ATTEMPTS) {
      await this.giveUp(id, 'Each process that tried to send it ended.');
      return false;
    }
    try {
      await port.send({ ...mail, date: mail.madeAt });
    } catch (error) {
      await this.failed(mail, mailFault(error));
      return false;
    }
    await this.repository.sent(id, new Date(this.clock.now()));
    return true;
  }

  private giveUp(id: string, why: string): Promise<void> {
    return this.repository.failed(id, this.holder, why, new Date(this.clock.now()), null);
  }

  private async failed({ id, attempts }: ClaimedMail, why: string): Promise<void> {
    const now = this.clock.now();
    const pause = PAUSES[attempts - 1];
    const again = pause === undefined ? null : new Date(now + pause);
    await this.repository.failed(id, this.holder, why, new Date(now), again);
    const message = again ? 'a mail could not be sent and will be tried again' : 'a mail was given up';
    this.log.warn({ mail: id, attempts, why, again: again?.toISOString() }, message);
  }

  private async tellOfWaiting(): Promise<void> {
    if (this.hasTold) return;
    const { waiting } = await this.repository.counts();
    if (waiting === 0) return;
    this.hasTold = true;
    this.log.warn({ waiting }, 'mails are kept waiting: set SMTP_URL or MAIL_FOLDER');
  }
}
