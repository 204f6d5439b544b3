import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ready from '../../schema/operations/generated/graphql.js';
import { readConfig } from '../../src/config.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { trustedDocuments } from '../../src/start/trusted-documents.js';
import { startTestHub, type TestHub } from '../support/hub.js';

const idOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const own = {
  hello: 'query Hello($first: Int! = 1) { providers(first: $first) { totalCount } }',
  exact: 'query Exact { vacancies { nodes { placesAvailable } } }',
  deep: `query Deep { ${'a { '.repeat(20)} __typename ${' }'.repeat(20)} }`,
  dear: 'query Dear { a: providers(first: 100) { nodes { offerings(first: 100) { nodes { id title } } } } }',
  gone: 'query Gone { thisFieldWasThereLastYear }',
  create:
    'mutation Create($input: ApiClientCreateInput!) { apiClientCreate(input: $input) { apiClient { id } userErrors { message } } }',
};
const folder = mkdtempSync(join(tmpdir(), 'ap-hub-trusted-'));
const manifest = join(folder, 'ours.json');
writeFileSync(
  manifest,
  JSON.stringify(Object.fromEntries(Object.values(own).map((text) => [idOf(text), text]))),
);
afterAll(() => rmSync(folder, { recursive: true }));

const settings = { TRUSTED_DOCUMENTS: manifest };
let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(undefined, {}, settings);
});
afterAll(() => hub.stop());

interface Answer {
  readonly status: number;
  readonly data?: unknown;
  readonly code?: string;
  readonly message?: string;
  readonly extensions?: Record<string, unknown>;
}

