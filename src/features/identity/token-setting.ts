import { Setting } from '../../platform/composition/setting.js';
import type { ClaimNames } from './claims.js';

/** The tokens that a hub accepts, as well as API keys. */
export type TokenSetting =
  /** None. */
  | { readonly from: 'nobody' }
  /** The hub's own, for the person at this machine. */
  | { readonly from: 'development' }
  | {
      readonly from: 'provider';
      readonly issuer: string;
      readonly audience: string;
      /** Whether tokens must say that they are access tokens (`typ: at+jwt`, RFC 9068). */
      readonly accessTokensOnly: boolean;
      readonly claimNames: ClaimNames;
    };

/** The tokens that a hub accepts: none unless this is set. */
export const tokenSetting = new Setting<TokenSetting>('tokens', { from: 'nobody' });
