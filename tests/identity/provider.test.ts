import { anonymous } from '../../src/features/identity/actor.js';
import { openIdIssuer } from '../../src/features/identity/token-issuer.js';
import { TokenSignIn } from '../../src/features/identity/token-sign-in.js';
import { TEST_NOW, TestClock } from '../support/test-clock.js';
import {
  AUDIENCE,
  type Misbehaviour,
  NOW,
  type Provider,
  type Sign,
  startProvider,
} from './identity-provider.js';

let provider: Provider;
let sign: Sign;
let warned: string[];
let signIn: TokenSignIn;
let passed = 0;
const signInWith = (mustSayAccessToken = false) =>
  new TokenSignIn(
    openIdIssuer(provider.issuer, AUDIENCE, mustSayAccessToken),
    () => anonymous,
    new TestClock(TEST_NOW),
    { warn: (_, message) => void warned.push(message) },
  );
beforeEach(async () => {
  provider = await startProvider();
  sign = await provider.addKey('first', 'ES256');
  warned = [];
  signIn = signInWith();
  passed = 0;
  const began = performance.now();
  jest.spyOn(performance, 'now').mockImplementation(() => began + passed);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await provider.close();
});

const answer =
  (status: number, body: string, headers: Record<string, string> = {}): Misbehaviour =>
  (_, response) =>
    response.writeHead(status, headers).end(body);
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** Tokens that look right in all but their signature. */
const garbage = (kid: string, n: number) =>
  `${part({ alg: 'ES256', kid })}.${part({ iss: provider.issuer, aud: AUDIENCE, sub: `u${n}`, exp: NOW + 60 })}.${'A'.repeat(86)}`;

describe('a provider that fails', () => {
  const failures: [what: string, instead: Partial<Record<'discovery' | 'keys', () => Misbehaviour>>][] = [
    ['in discovery', { discovery: () => answer(503, '') }],
    ['in discovery, with a page', { discovery: () => answer(200, '<html>') }],
    ['in its keys', { keys: () => answer(500, '') }],
    ['with keys that are none', { keys: () => answer(200, '{"keys": 7}') }],
    ['with keys that are not JSON', { keys: () => answer(200, '{') }],
    ['with a discovery document without end', { discovery: () => endless }],
    ['with keys without end', { keys: () => endless }],
    [
      'with a redirection elsewhere',
      { discovery: () => answer(302, '', { location: `${provider.issuer}/other` }) },
    ],
    [
      'with keys that moved elsewhere',
      { keys: () => answer(307, '', { location: `${provider.issuer}/k2` }) },
    ],
    [
      'with keys where anybody can change them',
      {
        discovery: () =>
          answer(200, JSON.stringify({ issuer: provider.issuer, jwks_uri: 'http://192.0.2.1/keys' })),
      },
    ],
  ];

  it.each(failures)('%s is not asked again for every token, and is after a while', async (_, instead) => {
    provider.instead.discovery = instead.discovery?.() ?? null;
    provider.instead.keys = instead.keys?.() ?? null;
    for (let n = 0; n < 20; n++) {
      const refused = signIn.actorOf(n % 2 ? await sign({ sub: `u${n}` }) : garbage('first', n));
      await expect(refused).rejects.toMatchObject({ code: 'SIGN_IN_UNAVAILABLE' });
    }
    expect(provider.asked.discovery).toBe(1);
    expect(provider.asked.keys).toBeLessThanOrEqual(1);
    expect(warned).toEqual(['the identity provider cannot be reached']);

    provider.turn(true);
    passed += 9_000;
    await expect(signIn.actorOf(await sign())).rejects.toMatchObject({ code: 'SIGN_IN_UNAVAILABLE' });
    passed += 1_001;
    expect(await signIn.actorOf(await sign())).toBe(anonymous);
  });

  it('is asked once by many who come at once', async () => {
    provider.turn(false);
    const tokens = await Promise.all(Array.from({ length: 30 }, (_, n) => sign({ sub: `u${n}` })));
    const all = await Promise.allSettled(tokens.map((token) => signIn.actorOf(token)));
    expect(all.every(({ status }) => status === 'rejected')).toBe(true);
    expect(provider.asked).toEqual({ discovery: 1, keys: 0 });
  });

  it('while its keys are known keeps no one out, and is then asked in time', async () => {
    await signIn.actorOf(await sign());
    provider.turn(false);
    passed += 301_000;
    expect(await signIn.actorOf(await sign({ sub: 'u2' }))).toBe(anonymous);
    provider.turn(true);
    passed += 200_000;
    expect(await signIn.actorOf(await sign({ sub: 'u3' }))).toBe(anonymous);
    provider.turn(false);
    passed += 601_000;
    await expect(signIn.actorOf(await sign({ sub: 'u4' }))).rejects.toMatchObject({
      code: 'SIGN_IN_UNAVAILABLE',
    });
  });

  it('is not asked for each unknown key, whether it fails meanwhile or not', async () => {
    await signIn.actorOf(await sign());
    passed += 31_000;
    for (let n = 0; n < 20; n++)
      await expect(signIn.actorOf(garbage(`k${n}`, n))).rejects.toThrow('not a valid');
    expect(provider.asked).toEqual({ discovery: 1, keys: 2 });
    provider.turn(false);
    passed += 31_000;
    for (let n = 0; n < 20; n++)
      await expect(signIn.actorOf(garbage(`l${n}`, n))).rejects.toThrow('cannot be reached');
    expect(provider.asked.keys).toBe(3);
    // Who has a token of a key that is known comes in all the while.
    expect(await signIn.actorOf(await sign({ sub: 'u5' }))).toBe(anonymous);
    expect(warned).toHaveLength(1);
  });
});

