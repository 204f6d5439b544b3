import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';

/** The graph as text, everything sorted by name, so that equal graphs have equal texts whatever the order of the code. */
export function printGraph(graph: GraphQLSchema): string {
  return `# Written by \`npm run schema\`: change the code, not this file.\n\n${printSchema(lexicographicSortSchema(graph))}\n`;
}
