import { ClientError, GraphQLClient } from 'graphql-request';
import {
  failedOf,
  nodeOf,
  PAGE,
  type Page,
  type PagedList,
  pageOf,
  type Searched,
  type StartClient,
  userErrorOf,
} from './documents.js';

/** graphql-request, which has no store: what it was given last is kept here. */
export const startGraphqlRequest: StartClient = (url, headers = {}) => {
  const client = new GraphQLClient(`${url}/graphql`, { headers });
  const readAll = async (list: PagedList): Promise<Page> => {
    const document = pageOf(list, `Request_${list.field}`);
    const edges: Page['edges'][number][] = [];
    let after: string | null = null;
    for (;;) {
      const data: Record<string, Page> = await client.request(document, { first: PAGE, after });
      const page = data[list.field]!;
      edges.push(...page.edges);
      if (!page.pageInfo.hasNextPage) return { ...page, edges };
      after = page.pageInfo.endCursor;
    }
  };
  return {
    readWhole: readAll,
    stored: readAll,
    refetch: (id) => client.request(nodeOf('Request_node'), { id }),
    async userError() {
      const { search } = await client.request<Searched>(userErrorOf('Request_search'));
      return search.userErrors[0]?.code;
    },
    async failure() {
      const error = await client.request(failedOf('Request_failed')).catch((thrown: unknown) => thrown);
      if (!(error instanceof ClientError) || !error.response.errors) throw error;
      const [first] = error.response.errors;
      return { message: first!.message, code: first!.extensions?.code };
    },
  };
};
