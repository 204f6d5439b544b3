import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { startTestHub } from '../support/hub.js';
import { fetchById, idsIn } from './by-id.js';

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');

it('a client whose link sends ids reads from a hub that knows no other documents, into a cache that tells objects apart', async () => {
  const hub = await startTestHub(({ pool }) => loadDemonstration(pool, '2026-11-23'), undefined, {
    ARBITRARY_DOCUMENTS: 'nobody',
  });
  const ids = idsIn(JSON.parse(read('schema/operations/generated/persisted-documents.json')));
  const cache = new InMemoryCache();
  const link = new HttpLink({ uri: `${hub.address}/graphql`, fetch: fetchById(ids) });
  const client = new ApolloClient({ link, cache });
  const query = gql(read('schema/operations/provider-by-urn.graphql'));
  const { data } = await client.query<{ provider: { id: string; name: string } }>({
    query,
    variables: { urn: '000001' },
  });
  expect(data?.provider.name).toContain('(demonstration)');
  expect(Object.keys(cache.extract())).toContain(`Provider:${data?.provider.id}`);
  await expect(client.query({ query: gql('query Mine { concepts { id } }') })).rejects.toThrow(/documentId/);
  await hub.stop();
});

it.each(['docs/partner-developer.md', 'docs/school-portal.md'])(
  '%s shows code that is tested here',
  (page) => {
    const shown = [...read(page).matchAll(/^```ts\n\/\/ (tests\/clients\/[\w-]+\.ts)\n([\s\S]*?)^```$/gm)];
    const lines = (text: string) =>
      text
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
        .join('\n');
    for (const [, file = '', code = ''] of shown) expect(lines(read(file))).toContain(lines(code));
    expect(read(page).match(/^```ts$/gm) ?? []).toHaveLength(shown.length);
  },
);
