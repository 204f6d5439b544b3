import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { messageOf } from './mail-message.js';
import type { MailPort, OutgoingMail } from './mail-port.js';

/** The end of the name of a file that is being written. */
const UNFINISHED = '.part';

/**
 * Puts mails into a folder as `.eml` files, each exactly once: a mail that is sent again finds its file there. A file appears
 * complete or not at all.
 * @param folder is made if it is not there.
 * @param from the address of the sender.
 */
export function mailFolder(folder: string, from: string): MailPort {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    reachesPeople: false,
    async send(mail: OutgoingMail) {
      const { message } = await transport.sendMail(messageOf(from, mail));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, `${nameOf(mail)}.eml`);
      const written = join(folder, `${randomUUID()}${UNFINISHED}`);
      try {
        await writeFile(written, message as Buffer, { mode: 0o600, flush: true });
        await link(written, file).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error; // it has been sent before
        });
      } finally {
        await rm(written, { force: true });
      }
    },
  };
}

/** By its day and its Message-ID, so that a folder is in order and a repeat has the same name. */
function nameOf({ messageId, date }: OutgoingMail): string {
  const digest = createHash('sha256').update(messageId).digest('hex').slice(0, 32);
  return `${date.toISOString().slice(0, 10)}-${digest}`;
}
