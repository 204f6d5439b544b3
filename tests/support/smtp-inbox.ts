import { SMTPServer } from 'smtp-server';

/** A mail as it arrived. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** The headers and the content, as they came over the line. */
  readonly source: string;
  readonly messageId: string;
}

/** A mail server on this machine that keeps what it gets. */
export interface SmtpInbox {
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** Answers each recipient from now on with this fault; null: accepts them. */
  refuse(with_: { code: number; message: string } | null): void;
  close(): Promise<void>;
}

/** Starts a mail server. `onMail` runs before a mail is accepted. */
export async function startSmtpInbox(onMail: () => Promise<unknown> = async () => {}): Promise<SmtpInbox> {
  const mails: ReceivedMail[] = [];
  let refusal: { code: number; message: string } | null = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo(_address, _session, done) {
      done(refusal && Object.assign(new Error(refusal.message), { responseCode: refusal.code }));
    },
    onData(stream, session, done) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const source = Buffer.concat(pieces).toString('utf8');
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          source,
          messageId: /^Message-ID: (\S+)/im.exec(source)?.[1] ?? '',
        });
        onMail().then(() => done(), done);
      });
    },
  });
  server.on('error', () => {}); // a sender has gone
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse(fault) {
      refusal = fault;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
