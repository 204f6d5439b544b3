import { z } from 'zod';
import type { SettingValue } from '../../platform/composition/setting.js';
import { ConfigError, list } from '../../platform/setting-kinds.js';
import { tokenSetting } from './token-setting.js';

const claim = z.string().min(1).max(200);
const isSafeAddress = (text: string) =>
  /^https:|^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)([:/]|$)/.test(text);

/** Settings for the tokens that the hub accepts. */
export const identitySettings = z.object({
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'must be an https:// address' })
    .refine(isSafeAddress, 'must be an https:// address')
    .optional()
    .describe(
      'The identity provider (OpenID Connect issuer) that signs tokens for the hub. If unset, the hub accepts no tokens.',
    ),
  OIDC_AUDIENCE: z
    .string()
    .min(1)
    .optional()
    .describe('The value that the audience of its tokens must contain. Required with OIDC_ISSUER.'),
  OIDC_ROLE_CLAIM: claim
    .default('roles')
    .describe('The claim that holds the roles: its name, or the path to it, such as `realm_access.roles`.'),
  OIDC_ROLE_NAMES: list
    .pipe(
      z.array(
        z
          .string()
          .regex(/^[^=]+=[a-z_]+$/, 'must be like "AP officers=commissioner,AP admins=administrator"'),
      ),
    )
    .describe(
      'Comma-separated pairs `their name=our role`, if the identity provider uses other names for roles.',
    ),
  OIDC_LOCAL_AUTHORITY_CLAIM: claim
    .default('local_authorities')
    .describe(
      'The claim that holds the codes of the local authorities where the caller may use their roles.',
    ),
  OIDC_PROVIDER_CLAIM: claim
    .default('providers')
    .describe('The claim that holds the ids of the providers (`prv_...`) that the caller may edit.'),
  OIDC_SCHOOL_CLAIM: claim
    .default('schools')
    .describe('The claim that holds the URNs of the schools that the caller may hold places for.'),
  OIDC_TOKEN_TYPE: z
    .enum(['any', 'at+jwt'])
    .default('any')
    .describe(
      'The tokens to accept. `at+jwt`: only tokens with a header that says they are access tokens (RFC 9068). `any`: all tokens except those that say they are something else.',
    ),
  DEVELOPMENT_SIGN_IN: z
    .enum(['auto', 'open', 'true', 'false'])
    .default('auto')
    .describe(
      'Lets a person at this machine sign in with any role, at /dev/token. `auto`: with the code that the hub prints when it starts, if this is safe (see below). `true`: the same, but the hub does not start if this is not safe. `open`: without a code; the hub does not start if this is not safe.',
    ),
});
export type IdentitySettings = z.output<typeof identitySettings>;

/** @throws ConfigError if the settings do not fit together. */
export function checkIdentity({ OIDC_ISSUER, OIDC_AUDIENCE }: IdentitySettings): void {
  if (OIDC_ISSUER !== undefined && OIDC_AUDIENCE === undefined) {
    throw new ConfigError('Wrong setting: OIDC_ISSUER needs OIDC_AUDIENCE.');
  }
}

/** The tokens that the hub accepts. In development it accepts its own, for the person at this machine. */
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
      school: config.OIDC_SCHOOL_CLAIM,
      roleNames: new Map(config.OIDC_ROLE_NAMES.map((pair) => pair.split('=') as [string, string])),
    },
  });
}
