import { randomUUID } from 'node:crypto';
import { mailFeature } from '../../src/features/mail/mail.feature.js';
import { MailRepository } from '../../src/features/mail/mail.repository.js';
import { type MailToSend } from '../../src/features/mail/outbox.service.js';
import { poolOf } from '../../src/platform/database/data-source.js';
import type { MailPort, OutgoingMail } from '../../src/platform/mail/mail-port.js';
import type { TestHub } from '../support/hub.js';

/** A mail to an invented address. */
export function aMail(values: Partial<MailToSend> = {}): MailToSend {
  return {
    to: `office-${randomUUID()}@forge.example`,
    subject: 'Norfolk: are your vacancies still true?',
    text: 'Plain.',
    html: '<p>Rich.</p>',
    headers: { 'X-Kind': 'test' },
    isDemonstration: false,
    uselessFrom: null,
    ...values,
  };
}

/** Puts a mail into the outbox of a hub. */
export async function putMail(hub: TestHub, values: Partial<MailToSend> = {}): Promise<string> {
  const { outbox } = hub.of(mailFeature);
  return hub.writer.write({}, (db) => outbox.put(db, aMail(values)));
}

export function mailsOf(hub: TestHub): MailRepository {
  return new MailRepository(poolOf(hub.source));
}

/** A port that keeps what it is given. */
export class KeptMails implements MailPort {
  readonly sent: OutgoingMail[] = [];
  /** Thrown in place of sending. */
  fault: Error | null = null;
  /** Done before each mail. */
  before: () => Promise<unknown> = async () => {};

  constructor(readonly reachesPeople = true) {}

  async send(mail: OutgoingMail): Promise<void> {
    await this.before();
    if (this.fault) throw this.fault;
    this.sent.push(mail);
  }
}
