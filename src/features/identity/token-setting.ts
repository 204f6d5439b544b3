import { Setting } from '../../platform/composition/setting.js';
import type { ClaimNames } from './claims.js';

/** Whose tokens are taken, beside API keys. */
export type TokenSetting =
  /** Nobody's. */
  | { readonly from: 'nobody' }
  /** The hub's own, for whoever is at this machine. */
  | { readonly from: 'development' }
  | {
      readonly from: 'provider';
      readonly issuer: string;
      readonly audience: string;
      /** Whether access tokens have to say that they are (`typ: at+jwt`, RFC 9068). */
      readonly accessTokensOnly: boolean;
      readonly claimNames: ClaimNames;
    };

/** Whose tokens a hub takes: nobody's unless it is set. */
export const tokenSetting = new Setting<TokenSetting>('tokens', { from: 'nobody' });
