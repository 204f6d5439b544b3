import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig, settings, wantsDevelopmentSignIn } from '../../src/config.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { ConfigError } from '../../src/platform/setting-kinds.js';

describe('settings', () => {
  it('have defaults that need no environment', () => {
    expect(readConfig({})).toMatchObject({
      PORT: 4000,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      EXPLORER: true,
    });
  });

  it('count an empty variable as unset', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' }).PORT).toBe(4000);
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['LOG_LEVEL', 'loud'],
    ['DEMONSTRATION', 'maybe'],
    ['MAX_DEPTH', '0'],
    ['EXPLORER', 'yes'],
  ])('refuse %s=%s on one line that names it', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(
      new RegExp(`^Wrong setting: ${name}="${value}": [^\\n]+$`),
    );
  });

  it('never show a database address, which holds a password', () => {
    const read = () => readConfig({ DATABASE_URL: 'mysql://hub:secret@db/hub' });
    expect(read).toThrow(/DATABASE_URL=\(not shown\): must be a postgres:\/\/ address/);
    expect(read).not.toThrow(/secret/);
  });

  it('never show a key or the address of a server, which may hold one', () => {
    const read = () => readConfig({ MEILISEARCH_URL: 'ftp://user:secret@search', MEILISEARCH_INDEX: 'a b' });
    expect(read).toThrow(
      /MEILISEARCH_URL=\(not shown\): must be an http.*; MEILISEARCH_INDEX="a b": must be/,
    );
    expect(read).not.toThrow(/secret/);
  });

  it('never show the address of a mail server, and ask for what mails need', () => {
    const read = (more: object) => () => readConfig({ SMTP_URL: 'smtps://hub:secret@mail.example', ...more });
    expect(read({ SMTP_URL: 'ftp://hub:secret@mail' })).toThrow(/SMTP_URL=\(not shown\): must be an smtp/);
    expect(read({ SMTP_URL: 'ftp://hub:secret@mail' })).not.toThrow(/secret/);
    expect(read({})).toThrow('SMTP_URL needs MAIL_FROM and PUBLIC_URL');
    expect(read({ MAIL_FROM: 'hub@county.example' })).toThrow('needs MAIL_FROM and PUBLIC_URL');
    expect(read({ MAIL_FROM: 'hub', PUBLIC_URL: 'http://hub.example' })).toThrow(/MAIL_FROM=.*PUBLIC_URL=/);
    const all = read({ MAIL_FROM: 'hub@county.example', PUBLIC_URL: 'https://hub.example/' });
    expect(all().PUBLIC_URL).toBe('https://hub.example');
    expect(() => readConfig({ MAIL_FOLDER: '/tmp/mails' })).toThrow('MAIL_FOLDER needs MAIL_FROM');
  });

  it.each(['DATABASE', 'DATABASE_OWNER'])('take the password of %s_URL from its own setting', (name) => {
    const url = `${name}_URL` as 'DATABASE_URL' | 'DATABASE_OWNER_URL';
    const other = {
      DATABASE_URL: 'postgres://program@db/hub',
      DATABASE_OWNER_URL: 'postgres://owner@db/hub',
    };
    const read = (address: string | undefined, password: string) =>
      readConfig({ ...other, [url]: address, [`${name}_PASSWORD`]: password })[url];
    expect(read('postgres://me:old@db:5433/hub?sslmode=require', 'p@:/%')).toBe(
      'postgres://me:p%40%3A%2F%25@db:5433/hub?sslmode=require',
    );
    expect(() => read('postgres:///hub', 'hidden')).toThrow(
      new RegExp(`^Wrong setting: ${name}_PASSWORD needs ${name}_URL with a host\\.$`),
    );
    expect(() => readConfig({ [`${name}_PASSWORD`]: 'hidden' })).toThrow(
      `${name}_PASSWORD needs ${name}_URL`,
    );
  });

  it.each([
    { DATABASE_OWNER_URL: 'postgres://hub:secret@db/hub' },
    { DATABASE_OWNER_URL: 'postgres://hub:secret@db/hub', DATABASE_URL: 'postgres://hub:secret@db/hub' },
  ])('want another role than the owner’s for the hub, without showing either: %#', (environment) => {
    expect(() => readConfig(environment)).toThrow(
      /^Wrong setting: DATABASE_OWNER_URL needs a DATABASE_URL with another role\.$/,
    );
  });

  it('ask for the address of a Meilisearch that is to be used', () => {
    expect(() => readConfig({ SEARCH_ENGINE: 'meilisearch' })).toThrow(
      /^Wrong setting: SEARCH_ENGINE="meilisearch" needs MEILISEARCH_URL\.$/,
    );
  });

  it.each([
    [{ DATABASE_URL: 'postgres://db/hub' }, 'DATABASE_URL is set'],
    [{ OIDC_ISSUER: 'https://id.example', OIDC_AUDIENCE: 'hub' }, 'OIDC_ISSUER is set'],
    [{ HOST: '0.0.0.0' }, 'HOST can be reached from other machines'],
    [{ TRUSTED_PROXIES: '127.0.0.1' }, 'TRUSTED_PROXIES is set'],
    [{ ALLOWED_HOSTS: 'hub.example.org' }, 'ALLOWED_HOSTS is set'],
    [{ NODE_ENV: 'production' }, 'NODE_ENV is "production"'],
  ])('let nobody sign in in any role where it would matter: %o', (real, why) => {
    expect(wantsDevelopmentSignIn(readConfig({}))).toBe(true);
    expect(wantsDevelopmentSignIn(readConfig(real))).toBe(false);
    for (const asked of ['true', 'open']) {
      expect(() => readConfig({ ...real, DEVELOPMENT_SIGN_IN: asked })).toThrow(
        new RegExp(`^Wrong setting: DEVELOPMENT_SIGN_IN="${asked}" [^\\n]*${why}[^\\n]*$`),
      );
    }
  });

  it.each([
    ['OIDC_ISSUER', 'http://id.example', 'must be an https:// address'],
    ['OIDC_ROLE_NAMES', 'officers', 'must be like'],
    ['OIDC_TOKEN_TYPE', 'jwt', /OIDC_TOKEN_TYPE="jwt"/],
    ['TRUSTED_PROXIES', '127.0.0.1,loopback', 'must be addresses or networks'],
    ['TRUSTED_PROXIES', '10.0.0.0/33', 'must be addresses or networks'],
    ['ALLOWED_HOSTS', 'hub.example.org:443', 'must be names without a port'],
    ['ALLOWED_HOSTS', 'https://hub.example.org', 'must be names without a port'],
  ])('refuse %s=%s', (name, value, words) => {
    expect(() => readConfig({ OIDC_AUDIENCE: 'hub', [name]: value })).toThrow(words);
  });

  it('ask for the audience of an identity provider', () => {
    expect(() => readConfig({ OIDC_ISSUER: 'https://id.example' })).toThrow(
      /^Wrong setting: OIDC_ISSUER needs OIDC_AUDIENCE\.$/,
    );
  });

  it('are all in the table of docs/operator.md, with their default and meaning', () => {
    const page = readFileSync(join(projectRoot, 'docs/operator.md'), 'utf8').replace(/ +/g, ' ');
    const defaults = readConfig({}) as Record<string, unknown>;
    const rows = Object.entries(settings.shape).map(([name, rule]) => {
      const value = defaults[name];
      const shown = value === undefined || (Array.isArray(value) && value.length === 0) ? '' : `\`${value}\``;
      return `| \`${name}\` | ${shown} | ${rule.description} |`.replace(/ +/g, ' ');
    });
    for (const row of rows) expect(page).toContain(row);
  });
});
