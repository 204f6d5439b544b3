/** A mail, ready to be sent. A repeat has the same `messageId` and the same content. */
export interface OutgoingMail {
  /** The Message-ID with its angle brackets. It was fixed when the mail was made. */
  readonly messageId: string;
  /** One mailbox. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Further headers, by their names. */
  readonly headers: Readonly<Record<string, string>>;
  /** When it was made, which is the date that it bears. */
  readonly date: Date;
}

/** A way on which mails leave the hub. */
export interface MailPort {
  /** Whether mails reach people on it. A folder is for trying out. */
  readonly reachesPeople: boolean;
  /**
   * Resolves when the mail has been taken over, so that it must not be sent again.
   * @throws an error whose message can hold addresses and paths. Tell of it only by `mailFault`.
   */
  send(mail: OutgoingMail): Promise<void>;
}

/** Why a mail could not be sent, in words that hold no address, no path and no part of the mail. */
export function mailFault(error: unknown): string {
  const { code, command, responseCode } = Object(error) as {
    code?: unknown;
    command?: unknown;
    responseCode?: unknown;
  };
  const parts = [
    isWord(code) ? code : 'unknown fault',
    ...(isWord(command) ? [`after ${command}`] : []),
    ...(typeof responseCode === 'number' ? [`the server said ${responseCode}`] : []),
  ];
  return parts.join(', ');
}

/** Codes and commands, such as `EENVELOPE`, `RCPT TO` or `ENOSPC`. */
const WORD = /^[A-Z][A-Z0-9_ ]{0,39}$/;

function isWord(value: unknown): value is string {
  return typeof value === 'string' && WORD.test(value);
}
