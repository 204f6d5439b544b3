import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createOperationDescriptor,
  Environment,
  fetchQuery,
  type GraphQLTaggedNode,
  getRequest,
  Network,
  type OperationType,
  RecordSource,
  Store,
} from 'relay-runtime';
import { projectRoot } from '../../src/platform/project-root.js';
import {
  failedOf,
  nodeOf,
  PAGE,
  type Page,
  type PagedList,
  pagedLists,
  pageOf,
  type Searched,
  type ShownError,
  type StartClient,
  userErrorOf,
} from './documents.js';

/** An operation is named after the file that it is in. */
const name = (what: string) => `relay_${what}_Query`;
const connectionOf = ({ field }: PagedList) => `relay_${field}`;
const sources: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    pagedLists.map((list) => [
      list.field,
      pageOf(list, name(list.field), ` @connection(key: "${connectionOf(list)}")`),
    ]),
  ),
  node: nodeOf(name('node')),
  userError: userErrorOf(name('userError')),
  failed: failedOf(name('failed')),
};

/**
 * Has Relay's compiler check the documents against the schema, and compile them.
 * @returns what it made of each, by its name in `sources`.
 */
async function compile(): Promise<Readonly<Record<string, GraphQLTaggedNode>>> {
  const parent = join(projectRoot, 'dist');
  mkdirSync(parent, { recursive: true });
  const root = mkdtempSync(join(parent, 'relay-'));
  try {
    const folder = join(root, 'src');
    mkdirSync(join(folder, '__generated__'), { recursive: true });
    const tags = Object.values(sources).map((source) => `graphql\`${source}\`;`);
    writeFileSync(join(folder, 'relay.js'), `import { graphql } from 'relay-runtime';\n${tags.join('\n')}\n`);
    const config = {
      src: folder,
      schema: join(projectRoot, 'schema/schema.graphql'),
      language: 'javascript',
      eagerEsModules: true,
      artifactDirectory: join(folder, '__generated__'),
      schemaConfig: { nodeInterfaceIdField: 'id' },
    };
    writeFileSync(join(root, 'relay.config.json'), JSON.stringify(config));
    writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(projectRoot, 'node_modules/relay-compiler/cli.js'), join(root, 'relay.config.json')],
      { cwd: root, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`Relay's compiler refuses the documents.\n${stdout}${stderr}`);
    const made = Object.keys(sources).map(async (source) => {
      const file = join(folder, '__generated__', `${name(source)}.graphql.js`);
      const module = (await import(pathToFileURL(file).href)) as { default: GraphQLTaggedNode };
      return [source, module.default] as const;
    });
    return Object.fromEntries(await Promise.all(made));
  } finally {
    rmSync(root, { recursive: true });
  }
}

interface Failed {
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: unknown };
  }[];
}

/** Relay: its compiler over the schema, and its store. */
export const startRelay: StartClient = async (url, headers = {}) => {
  const compiled = await compile();
  let last: Failed = {};
  const environment = new Environment({
    network: Network.create(async ({ text }, variables) => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: text, variables }),
      });
      const body = (await response.json()) as never;
      last = body;
      return body;
    }),
    store: new Store(new RecordSource()),
  });
  const ask = async <T>(source: string, variables: object): Promise<T> =>
    (await fetchQuery<OperationType>(environment, compiled[source]!, variables as never).toPromise()) as T;
  const stored = async (list: PagedList): Promise<Page> => {
    const operation = createOperationDescriptor(getRequest(compiled[list.field]!), {
      first: PAGE,
      after: null,
    });
    // Connections are kept until nobody has them on screen.
    environment.retain(operation);
    return (environment.lookup(operation.fragment).data as unknown as Record<string, Page>)[list.field]!;
  };
  return {
    async readWhole(list) {
      let after: string | null = null;
      do {
        const data: Record<string, Page> = await ask(list.field, { first: PAGE, after });
        const { hasNextPage, endCursor } = data[list.field]!.pageInfo;
        after = hasNextPage ? endCursor : null;
        await stored(list);
      } while (after !== null);
      return stored(list);
    },
    stored,
    refetch: (id) => ask('node', { id }),
    userError: async () => (await ask<Searched>('userError', {})).search.userErrors[0]?.code,
    async failure(): Promise<ShownError> {
      const thrown: unknown = await ask('failed', {}).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(Error);
      const [first] = last.errors ?? [];
      return { message: first!.message, code: first!.extensions?.code };
    },
  };
};
