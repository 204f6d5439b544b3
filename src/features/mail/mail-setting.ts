import { Setting } from '../../platform/composition/setting.js';
import type { MailSettings } from '../../platform/mail/mail.settings.js';
import { mailFolder } from '../../platform/mail/mail-folder.js';
import type { MailPort } from '../../platform/mail/mail-port.js';
import { smtpMail } from '../../platform/mail/smtp-mail.js';

/** How mails leave the hub, and where their links lead. */
export interface MailSetting {
  /** Null: mails are kept waiting. */
  readonly port: MailPort | null;
  /** The address of the hub without a slash at the end, such as `https://hub.example.org`. Null: no mail can have a link. */
  readonly publicUrl: string | null;
}

/** How mails leave a hub: not at all unless this is set. */
export const mailSetting = new Setting<MailSetting>('mail', { port: null, publicUrl: null });

/** The value for the settings of the program. */
export function mailsBy({ SMTP_URL, MAIL_FOLDER, MAIL_FROM, PUBLIC_URL }: MailSettings) {
  const portFrom = (from: string): MailPort | null => {
    if (SMTP_URL !== undefined) return smtpMail(SMTP_URL, from);
    return MAIL_FOLDER === undefined ? null : mailFolder(MAIL_FOLDER, from);
  };
  return mailSetting.to({
    port: MAIL_FROM === undefined ? null : portFrom(MAIL_FROM),
    publicUrl: PUBLIC_URL ?? null,
  });
}
