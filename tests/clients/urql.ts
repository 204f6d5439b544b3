import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { withoutIdIn } from './cache-keys.js';
import {
  failedOf,
  nodeOf,
  PAGE,
  type Page,
  type PagedList,
  pagedLists,
  pageOf,
  type Searched,
  type StartClient,
  schema,
  userErrorOf,
} from './documents.js';

/** urql with its normalised cache, as docs/partner-developer.md sets it up. */
export const startUrql: StartClient = (url, headers = {}) => {
  const client = new Client({
    url: `${url}/graphql`,
    preferGetMethod: false,
    fetchOptions: { headers },
    exchanges: [
      cacheExchange({
        keys: {
          ...withoutIdIn(schema),
          LocalAuthority: ({ code }) => code as string,
          District: ({ code }) => code as string,
        },
        resolvers: {
          Query: Object.fromEntries(pagedLists.map(({ field }) => [field, relayPagination()])),
        },
      }),
      fetchExchange,
    ],
  });
  const read = async (
    list: PagedList,
    after: string | null,
    requestPolicy: 'network-only' | 'cache-only',
  ) => {
    const document = pageOf(list, `Urql_${list.field}`);
    const { data, error } = await client.query<Record<string, Page>>(
      document,
      { first: PAGE, after },
      { requestPolicy },
    );
    if (error) throw error;
    return data![list.field]!;
  };
  const stored = (list: PagedList) => read(list, null, 'cache-only');
  return {
    async readWhole(list) {
      let after: string | null = null;
      do {
        const { pageInfo }: Page = await read(list, after, 'network-only');
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
      return stored(list);
    },
    stored,
    async refetch(id) {
      return (await client.query(nodeOf('Urql_node'), { id }, { requestPolicy: 'network-only' })).data;
    },
    async userError() {
      const { data } = await client.query<Searched>(userErrorOf('Urql_search'), {});
      return data?.search.userErrors[0]?.code;
    },
    async failure() {
      const { error } = await client.query(failedOf('Urql_failed'), {});
      const [first] = error!.graphQLErrors;
      if (!first) throw error;
      return { message: first.message, code: first.extensions.code };
    },
  };
};
