import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig, settings, wantsDevelopmentSignIn } from '../../src/config.js';
import { roleOf } from '../../src/platform/database/program-role.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { open, prepareDatabase } from '../../src/start/database.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { composeServices, environmentOf, read } from './compose.js';

describe('docker/compose.yml', () => {
  const services = composeServices();

  it('runs Postgres, Meilisearch and the hub, pinned to a version', () => {
    expect(Object.keys(services).sort()).toEqual(['hub', 'meilisearch', 'postgres']);
    expect(services.postgres?.image).toMatch(/^postgres:\d+\.\d+$/);
    expect(services.meilisearch?.image).toMatch(/^getmeili\/meilisearch:v1\.\d+\.\d+$/);
    const bases = [...read('docker/Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toMatch(/^node:\d+\.\d+\.\d+-bookworm-slim$/);
  });

  it('holds each to an amount of memory, and gives none more rights than it has', () => {
    for (const [name, { mem_limit, security_opt }] of Object.entries(services)) {
      expect([name, mem_limit]).toEqual([name, expect.stringMatching(/^\$\{[A-Z]+_MEMORY:-\dg\}$/)]);
      expect([name, security_opt]).toEqual([name, ['no-new-privileges:true']]);
    }
  });

  it('passes on every setting but those that are of the container, of its Postgres or of development', () => {
    const decided =
      /^(PORT|HOST|NODE_ENV|TRUSTED_DOCUMENTS|DATA_DIR|DATABASE_(PORT|(OWNER_)?URL|(OWNER_)?PASSWORD)|DEVELOPMENT_SIGN_IN|MEILISEARCH_URL)$/;
    const passed = Object.keys(settings.shape).filter((name) => !decided.test(name));
    expect(passed.length).toBeGreaterThan(40);
    const own = Object.fromEntries(passed.map((name) => [name, `given for ${name}`]));
    const environment = environmentOf(services.hub, { ...own, POSTGRES_PASSWORD: 'a', HUB_PASSWORD: 'b' });
    expect(environment).toMatchObject(own);
  });

  it('starts with two passwords and nothing else, and with no sign-in for development', () => {
    const own = { POSTGRES_PASSWORD: 'a', HUB_PASSWORD: 'b' };
    const config = readConfig(environmentOf(services.hub, own));
    expect(config).toMatchObject({ LOG_LEVEL: 'info', DEMONSTRATION: 'false', OIDC_TOKEN_TYPE: 'any' });
    expect(wantsDevelopmentSignIn(config)).toBe(false);
    expect(() => environmentOf(services.hub, { POSTGRES_PASSWORD: 'a' })).toThrow('HUB_PASSWORD');
    expect(() => environmentOf(services.postgres, {})).toThrow('POSTGRES_PASSWORD');
  });

  it('gives the hub only settings that it knows', () => {
    expect(Object.keys(settings.shape)).toEqual(
      expect.arrayContaining(Object.keys(services.hub?.environment ?? {})),
    );
  });

  it('publishes no port beyond this machine', () => {
    for (const service of Object.values(services)) {
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it('has no password written down', () => {
    const secrets = Object.values(services).flatMap((service) =>
      Object.entries(service.environment ?? {}).filter(([name]) => /PASSWORD|KEY|DATABASE_/.test(name)),
    );
    expect(secrets).toHaveLength(9);
    for (const [, value] of secrets)
      expect(value).toMatch(/^(\$\{[A-Z_]+(:[?-][^}]*)?\}|postgres:\/\/hub(_program)?@postgres:5432\/hub)$/);
  });

  it('builds from a Dockerfile whose files are in the project', () => {
    expect(services.hub?.build).toEqual({ context: '..', dockerfile: 'docker/Dockerfile' });
    const copied = read('docker/Dockerfile')
      .split('\n')
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(copied.length).toBeGreaterThan(4);
    for (const file of copied) expect([file, existsSync(join(projectRoot, file))]).toEqual([file, true]);
  });

  it('runs as an ordinary user with a health check', () => {
    const dockerfile = read('docker/Dockerfile');
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
  });
});

describe('a password', () => {
  let database: TestDatabase;
  const made: string[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    for (const role of made) {
      const name = pg.escapeIdentifier(role);
      await database.pool.query(`drop owned by ${name}; drop role ${name}`);
    }
    await database.drop();
  });

  /** The address of compose's Postgres, moved to the one of the tests, with the role and the password that it has. */
  const moved = (url: string, role: string) => {
    const { host, pathname } = new URL(database.ownerUrl);
    const at = new URL(url);
    return Object.assign(at, { host, pathname, username: role }).href;
  };

  it.each([
    '@:/%#?&=+;,',
    `it's "quoted" \\ and $HOME $\{POSTGRES_PASSWORD} $$ \`id\``,
    '%40%zz%',
    ' a space at both ends ',
    'pässwörd – 密码 🔑',
    'ﬁ ² e\u0301 \u00a0 \u1680 soft\u00adhyphen zero\u200bwidth',
    '[]{}|^~<>',
    'postgres://other:secret@elsewhere/',
    'x'.repeat(300),
  ])('may be %s, of the owner and of the program', async (password) => {
    const [owner, program] = [`owner_${randomUUID()}`, `program_${randomUUID()}`];
    made.push(program, owner);
    await database.pool.query(
      `create role ${pg.escapeIdentifier(owner)} login superuser password ${pg.escapeLiteral(`${password}1`)}`,
    );
    const own = { POSTGRES_PASSWORD: `${password}1`, HUB_PASSWORD: `${password}2` };
    const { DATABASE_OWNER_URL = '', DATABASE_URL = '' } = readConfig(
      environmentOf(composeServices().hub, own),
    );
    expect(roleOf(DATABASE_OWNER_URL)).toEqual({ name: 'hub', password: `${password}1` });
    expect(roleOf(DATABASE_URL)).toEqual({ name: 'hub_program', password: `${password}2` });

    // The hub makes its role with its password, and comes in with it, by both ways that it connects.
    const url = moved(DATABASE_URL, program);
    await prepareDatabase(moved(DATABASE_OWNER_URL, owner), { programs: roleOf(url) });
    const source = await open(url, 1);
    expect(await source.query('select current_user as me')).toEqual([{ me: program }]);
    await source.destroy();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.end();
    const wrong = new pg.Client({ connectionString: moved(DATABASE_OWNER_URL, program) });
    await expect(wrong.connect()).rejects.toThrow('password authentication failed');
  });
});
