import { TaskCancelledError, TimeoutStrategy, timeout } from 'cockatiel';
import { createTransport } from 'nodemailer';
import { messageOf } from './mail-message.js';
import type { MailPort, OutgoingMail } from './mail-port.js';

/** How long a server may take to be reached, to greet, and to say nothing, in milliseconds. */
const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;
/** How long a mail may take in all, in milliseconds. It must be shorter than the lease on which a mail is sent. */
const WHOLE_MS = 60_000;

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/**
 * Sends mails to an SMTP server, one connection for each.
 * @param url such as `smtps://user:password@mail.example.org`. A password is only sent to another machine if the connection is
 * encrypted.
 * @param from the address of the sender.
 */
export function smtpMail(url: string, from: string): MailPort {
  const { username, hostname } = new URL(url);
  const transport = createTransport({
    url,
    requireTLS: username !== '' && !LOOPBACK.includes(hostname),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
  });
  const within = timeout(WHOLE_MS, TimeoutStrategy.Aggressive);
  return {
    reachesPeople: true,
    async send(mail: OutgoingMail) {
      try {
        await within.execute(() => transport.sendMail(messageOf(from, mail)));
      } catch (error) {
        throw error instanceof TaskCancelledError ? Object.assign(error, { code: 'ETIMEDOUT' }) : error;
      }
    },
  };
}
