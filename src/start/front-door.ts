import type { GraphQLSchema } from 'graphql';
import { sdlOf } from '../platform/graphql/print-graph.js';
import type { FrontDoor } from '../platform/http/front-door.js';
import { programName, programVersion } from '../platform/program-name.js';

/** Pages of the project, by their readers. */
const pages: Readonly<Record<string, string>> = {
  'school portals': 'docs/school-portal.md',
  'partner developers': 'docs/partner-developer.md',
  commissioners: 'docs/commissioner.md',
  providers: 'docs/provider.md',
  operators: 'docs/operator.md',
};

/**
 * The content of GET / and GET /schema.graphql. The schema is public documentation, even if operations are restricted.
 */
export function frontDoor(
  schema: GraphQLSchema,
  { DOCS_URL }: { readonly DOCS_URL?: string | undefined },
): FrontDoor {
  const addressOf = (page: string) => (DOCS_URL ? new URL(page, DOCS_URL.replace(/\/?$/, '/')).href : page);
  return {
    title: 'AP Hub',
    name: programName,
    version: programVersion,
    docs: Object.fromEntries(Object.entries(pages).map(([reader, page]) => [reader, addressOf(page)])),
    sdl: () => sdlOf(schema),
  };
}
