import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { features } from './app.js';
import { graphParts } from './platform/composition/composition.js';
import { withDrawing } from './platform/composition/drawing.js';
import { printGraph } from './platform/graphql/print-graph.js';
import { buildGraph } from './platform/graphql/schema.js';
import { projectRoot } from './platform/project-root.js';

/** Writes the contract that clients rely on, and the drawing of what it is made of; needs no database. */
const schemaFile = join(projectRoot, 'schema', 'schema.graphql');
writeFileSync(schemaFile, printGraph(await buildGraph(graphParts(features))));
const architectureFile = join(projectRoot, 'docs', 'architecture.md');
writeFileSync(architectureFile, withDrawing(readFileSync(architectureFile, 'utf8'), features));
process.stdout.write(`Wrote ${schemaFile} and the features in ${architectureFile}\n`);
