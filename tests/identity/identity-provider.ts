import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { TEST_NOW } from '../support/test-clock.js';

/** What the hub is called by the provider. */
export const AUDIENCE = 'ap-hub';
/** Seconds since 1970 of the test clock. */
export const NOW = TEST_NOW / 1000;

/** Answers one request in place of the provider. */
export type Misbehaviour = (request: IncomingMessage, response: ServerResponse) => void;

/** Signs claims, added to those of a good token, under a header. */
export type Sign = (claims?: Record<string, unknown>, header?: Record<string, unknown>) => Promise<string>;

/** An identity provider on this machine; its keys can be changed, it can be taken away, and made to misbehave. */
export async function startProvider() {
  const published: JWK[] = [];
  const asked = { discovery: 0, keys: 0 };
  const instead: { discovery: Misbehaviour | null; keys: Misbehaviour | null } = {
    discovery: null,
    keys: null,
  };
  const server: Server = createServer((request, response) => {
    const what = request.url?.endsWith('/openid-configuration') ? 'discovery' : 'keys';
    asked[what]++;
    const misbehave = instead[what];
    if (misbehave) return misbehave(request, response);
    response.setHeader('content-type', 'application/json');
    const document = what === 'keys' ? { keys: published } : { issuer, jwks_uri: `${issuer}/keys` };
    response.end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const down: Misbehaviour = (_, response) => response.writeHead(503).end();
  return {
    issuer,
    /** How often its documents were asked for. */
    asked,
    /** What it does in place of answering a document; null: it answers. */
    instead,
    reads: () => asked.keys,
    turn(up: boolean) {
      instead.discovery = instead.keys = up ? null : down;
    },
    async addKey(kid: string, algorithm = 'RS256'): Promise<Sign> {
      const { publicKey, privateKey } = await generateKeyPair(algorithm);
      published.push({ ...(await exportJWK(publicKey)), kid, alg: algorithm });
      return (claims = {}, header = {}) =>
        new SignJWT({ iss: issuer, aud: AUDIENCE, sub: 'u1', exp: NOW + 300, ...claims })
          .setProtectedHeader({ alg: algorithm, kid, ...header })
          .sign(privateKey);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** A running provider. */
export type Provider = Awaited<ReturnType<typeof startProvider>>;
