import { Setting } from '../../platform/composition/setting.js';
import type { MailPort } from '../../platform/mail/mail-port.js';

/** How mails leave the hub, and where their links lead. */
export interface MailSetting {
  /** Null: mails are kept waiting. */
  readonly port: MailPort | null;
  /** The address of the hub without a slash at the end, such as `https://hub.example.org`. Null: no mail can have a link. */
  readonly publicUrl: string | null;
}

/** How mails leave a hub: not at all unless this is set. */
export const mailSetting = new Setting<MailSetting>('mail', { port: null, publicUrl: null });