/** Sends for as long as someone takes it. */
const endless: Misbehaviour = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(65_536)));
  };
  response.on('drain', more);
  more();
};

describe('a token', () => {
  const refused = async (claims: Record<string, unknown>, header: Record<string, unknown> = {}) => {
    const failed = signIn.actorOf(await sign(claims, header));
    await expect(failed).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    return failed.catch((error: Error) => error.message);
  };
  afterEach(() => expect(warned).toEqual([]));

  const oddSubjects: unknown[] = [
    ...['', ' ', '   ', '\t', 'a\u0000b', 'a\nb', 'a\u2028b', 'a\u200bb', 'a\u202eb', '\ud800', ' u1', 'u1 '],
    ...['u'.repeat(256), 7, 0, null, true, {}, [], ['u1'], { toString: 'u1' }],
  ];
  it.each(oddSubjects.map((sub) => ({ sub })))('with the subject $sub is refused', async ({ sub }) => {
    expect(await refused({ sub })).toMatch(/"sub"/);
  });

  it.each([
    'u1',
    'u'.repeat(255),
    'jo.bloggs@school.example',
    'auth0|5f7c8ec7',
    'Zoë',
    '00000000-0000-0000-0000-000000000001',
  ])('with the subject %s is good', async (sub) => {
    expect(await signIn.actorOf(await sign({ sub }))).toBe(anonymous);
  });

  it.each([
    ['an ID token by its nonce', { nonce: 'n' }, {}, /"nonce"/],
    ['an ID token by its hash of the access token', { at_hash: 'x' }, {}, /"at_hash"/],
    ['an ID token by its hash of the code', { c_hash: 'x' }, {}, /"c_hash"/],
    ['an ID token for its client', { aud: 'portal', azp: 'portal' }, {}, /"aud"/],
    ['an ID token of Keycloak', { typ: 'ID' }, {}, /"typ"/],
    ['a refresh token of Keycloak', { typ: 'Refresh' }, {}, /"typ"/],
    ['a token of Keycloak that is bound to a key', { typ: 'DPoP' }, {}, /"typ"/],
    ['an ID token of Cognito', { token_use: 'id' }, {}, /"token_use"/],
    [
      'a logout token',
      { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
      {},
      /"events"/,
    ],
    ['a logout token by its type', {}, { typ: 'logout+jwt' }, /type/],
    ['a security event', {}, { typ: 'secevent+jwt' }, /type/],
    ['a proof of possession', {}, { typ: 'dpop+jwt' }, /type/],
    ['a type that is none', {}, { typ: 7 }, /type/],
    ['a token within a token', {}, { cty: 'JWT' }, /valid token/],
    ['a key that is not named by a text', {}, { kid: 7 }, /valid token/],
    ['for two audiences that are not this hub', { aud: ['a', 'b'] }, {}, /"aud"/],
    ['for an audience that is not a text', { aud: [AUDIENCE, 7] }, {}, /"aud"/],
    ['for an audience within another list', { aud: [[AUDIENCE]] }, {}, /"aud"/],
    ['for nobody', { aud: [] }, {}, /"aud"/],
    ['of two issuers', { iss: ['https://a.example'] }, {}, /"iss"/],
    ['made in 31 seconds', { iat: NOW + 31 }, {}, /"iat"/],
    ['made at no time', { iat: 'now' }, {}, /"iat"/],
    ['that begins in 31 seconds', { nbf: NOW + 31 }, {}, /"nbf"/],
    ['whose end is a text', { exp: String(NOW + 60) }, {}, /"exp"/],
  ] as const)('is refused: %s', async (_, claims, header, words) => {
    expect(await refused(claims, header)).toMatch(words);
    expect(provider.asked).toEqual({ discovery: 0, keys: 0 });
  });

  it.each([
    ['a list of audiences', { aud: ['portal', AUDIENCE] }, {}],
    ['the type of Keycloak', { typ: 'Bearer', azp: 'portal', sid: 's' }, { typ: 'JWT' }],
    ['a header that says it is an access token', {}, { typ: 'at+jwt' }],
    ['the same in full', {}, { typ: 'application/AT+JWT' }],
    ['times that are just now', { iat: NOW + 29, nbf: NOW + 29 }, {}],
  ])('is good with %s', async (_, claims, header) => {
    expect(await signIn.actorOf(await sign(claims, header))).toBe(anonymous);
  });

  it('must say in its header that it is an access token where that is set', async () => {
    signIn = signInWith(true);
    for (const typ of [undefined, 'JWT', 'Bearer', 'at+jwt2', 'at']) {
      expect(await refused({}, { typ })).toMatch(/type/);
    }
    for (const typ of ['at+jwt', 'AT+JWT', 'application/at+jwt']) {
      expect(await signIn.actorOf(await sign({}, { typ }))).toBe(anonymous);
    }
  });

  it.each([
    ['an extension that must be understood', { alg: 'ES256', kid: 'first', crit: ['exp'], exp: 1 }],
    ['an unencoded body', { alg: 'ES256', kid: 'first', crit: ['b64'], b64: false }],
    ['no algorithm', { kid: 'first' }],
    ['several algorithms', { alg: ['ES256'], kid: 'first' }],
    ['an algorithm without signature', { alg: 'none', kid: 'first' }],
    ['an algorithm with a shared secret', { alg: 'HS256', kid: 'first' }],
    ['an algorithm within another', { alg: { alg: 'ES256' }, kid: 'first' }],
    ['encryption', { alg: 'ES256', enc: 'A256GCM', kid: 'first' }],
  ])('with %s is refused, and the provider is not asked', async (_, header) => {
    const body = { iss: provider.issuer, aud: AUDIENCE, sub: 'u1', exp: NOW + 60 };
    const token = `${part(header)}.${part(body)}.${'A'.repeat(86)}`;
    await expect(signIn.actorOf(token)).rejects.toThrow('not a valid token');
    expect(provider.asked).toEqual({ discovery: 0, keys: 0 });
  });

  it('that is not a token at all is refused, and the provider is not asked', async () => {
    for (const token of ['', '.', '..', '....', 'a.b.c', `${part({ alg: 'ES256' })}.W10.x`, 'e30.bnVsbA.x']) {
      await expect(signIn.actorOf(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    expect(provider.asked).toEqual({ discovery: 0, keys: 0 });
  });

  it('is admitted before it is looked at, and not again once it was good', async () => {
    const token = await sign();
    let asked = 0;
    const admit = () => void asked++;
    await signIn.actorOf(token, admit);
    await signIn.actorOf(token, admit);
    passed += 61_000;
    await signIn.actorOf(token, admit);
    expect(asked).toBe(1);
    const closed = () => {
      throw new Error('closed');
    };
    await expect(signIn.actorOf('a.b.c', closed)).rejects.toThrow('closed');
    expect(await signIn.actorOf(token, closed)).toBe(anonymous);
  });
});
