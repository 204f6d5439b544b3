import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../../platform/clock.js';
import type { MailRepository, NewMail } from './mail.repository.js';
import type { MailSetting } from './mail-setting.js';

/** A mail for the outbox. */
export type MailToSend = Omit<NewMail, 'id' | 'messageId' | 'madeAt'>;

/** Where mails are put, in the transaction of what causes them. They leave later, on their own. */
export class Outbox {
  constructor(
    private readonly repository: Pick<MailRepository, 'put'>,
    private readonly setting: MailSetting,
    private readonly clock: Clock,
  ) {}

  /**
   * The address of the hub without a slash at the end, for links. Null if it was not set: then no mail should be written, because
   * its links would lead nowhere.
   */
  get publicUrl(): string | null {
    return this.setting.publicUrl;
  }

  /** Puts a mail in. It is sent if the transaction commits, and not otherwise. @returns its id. */
  async put(db: EntityManager, mail: MailToSend): Promise<string> {
    const id = uuidv7();
    const host = this.setting.publicUrl === null ? 'hub.invalid' : new URL(this.setting.publicUrl).hostname;
    const messageId = `<${id}@${host}>`;
    await this.repository.put(db, { ...mail, id, messageId, madeAt: new Date(this.clock.now()) });
    return id;
  }
}
