import { z } from 'zod';
import type { SettingValue } from '../../platform/composition/setting.js';
import { mailFolder } from '../../platform/mail/mail-folder.js';
import type { MailPort } from '../../platform/mail/mail-port.js';
import { smtpMail } from '../../platform/mail/smtp-mail.js';
import { ConfigError } from '../../platform/setting-kinds.js';
import { mailSetting } from './mail-setting.js';

const isSafeAddress = (text: string) =>
  /^https:|^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)([:/]|$)/.test(text);

/** Settings for mails that the hub sends. */
export const mailSettings = z.object({
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// address' })
    .optional()
    .describe(
      'The mail server, such as `smtps://user:password@mail.example.org`. It needs MAIL_FROM and PUBLIC_URL. Unset: the hub sends no mail.',
    ),
  MAIL_FOLDER: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A folder for `.eml` files in place of a mail server, to try out mails. It needs MAIL_FROM and PUBLIC_URL. Not used if SMTP_URL is set.',
    ),
  MAIL_FROM: z
    .email('must be an address, such as "ap-hub@example.gov.uk"')
    .optional()
    .describe('The address that mails come from. Replies go there, so someone should read them.'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an https:// address' })
    .refine(isSafeAddress, 'must be an https:// address')
    .transform((url) => (url.endsWith('/') ? url.slice(0, -1) : url))
    .optional()
    .describe(
      'The address of the hub as people outside reach it, such as `https://hub.example.org`. Links in mails begin with it. Unset: the hub writes no mails.',
    ),
});
export type MailSettings = z.output<typeof mailSettings>;

/** @throws ConfigError if the settings do not fit together. */
export function checkMail({ SMTP_URL, MAIL_FOLDER, MAIL_FROM, PUBLIC_URL }: MailSettings): void {
  const way = SMTP_URL !== undefined ? 'SMTP_URL' : MAIL_FOLDER !== undefined ? 'MAIL_FOLDER' : null;
  if (way !== null && (MAIL_FROM === undefined || PUBLIC_URL === undefined)) {
    throw new ConfigError(`Wrong setting: ${way} needs MAIL_FROM and PUBLIC_URL.`);
  }
}

/** The value for the settings of the program. */
export function mailsBy({ SMTP_URL, MAIL_FOLDER, MAIL_FROM, PUBLIC_URL }: MailSettings): SettingValue {
  const portFrom = (from: string): MailPort | null => {
    if (SMTP_URL !== undefined) return smtpMail(SMTP_URL, from);
    return MAIL_FOLDER === undefined ? null : mailFolder(MAIL_FOLDER, from);
  };
  return mailSetting.to({
    port: MAIL_FROM === undefined ? null : portFrom(MAIL_FROM),
    publicUrl: PUBLIC_URL ?? null,
  });
}
