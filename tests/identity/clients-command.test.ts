import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { until } from '../support/until.js';

/** The commands run as an operator runs them, in a process of their own, while a hub is running. */
let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

async function clients(...parameters: string[]) {
  const child = spawn(process.execPath, [join(projectRoot, 'dist/src/cli.js'), 'clients', ...parameters], {
    env: { PATH: process.env.PATH ?? '', DATABASE_URL: hub.database.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { status: status as number, out, err };
}

const create = (name: string, role: string, ...more: string[]) =>
  clients('create', '--name', name, '--role', role, ...more);

async function ask(key: string, query: string) {
  const response = await fetch(`${hub.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key.trim()}` },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] };
  return { status: response.status, data: body.data, code: body.errors?.[0]?.extensions.code };
}

const idIn = (words: string) => /key_[\w-]+/.exec(words)?.[0] ?? '';

describe('clients create', () => {
  it('prints a key and nothing else, which signs in at a hub that runs', async () => {
    const { status, out, err } = await create('First administrator', 'administrator');
    expect(status).toBe(0);
    expect(out).toMatch(/^aph_[a-z0-9]{12}_[\w-]{43}\n$/);
    expect(err).toMatch(
      /^Created the client "First administrator" \(administrator\) and its key key_\S+, valid until \d{4}-/,
    );
    expect(err).not.toContain(out.trim());
    expect(await ask(out, '{ apiClients { nodes { name role } } }')).toEqual({
      status: 200,
      data: { apiClients: { nodes: [{ name: 'First administrator', role: 'ADMINISTRATOR' }] } },
    });
  });

  it('holds the role to authorities, providers, schools and trusted documents', async () => {
    const provider = await aProvider(hub);
    const made = await create(
      'Held',
      'provider_editor',
      ...[
        '--days',
        '1',
        '--provider',
        encodeId('prv', provider.id),
        '--local-authority',
        '926',
        '935',
        '--school',
        '900001',
      ],
      '--trusted-documents-only',
    );
    expect([made.status, made.err]).toEqual([0, expect.stringContaining('"Held"')]);
    expect(await ask(made.out, '{ __typename }')).toEqual({ status: 403, code: 'DOCUMENT_NOT_TRUSTED' });
    const { rows } = await hub.database.pool.query(
      `select c.role, c.provider_ids, c.local_authority_codes, c.school_urns, k.expires_at < now() + interval '25 hours' as soon
         from api_client c join api_key k on k.client_id = c.id where c.name = 'Held'`,
    );
    expect(rows).toEqual([
      {
        role: 'provider_editor',
        provider_ids: [provider.id],
        local_authority_codes: ['926', '935'],
        school_urns: ['900001'],
        soon: true,
      },
    ]);
  });

  it('is on record as done by the operator, and the key is nowhere', async () => {
    const { out } = await create('On record', 'school');
    const { rows } = await hub.database.pool.query<{ actor: string; table_name: string; new: object }>(
      `select actor, table_name, new from change where new->>'name' = 'On record'
        or new->>'client_id' = (select id::text from api_client where name = 'On record') order by id`,
    );
    expect(rows.map(({ actor, table_name }) => [actor, table_name])).toEqual([
      ['operator', 'api_client'],
      ['operator', 'api_key'],
    ]);
    expect(JSON.stringify(rows)).not.toContain(out.trim().slice(17));
  });

  it.each([
    [
      'a name that is taken',
      ['First ADMINISTRATOR', 'school'],
      /^name: Another client already has this name\. Give another name\.\n$/,
    ],
    ['a role that is none', ['Wrong', 'public'], /Allowed choices are school, partner/],
    ['too many days', ['Wrong', 'school', '--days', '401'], /Give a whole number from 1 to 400\./],
    [
      'an authority and a provider that are none',
      ['Wrong', 'commissioner', '--local-authority', '000', '--provider', 'prv_x'],
      /^localAuthorities: .+\nproviders: At least one of these is not the id of a provider\. Give ids such as prv_\.\.\.\n$/,
    ],
  ])('refuses %s, in words, and makes nothing', async (_, [name, role, ...more], said) => {
    const { status, out, err } = await create(name as string, role as string, ...more);
    expect([status, out]).toEqual([1, '']);
    expect(err).toMatch(said);
    const { rows } = await hub.database.pool.query(`select from api_client where name = 'Wrong'`);
    expect(rows).toEqual([]);
  });

  it('explains itself', async () => {
    const { status, out } = await clients('create', '--help');
    expect([status, out]).toEqual([0, expect.stringContaining('--role <role>')]);
  });
});

describe('clients revoke', () => {
  it('ends a key at a hub that runs, within a second', async () => {
    const { out: key, err } = await create('Lost', 'school');
    expect((await ask(key, '{ __typename }')).status).toBe(200);
    const ended = await clients('revoke', idIn(err), '--reason', 'Laptop lost');
    expect(ended).toEqual({ status: 0, out: `Revoked the key ${key.slice(0, 16)}_....\n`, err: '' });
    // The aim is one second; a busy machine is given more.
    await until('the key is refused', async () => (await ask(key, '{ __typename }')).status === 401);
    expect(await ask(key, '{ __typename }')).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    const { rows } = await hub.database.pool.query(
      `select actor, reason from change where table_name = 'api_key' and operation = 'UPDATE'`,
    );
    expect(rows).toEqual([{ actor: 'operator', reason: 'Laptop lost' }]);
  });

  it('needs a reason, and a key that there is', async () => {
    expect(await clients('revoke', 'key_x')).toMatchObject({
      status: 1,
      err: expect.stringContaining("required option '--reason <why>'"),
    });
    expect(await clients('revoke', 'key_x', '--reason', 'Lost')).toEqual({
      status: 1,
      out: '',
      err: 'There is no key with this id.\n',
    });
  });
});

describe('clients list', () => {
  it('has every client with the keys that can be used, and when they were last used', async () => {
    await hub.database.pool.query(
      `insert into api_client (id, name, role) select gen_random_uuid(), 'Many ' || lpad(i::text, 3, '0'), 'school'
         from generate_series(1, 120) i`,
    );
    const { status, out, err } = await clients('list');
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^First administrator \(administrator\)\n {2}key_\S+ {2}aph_\w{12}_\.\.\. {2}until \d{4}-\d\d-\d\d, last used \d{4}-\S+Z\n/,
    );
    expect(out).toMatch(/Held \(provider_editor, trusted documents only\)\n {2}key_/);
    expect(out).toMatch(/Lost \(school\)\nMany 001 \(school\)\n/); // its key has ended
    expect(out).toContain('Many 120 (school)\n');
    expect(out).toMatch(/On record \(school\)\n.*never used\n\d+ clients\.\n$/);
    expect(out).toContain('\n124 clients.\n');
  });
});
