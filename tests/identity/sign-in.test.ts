import { generateKeyPair, SignJWT } from 'jose';
import { anonymous } from '../../src/features/identity/actor.js';
import { actorOfClaims } from '../../src/features/identity/claims.js';
import { developmentIssuer } from '../../src/features/identity/development-issuer.js';
import { openIdIssuer, type TokenIssuer } from '../../src/features/identity/token-issuer.js';
import { TokenSignIn } from '../../src/features/identity/token-sign-in.js';
import { decodeId, encodeId } from '../../src/platform/graphql/global-id.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { TEST_NOW, TestClock } from '../support/test-clock.js';
import { AUDIENCE, NOW, type Provider, type Sign, startProvider } from './identity-provider.js';

const names = {
  role: 'realm_access.roles',
  localAuthority: 'https://hub.example/authorities',
  provider: 'providers',
  school: 'schools',
  roleNames: new Map([['AP officers', 'commissioner']]),
};

describe('a token of the identity provider', () => {
  let provider: Provider;
  let sign: Sign;
  let clock: TestClock;
  let warned: string[];
  let signIn: TokenSignIn;
  const signInWith = (issuer: TokenIssuer) =>
    new TokenSignIn(issuer, (claims) => actorOfClaims(claims, names, (id) => decodeId('prv', id)), clock, {
      warn: (_, message) => void warned.push(message),
    });
  beforeEach(async () => {
    provider = await startProvider();
    sign = await provider.addKey('first');
    clock = new TestClock(TEST_NOW);
    warned = [];
    signIn = signInWith(openIdIssuer(provider.issuer, AUDIENCE));
  });
  afterEach(() => provider.close());

  it('tells roles and reach by the claims of the settings', async () => {
    const uuid = '0199a9b4-0000-7000-8000-000000000001';
    const actor = await signIn.actorOf(
      await sign({
        realm_access: { roles: ['AP officers', 'provider_editor', 'offline_access'] },
        'https://hub.example/authorities': '926',
        providers: [encodeId('prv', uuid), 'nonsense'],
        schools: ['900001', 7],
      }),
    );
    expect(actor.roles).toEqual(['commissioner', 'provider_editor']);
    expect(actor.reach).toEqual({
      everywhere: false,
      localAuthorities: new Set(['926']),
      providers: new Set([uuid]),
      schools: new Set(['900001']),
    });
    expect(actor.name).toMatch(/^commissioner\+provider_editor person [0-9a-f]{32}$/);
  });

  it('grants nothing by default, and nothing for what only looks like a role', async () => {
    for (const roles of [undefined, [], ['toString', '__proto__', 'owner'], { administrator: true }, 7]) {
      const actor = await signIn.actorOf(await sign({ realm_access: { roles } }));
      expect(actor.roles).toEqual([]);
      expect(actor.may('place.exact')).toBe(false);
    }
  });

  it.each(['jo.bloggs@school.example', 'jane.smith', 'auth0|5f7c8ec7'])(
    'is not kept under what may be the name or address of a person: %s',
    async (sub) => {
      const { name } = await signIn.actorOf(await sign({ sub }));
      expect(name).toMatch(/^no role person [0-9a-f]{32}$/);
    },
  );

  it.each([
    ['for another audience', { aud: 'other' }, /"aud"/],
    ['of another issuer', { iss: 'https://other.example' }, /"iss"/],
    ['without an end', { exp: undefined }, /"exp"/],
    ['without a subject', { sub: undefined }, /"sub"/],
    ['that expired 31 seconds ago', { exp: NOW - 31 }, /expired/],
    ['that begins in 31 seconds', { nbf: NOW + 31 }, /"nbf"/],
  ])('is refused: one %s', async (_, claims, words) => {
    const refused = signIn.actorOf(await sign(claims));
    await expect(refused).rejects.toMatchObject({ name: 'Unauthenticated', code: 'UNAUTHENTICATED' });
    await expect(refused).rejects.toThrow(words);
  });

  it('forgives clocks that differ by less than half a minute', async () => {
    const claims = { exp: NOW - 29, nbf: NOW + 29 };
    expect((await signIn.actorOf(await sign(claims))).roles).toEqual([]);
  });

  it('is refused when it is unsigned, signed with a shared secret, or signed by someone else', async () => {
    const body = { iss: provider.issuer, aud: AUDIENCE, sub: 'u1', exp: NOW + 300 };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none' })}.${part(body)}.`;
    const shared = await new SignJWT(body)
      .setProtectedHeader({ alg: 'HS256', kid: 'first' })
      .sign(new TextEncoder().encode('a secret that everybody could know'));
    const { privateKey } = await generateKeyPair('RS256');
    const foreign = await new SignJWT(body)
      .setProtectedHeader({ alg: 'RS256', kid: 'first' })
      .sign(privateKey);
    for (const token of [unsigned, shared, foreign, 'nonsense', 'a.b.c']) {
      await expect(signIn.actorOf(token)).rejects.toThrow('not a valid token');
    }
    expect(warned).toEqual([]);
  });

  it('is not believed beyond its end, though it was believed before', async () => {
    const token = await sign({ exp: NOW + 10 });
    await signIn.actorOf(token);
    clock.pass(39_000);
    await signIn.actorOf(token);
    clock.pass(1_000);
    await expect(signIn.actorOf(token)).rejects.toThrow('expired');
  });

  it('may be signed with a key that came later, and strangers do not make the hub ask for keys each time', async () => {
    await signIn.actorOf(await sign());
    expect(provider.reads()).toBe(1);
    const later = await provider.addKey('second');
    // Within the cool-down the new key is not known yet: an unknown one costs the provider nothing.
    await expect(signIn.actorOf(await later())).rejects.toThrow('not a valid token');
    expect(provider.reads()).toBe(1);
    const fresh = signInWith(openIdIssuer(provider.issuer, AUDIENCE));
    expect((await fresh.actorOf(await later())).name).toMatch(/^no role person/);
  });

  it('cannot be checked while the provider is away, which is not the fault of the token, and can afterwards', async () => {
    provider.turn(false);
    const refused = signIn.actorOf(await sign());
    await expect(refused).rejects.toMatchObject({ code: 'SIGN_IN_UNAVAILABLE' });
    expect(warned).toEqual(['the identity provider cannot be reached']);
    provider.turn(true);
    const away = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 10_001);
    expect((await signIn.actorOf(await sign())).name).toMatch(/^no role person/);
    away.mockRestore();
  });

  it('is not taken from a provider that calls itself otherwise', async () => {
    const other = openIdIssuer(`${provider.issuer}/`, AUDIENCE);
    await expect(signInWith(other).actorOf(await sign())).rejects.toMatchObject({
      code: 'SIGN_IN_UNAVAILABLE',
    });
  });
});

