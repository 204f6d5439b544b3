import { type Config, wantsDevelopmentSignIn } from '../config.js';
import { tokenSetting } from '../features/identity/token-setting.js';
import type { SettingValue } from '../platform/composition/setting.js';

/** Whose tokens the hub takes, by its settings. */
export function tokensBy(config: Config): SettingValue {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_TOKEN_TYPE } = config;
  if (wantsDevelopmentSignIn(config)) return tokenSetting.to({ from: 'development' });
  if (!issuer || !audience) return tokenSetting.to({ from: 'nobody' });
  return tokenSetting.to({
    from: 'provider',
    issuer,
    audience,
    accessTokensOnly: OIDC_TOKEN_TYPE === 'at+jwt',
    claimNames: {
      role: config.OIDC_ROLE_CLAIM,
      localAuthority: config.OIDC_LOCAL_AUTHORITY_CLAIM,
      provider: config.OIDC_PROVIDER_CLAIM,
      roleNames: new Map(config.OIDC_ROLE_NAMES.map((pair) => pair.split('=') as [string, string])),
    },
  });
}
