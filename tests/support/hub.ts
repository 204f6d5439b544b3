import { createHub, type Hub } from '../../src/app.js';
import { readConfig, wantsDevelopmentSignIn } from '../../src/config.js';
import { tokensBy } from '../../src/features/identity/identity.settings.js';
import type { Role } from '../../src/features/identity/permissions.js';
import { mailsBy } from '../../src/features/mail/mail.settings.js';
import { type SearchSetting, searchSetting } from '../../src/features/search/search.feature.js';
import { londonDay } from '../../src/platform/clock.js';
import { createLog } from '../../src/platform/log.js';
import { createWeb } from '../../src/web.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { type Services, servicesOf } from './services.js';
import { TEST_NOW, TestClock } from './test-clock.js';

/** What a GraphQL request answers. */
export interface Response<T> {
  readonly data: T;
  readonly errors?: readonly {
    message: string;
    path?: (string | number)[];
    extensions?: Record<string, unknown>;
  }[];
  readonly extensions?: Record<string, unknown>;
}

/** Sends an operation and answers whatever comes back. */
export type Ask = <T = Record<string, never>>(
  document: string,
  variables?: Record<string, unknown>,
) => Promise<Response<T>>;

/** A hub on a database of its own. */
export interface TestHub extends Omit<Hub, 'database'>, Services {
  /** The database itself, in place of the hub's connections to it. */
  readonly database: TestDatabase;
  readonly clock: TestClock;
  /** Where its real web server listens, such as `http://127.0.0.1:41234`. */
  readonly address: string;
  /** With what one signs in at /dev/token, where a test asks for a code; else null. */
  readonly signInCode: string | null;
  /** Lines of its log. */
  readonly logged: readonly string[];
  /** Asks as the public. */
  readonly query: Ask;
  /** Sends a request as a signed-in person, in local authorities (codes), or for providers (ids of the graph) or schools (URNs). */
  as(
    role: Role,
    reach?: { localAuthorities?: string[]; providers?: string[]; schools?: string[] },
  ): Promise<Ask>;
  stop(): Promise<void>;
}

/** Starts a hub; `prepare` fills the database before the search index is built, `search` puts a primary engine before it.
 * Tests have no budget unless the settings say otherwise. */
export async function startTestHub(
  prepare: (database: TestDatabase) => Promise<unknown> = async () => {},
  { primary, failover }: SearchSetting = {},
  settings: Record<string, string> = {},
): Promise<TestHub> {
  const database = await createTestDatabase();
  await prepare(database);
  const clock = new TestClock(TEST_NOW);
  const logged: string[] = [];
  const log = createLog('info', { write: (line) => void logged.push(line) });
  // Behind a proxy nobody is signed in for development.
  const signIn = settings.TRUSTED_PROXIES ? 'false' : 'open';
  const usual = {
    PORT: '0',
    BODY_LIMIT: '1000000',
    BUDGETS: 'false',
    DEVELOPMENT_SIGN_IN: signIn,
    PUBLIC_URL: 'https://hub.example.org',
  };
  const config = readConfig({ ...usual, ...settings });
  const hub = await createHub({
    url: database.url,
    poolSize: config.DATABASE_POOL,
    clock,
    log,
    settings: [
      searchSetting.to({ primary, failover }),
      tokensBy(config, wantsDevelopmentSignIn(config)),
      mailsBy(config),
    ],
  });
  const web = await createWeb(hub, config, londonDay(clock.now()), log);
  const address = await web.listen();
  const askWith =
    (headers: Record<string, string>): Ask =>
    async (query, variables) => {
      const response = await fetch(`${address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as never;
    };
  return {
    ...hub,
    ...servicesOf(hub),
    database,
    clock,
    address,
    signInCode: web.signInCode,
    logged,
    query: askWith({}),
    async as(role, { localAuthorities = [], providers = [], schools = [] } = {}) {
      const asked = new URLSearchParams({ role });
      for (const code of localAuthorities) asked.append('localAuthority', code);
      for (const id of providers) asked.append('provider', id);
      for (const urn of schools) asked.append('school', urn);
      const answer = await fetch(`${address}/dev/token?${asked}`);
      const { access_token } = (await answer.json()) as { access_token: string };
      return askWith({ authorization: `Bearer ${access_token}` });
    },
    async stop() {
      await web.close();
      await hub.close();
      await database.drop();
    },
  };
}
