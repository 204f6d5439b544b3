import type Mail from 'nodemailer/lib/mailer/index.js';
import type { OutgoingMail } from './mail-port.js';

/** The mail as nodemailer takes it. Content comes only from the mail itself, never from a file or an address. */
export function messageOf(from: string, mail: OutgoingMail): Mail.Options {
  return {
    from: { name: '', address: from },
    to: { name: '', address: mail.to },
    messageId: mail.messageId,
    date: mail.date,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    headers: { ...mail.headers },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
