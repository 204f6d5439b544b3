import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link is for. A link for one purpose works for no other. */
export type LinkPurpose = 'answer' | 'stop';

/** What a link says, if it was signed here. */
export interface OpenedLink {
  readonly chaseId: string;
  readonly hasExpired: boolean;
}

const TOKEN = /^([\w-]{22})\.([0-9a-z]{1,9})\.([\w-]{43})$/;

/**
 * Links that are signed, so that only the hub makes them. A link names the reminder that it was in, and with it the provider and the
 * vacancies. It holds nothing that can be read as an address or a name.
 */
export class SignedLinks {
  /** @param key the same in every hub on the database. */
  constructor(private readonly key: Buffer) {}

  /** The token of a link. @param expires milliseconds since 1970. */
  sign(purpose: LinkPurpose, chaseId: string, expires: number): string {
    const id = Buffer.from(chaseId.replaceAll('-', ''), 'hex').toString('base64url');
    const until = Math.floor(expires / 1_000).toString(36);
    return `${id}.${until}.${this.signature(purpose, id, until).toString('base64url')}`;
  }

  /** What a token says at an instant, in milliseconds since 1970. Null if it was not signed here for this purpose. */
  open(purpose: LinkPurpose, token: string, now: number): OpenedLink | null {
    const [, id, until, signature] = TOKEN.exec(token) ?? [];
    if (id === undefined || until === undefined || signature === undefined) return null;
    const given = Buffer.from(signature, 'base64url');
    const expected = this.signature(purpose, id, until);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    const hex = Buffer.from(id, 'base64url').toString('hex');
    return {
      chaseId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
      hasExpired: Number.parseInt(until, 36) * 1_000 <= now,
    };
  }

  private signature(purpose: LinkPurpose, id: string, until: string): Buffer {
    return createHmac('sha256', this.key).update(`${purpose}.${id}.${until}`).digest();
  }
}