describe('a request', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.stop());

  const send = (authorization?: string) =>
    fetch(`${hub.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
  const tokenFor = async (query: string) => fetch(`${hub.address}/dev/token${query}`);

  it('without a token is that of the public', async () => {
    expect((await send()).status).toBe(200);
    expect(anonymous.may('place.exact')).toBe(false);
  });

  it.each(['Bearer nonsense', 'Bearer ', 'Basic YTpi', 'nonsense', 'Bearer a b'])(
    'with "%s" is refused, and not taken for one of the public',
    async (authorization) => {
      const response = await send(authorization);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
      expect(await response.json()).toEqual({
        errors: [{ message: expect.stringMatching(/\.$/), extensions: { code: 'UNAUTHENTICATED' } }],
      });
    },
  );

  it('may be signed in by the development issuer, in every role', async () => {
    const response = await tokenFor('?role=commissioner&localAuthority=926');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const token = (await response.json()) as Record<string, unknown>;
    expect(token).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600 });
    expect((await send(`Bearer ${token.access_token}`)).status).toBe(200);
    expect(hub.logged.join('')).not.toContain(token.access_token);
  });

  it('learns which roles the development issuer knows', async () => {
    for (const query of ['', '?role=king', '?role=toString']) {
      const response = await tokenFor(query);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        error_description: expect.stringContaining('commissioner'),
      });
    }
  });

  it('is not signed in by the development issuer of another process', async () => {
    const stranger = await developmentIssuer(hub.clock);
    const token = await stranger.tokenFor({
      role: 'administrator',
      localAuthorities: [],
      providers: [],
      schools: [],
    });
    expect((await send(`Bearer ${token}`)).status).toBe(401);
  });
});
