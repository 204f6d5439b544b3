import { Unauthenticated } from '../../platform/errors.js';
import { whenThere } from '../../platform/when-there.js';
import { type Actor, anonymous } from './actor.js';
import { looksLikeApiKey } from './api-key.js';
import type { KeySignIn } from './key-sign-in.js';
import { type Admit, admitAll } from './request-context.js';
import type { TokenSignIn } from './token-sign-in.js';

const BEARER = /^Bearer +(\S+)$/i;
const LONGEST_HEADER = 8_100;

/** Finds out who asks. */
export class SignIn {
  constructor(
    private readonly keys: KeySignIn,
    /** Null: no identity provider is set up. */
    private readonly tokens: TokenSignIn | null,
    /** The id of the provider that stands for a provider: itself, unless it was merged. */
    private readonly survivorOf: (providerId: string) => string = (id) => id,
  ) {}

  /**
   * Who sends a request with this `Authorization` header; without one, the public. At once where that is known.
   * @param admit called before a token or key is looked at that was never found good.
   * @throws Unauthenticated when there is a header and it is no good: nobody who wanted to sign in is taken for the public.
   */
  actorOf(authorization: string | undefined, admit: Admit = admitAll): Actor | Promise<Actor> {
    if (authorization === undefined) return anonymous;
    const credential = authorization.length <= LONGEST_HEADER ? BEARER.exec(authorization)?.[1] : null;
    if (!credential) {
      throw new Unauthenticated('Send "Authorization: Bearer" and a token or an API key, or no such header.');
    }
    const signIn = looksLikeApiKey(credential) ? this.keys : this.tokens;
    if (signIn)
      return whenThere(signIn.actorOf(credential, admit), (actor) => actor.standing(this.survivorOf));
    throw new Unauthenticated('This hub has no identity provider: it takes API keys only.');
  }
}
