import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';

/** The graph in SDL, sorted by name, so that equal graphs have equal texts whatever the order of the code. */
export function sdlOf(graph: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(graph))}\n`;
}

/** The graph as it is kept in a file. */
export function printGraph(graph: GraphQLSchema): string {
  return `# Written by \`npm run schema\`: change the code, not this file.\n\n${sdlOf(graph)}`;
}