async function send(body: object, key?: string, to: TestHub = hub): Promise<Answer> {
  const response = await fetch(`${to.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify(body),
  });
  const { data, errors, extensions } = (await response.json()) as {
    data?: unknown;
    errors?: { message: string; extensions: { code: string } }[];
    extensions?: Record<string, unknown>;
  };
  const [error] = errors ?? [];
  return {
    status: response.status,
    data,
    ...(error && { code: error.extensions.code, message: error.message }),
    ...(extensions && { extensions }),
  };
}

let serial = 0;
/** A key of a new client, which may send trusted documents only or anything. */
async function aKey(trustedDocumentsOnly: boolean, role = 'SCHOOL', of: TestHub = hub): Promise<string> {
  const administrator = await of.as('administrator');
  const made = await administrator<{
    apiClientCreate: { apiClient: { id: string; trustedDocumentsOnly: boolean } };
  }>(
    `mutation ($input: ApiClientCreateInput!) { apiClientCreate(input: $input) { apiClient { id trustedDocumentsOnly } } }`,
    { input: { name: `Trusted ${++serial}`, role, ...(trustedDocumentsOnly && { trustedDocumentsOnly }) } },
  );
  const { id, ...client } = made.data.apiClientCreate.apiClient;
  expect(client).toEqual({ trustedDocumentsOnly });
  const issued = await administrator<{ apiKeyCreate: { issued: { key: string } } }>(
    'mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { issued { key } } }',
    { input: { client: id } },
  );
  return issued.data.apiKeyCreate.issued.key;
}

describe('the manifest of the ready operations', () => {
  const documents = trustedDocuments(readConfig({}));

  it('has each of them, under the id that its typed document carries', () => {
    const folder = join(projectRoot, 'schema/operations');
    const names = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
    const typed = Object.values(ready).filter((value) => value instanceof ready.TypedDocumentString);
    const ids = typed.map(({ __meta__ }) => String(__meta__?.documentId));
    expect(ids).toHaveLength(names.length);
    expect([...documents.keys()].sort()).toEqual(ids.sort());
    for (const name of names) {
      const [, operation] = /query (\w+)/.exec(readFileSync(join(folder, name), 'utf8')) ?? [];
      expect([...documents.values()].filter((text) => text.startsWith(`query ${operation}`))).toHaveLength(1);
    }
  });

  it('is joined by that of the settings', () => {
    const joined = trustedDocuments(readConfig(settings));
    expect(joined.size).toBe(documents.size + Object.keys(own).length);
    expect(joined.get(idOf(own.hello))).toBe(own.hello);
  });

  it.each([
    ['is not there', null, 'The file cannot be read (ENOENT).'],
    ['is not a manifest', '{"a": "b"}', 'It must be an object whose values are texts'],
    ['has a text that was changed', JSON.stringify({ [idOf('{ a }')]: '{ b }' }), 'has a different SHA-256'],
  ])('of the settings ends the start in one line when it %s', async (_, content, said) => {
    const file = join(folder, 'wrong.json');
    rmSync(file, { force: true });
    if (content !== null) writeFileSync(file, content);
    const read = () => trustedDocuments(readConfig({ TRUSTED_DOCUMENTS: file }));
    expect(read).toThrow(said);
    expect(read).toThrow(/^Wrong setting: TRUSTED_DOCUMENTS="[^\n]+$/);
  });
});

describe('a document that is asked for by id', () => {
  it('runs like its text, with variables and by name', async () => {
    const variables = { postcode: 'NR21 9AA' };
    const documentId = ready.PlaceByPostcodeDocument.__meta__?.documentId as string;
    const byId = await send({ documentId, variables, operationName: 'PlaceByPostcode' });
    expect(byId).toMatchObject({ status: 200, data: { place: { label: 'NR21 9' } } });
    expect(byId).toEqual(await send({ query: String(ready.PlaceByPostcodeDocument), variables }));
    expect(await send({ documentId })).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });

  it('is refused when nobody knows it, with one error', async () => {
    expect(await send({ documentId: idOf('{ other }') })).toEqual({
      status: 400,
      code: 'PERSISTED_DOCUMENT_NOT_FOUND',
      message: expect.stringContaining('No document here has this `documentId`.'),
    });
  });

  it('keeps to the permissions of the caller', async () => {
    const body = { documentId: idOf(own.exact) };
    expect(await send(body)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect(await send(body, await aKey(true))).toMatchObject({
      status: 200,
      data: { vacancies: { nodes: [] } },
    });
  });

  it('keeps to the limits and to the schema', async () => {
    expect(await send({ documentId: idOf(own.deep) })).toMatchObject({ status: 400 });
    expect(await send({ documentId: idOf(own.dear) })).toMatchObject({
      status: 400,
      code: 'COST_LIMIT_EXCEEDED',
    });
    expect(await send({ documentId: idOf(own.gone) })).toMatchObject({
      status: 400,
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
  });

  it('is not answered by GET', async () => {
    const response = await fetch(`${hub.address}/graphql?documentId=${idOf(own.hello)}`);
    expect(response.status).toBe(405);
  });

  it('is in the log by its id and name, and without its variables', async () => {
    const documentId = ready.PlaceByPostcodeDocument.__meta__?.documentId as string;
    await send({ documentId, variables: { postcode: 'NR1 1AA' } });
    await send({ query: 'query Mine { __typename }' });
    const unknown = idOf('unknown');
    await send({ documentId: unknown });
    await send({ documentId: 'NR1 1AA' });
    const lines = hub.logged.slice(-4).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ document, operation }) => [document, operation])).toEqual([
      [documentId, 'PlaceByPostcode'],
      [undefined, 'Mine'],
      [unknown, undefined],
      [undefined, undefined],
    ]);
    expect(hub.logged.join('')).not.toContain('1AA');
  });
});

describe('a client that may send trusted documents only', () => {
  it('sends these and nothing else, not even their texts', async () => {
    const key = await aKey(true);
    const refused = {
      status: 403,
      code: 'DOCUMENT_NOT_TRUSTED',
      message: 'This API key can send only trusted documents. Send the `documentId` of one, and no `query`.',
    };
    expect(await send({ documentId: idOf(own.hello) }, key)).toMatchObject({
      status: 200,
      data: { providers: { totalCount: 0 } },
    });
    for (const query of ['{ __typename }', '{ __schema { types { name } } }', own.hello, '{', '']) {
      expect(await send({ query }, key)).toEqual(refused);
    }
    expect(await send({}, key)).toEqual(refused);
    expect(await send({ documentId: idOf(own.hello), query: '{ __typename }' }, key)).toMatchObject({
      status: 400,
      code: 'BAD_REQUEST',
    });
    expect(await send([{ query: '{ __typename }' }], key)).toMatchObject({
      status: 400,
      code: 'BAD_REQUEST',
    });
  });

  it('is one of those that say so: others, and the public, send what they like', async () => {
    const query = '{ __typename }';
    expect(await send({ query }, await aKey(false))).toMatchObject({ status: 200 });
    expect(await send({ query })).toMatchObject({ status: 200 });
  });

  it('pays from its budget, and may write what its role may', async () => {
    const input = { name: `By id ${++serial}`, role: 'SCHOOL' };
    const body = { documentId: idOf(own.create), variables: { input } };
    expect(await send(body, await aKey(true))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    const answer = await send(body, await aKey(true, 'ADMINISTRATOR'));
    expect(answer).toMatchObject({ status: 200, data: { apiClientCreate: { userErrors: [] } } });
    expect(answer.extensions?.cost).toMatchObject({ requested: expect.any(Number) });
  });

  it('is on record in the change log, and listed', async () => {
    await aKey(true);
    const { rows } = await hub.database.pool.query(
      `select new->'trusted_documents_only' as only, new->>'name' as name from change
        where table_name = 'api_client' order by id desc limit 1`,
    );
    expect(rows).toEqual([{ only: true, name: `Trusted ${serial}` }]);
    const listed = await (await hub.as('administrator'))<{
      apiClients: { nodes: { name: string; trustedDocumentsOnly: boolean }[] };
    }>('{ apiClients(first: 100) { nodes { name trustedDocumentsOnly } } }');
    const [last] = listed.data.apiClients.nodes.filter(({ name }) => name === `Trusted ${serial}`);
    expect(last).toEqual({ name: `Trusted ${serial}`, trustedDocumentsOnly: true });
  });
});

describe('ARBITRARY_DOCUMENTS', () => {
  const query = '{ __typename }';
  const documentId = idOf(own.hello);

  it.each([
    ['everybody', 200, 200],
    ['signed-in', 403, 200],
    ['nobody', 403, 403],
  ])(
    '%s: the public gets %i, who has signed in %i, and both get trusted documents',
    async (who, open, signedIn) => {
      const closed = await startTestHub(undefined, {}, { ...settings, ARBITRARY_DOCUMENTS: who });
      try {
        const token = await (await fetch(`${closed.address}/dev/token?role=school`)).json();
        const key = (token as { access_token: string }).access_token;
        const [asPublic, asSchool] = [
          await send({ query }, undefined, closed),
          await send({ query }, key, closed),
        ];
        expect([asPublic.status, asSchool.status]).toEqual([open, signedIn]);
        for (const { status, code, message } of [asPublic, asSchool]) {
          if (status === 200) continue;
          expect(code).toBe('DOCUMENT_NOT_TRUSTED');
          expect(message).toMatch(/trusted/);
        }
        expect((await send({ documentId }, undefined, closed)).status).toBe(200);
        expect((await send({ documentId }, key, closed)).status).toBe(200);
      } finally {
        await closed.stop();
      }
    },
  );
});
