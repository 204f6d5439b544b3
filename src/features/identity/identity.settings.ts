import { z } from 'zod';
import type { SettingValue } from '../../platform/composition/setting.js';
import { ConfigError, list } from '../../platform/setting-kinds.js';
import { tokenSetting } from './token-setting.js';

const claim = z.string().min(1).max(200);
const isSafeAddress = (text: string) =>
  /^https:|^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)([:/]|$)/.test(text);

/** Whose tokens are taken. */
export const identitySettings = z.object({
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'must be an https:// address' })
    .refine(isSafeAddress, 'must be an https:// address')
    .optional()
    .describe('Identity provider whose tokens are accepted (OpenID Connect issuer). Unset: none.'),
  OIDC_AUDIENCE: z
    .string()
    .min(1)
    .optional()
    .describe('What the audience of its tokens must contain; needed with OIDC_ISSUER.'),
  OIDC_ROLE_CLAIM: claim
    .default('roles')
    .describe('Claim with the roles: its name, or the way to it, such as `realm_access.roles`.'),
  OIDC_ROLE_NAMES: list
    .pipe(
      z.array(
        z
          .string()
          .regex(/^[^=]+=[a-z_]+$/, 'must be like "AP officers=commissioner,AP admins=administrator"'),
      ),
    )
    .describe('Comma-separated `their name=our role`, where the provider calls roles otherwise.'),
  OIDC_LOCAL_AUTHORITY_CLAIM: claim
    .default('local_authorities')
    .describe('Claim with the codes of the local authorities in which the roles hold.'),
  OIDC_PROVIDER_CLAIM: claim
    .default('providers')
    .describe('Claim with the ids of the providers (`prv_...`) for which the roles hold.'),
  OIDC_TOKEN_TYPE: z
    .enum(['any', 'at+jwt'])
    .default('any')
    .describe(
      '`at+jwt`: only tokens that say in their header that they are access tokens (RFC 9068). `any`: all but those that say they are something else.',
    ),
  DEVELOPMENT_SIGN_IN: z
    .enum(['auto', 'open', 'true', 'false'])
    .default('auto')
    .describe(
      'Let somebody at this machine sign in in any role, at /dev/token. `auto`: with the code that the start prints, where it is safe (below). `open`: without a code. `open` and `true` (as `auto`) end the start where it is not safe.',
    ),
});
export type IdentitySettings = z.output<typeof identitySettings>;

/** @throws ConfigError when they do not go together. */
export function checkIdentity({ OIDC_ISSUER, OIDC_AUDIENCE }: IdentitySettings): void {
  if (OIDC_ISSUER !== undefined && OIDC_AUDIENCE === undefined) {
    throw new ConfigError('Wrong setting: OIDC_ISSUER needs OIDC_AUDIENCE.');
  }
}

/** Whose tokens the hub takes: in development its own, for whoever is at this machine. */
export function tokensBy(config: IdentitySettings, inDevelopment: boolean): SettingValue {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_TOKEN_TYPE } = config;
  if (inDevelopment) return tokenSetting.to({ from: 'development' });
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
