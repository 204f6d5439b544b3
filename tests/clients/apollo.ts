import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { possibleTypesOf } from './cache-keys.js';
import {
  failedOf,
  nodeOf,
  PAGE,
  type Page,
  pagedLists,
  pageOf,
  type Searched,
  type StartClient,
  schema,
  userErrorOf,
} from './documents.js';

/** Apollo Client, as docs/partner-developer.md sets it up. */
export const startApollo: StartClient = (url, headers = {}) => {
  const client = new ApolloClient({
    clientAwareness: { name: 'portal', version: '4.3' },
    link: new HttpLink({ uri: `${url}/graphql`, headers }),
    cache: new InMemoryCache({
      possibleTypes: possibleTypesOf(schema),
      typePolicies: {
        Query: { fields: Object.fromEntries(pagedLists.map(({ field }) => [field, relayStylePagination()])) },
        LocalAuthority: { keyFields: ['code'] },
        District: { keyFields: ['code'] },
      },
    }),
  });
  const documentOf = (list: Parameters<typeof pageOf>[0]) => gql(pageOf(list, `Apollo_${list.field}`));
  const stored = async (list: Parameters<typeof pageOf>[0]): Promise<Page> => {
    const data = client.readQuery<Record<string, Page>>({
      query: documentOf(list),
      variables: { first: PAGE },
    });
    return data![list.field]!;
  };
  return {
    async readWhole(list) {
      let after: string | null = null;
      do {
        const { data }: { data?: Record<string, Page> } = await client.query<Record<string, Page>>({
          query: documentOf(list),
          variables: { first: PAGE, after },
          fetchPolicy: 'network-only',
        });
        const { pageInfo }: Page = data![list.field]!;
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
      return stored(list);
    },
    stored,
    refetch: async (id) =>
      (
        await client.query({
          query: gql(nodeOf('Apollo_node')),
          variables: { id },
          fetchPolicy: 'network-only',
        })
      ).data,
    async userError() {
      const { data } = await client.query<Searched>({ query: gql(userErrorOf('Apollo_search')) });
      return data?.search.userErrors[0]?.code;
    },
    async failure() {
      const error = await client
        .query({ query: gql(failedOf('Apollo_failed')), fetchPolicy: 'network-only' })
        .catch((thrown: unknown) => thrown);
      if (!CombinedGraphQLErrors.is(error)) throw error;
      const [first] = error.errors;
      return { message: first!.message, code: first!.extensions?.code };
    },
  };
};
