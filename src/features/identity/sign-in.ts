import { Unauthenticated } from '../../platform/errors.js';
import { whenThere } from '../../platform/when-there.js';
import { type Actor, anonymous } from './actor.js';
import { looksLikeApiKey } from './api-key.js';
import type { KeySignIn } from './key-sign-in.js';
import { type Admit, admitAll } from './request-context.js';
import type { TokenSignIn } from './token-sign-in.js';

const BEARER = /^Bearer +(\S+)$/i;
const LONGEST_HEADER = 8_100;

/** Finds out who the caller is. */
export class SignIn {
  constructor(
    private readonly keys: KeySignIn,
    /** Null if no identity provider is set up. */
    private readonly tokens: TokenSignIn | null,
    /** The id of the provider that a provider was merged into, or its own id. */
    private readonly survivorOf: (providerId: string) => string = (id) => id,
    /** What is so about a local authority that has ended, in sentences; null for any other. */
    private readonly endedOf: (localAuthorityCode: string) => string | null = () => null,
  ) {}

  /**
   * The caller that sends this `Authorization` header. Without a header, the public. Not a promise if the caller is
   * already known.
   * @param admit called before the check of a token or key that has never been found valid.
   * @throws Unauthenticated if the header is not valid, or only for local authorities that have ended. A caller who tries to sign in
   * is never treated as the public.
   */
  actorOf(authorization: string | undefined, admit: Admit = admitAll): Actor | Promise<Actor> {
    if (authorization === undefined) return anonymous;
    const credential = authorization.length <= LONGEST_HEADER ? BEARER.exec(authorization)?.[1] : null;
    if (!credential) {
      throw new Unauthenticated(
        'The Authorization header is not valid. Send "Authorization: Bearer" with a token or an API key, or leave the header out.',
      );
    }
    const signIn = looksLikeApiKey(credential) ? this.keys : this.tokens;
    if (signIn)
      return whenThere(signIn.actorOf(credential, admit), (actor) =>
        actor.standing(this.survivorOf).today(this.endedOf),
      );
    throw new Unauthenticated(
      'This hub has no identity provider and accepts only API keys. Send an API key.',
    );
  }
}
