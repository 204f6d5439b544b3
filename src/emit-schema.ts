import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { features } from './app.js';
import { graphParts } from './platform/composition/composition.js';
import { printGraph } from './platform/graphql/print-graph.js';
import { buildGraph } from './platform/graphql/schema.js';
import { projectRoot } from './platform/project-root.js';

/** Writes the contract that clients rely on; needs no database. */
const file = join(projectRoot, 'schema', 'schema.graphql');
writeFileSync(file, printGraph(await buildGraph(graphParts(features))));
process.stdout.write(`Wrote ${file}\n`);
