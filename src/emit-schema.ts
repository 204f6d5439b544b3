import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { features } from './app.js';
import { graphParts } from './platform/composition/composition.js';
import { withDrawing } from './platform/composition/drawing.js';
import { printGraph } from './platform/graphql/print-graph.js';
import { buildGraph } from './platform/graphql/schema.js';
import { withMarkedPart } from './platform/marked-part.js';
import { projectRoot } from './platform/project-root.js';
import { userErrorTable } from './platform/user-error-codes.js';

/** Writes the contract that clients rely on, its error codes and the drawing of its features. It needs no database. */
const schemaFile = join(projectRoot, 'schema', 'schema.graphql');
writeFileSync(schemaFile, printGraph(await buildGraph(graphParts(features))));
const architectureFile = join(projectRoot, 'docs', 'architecture.md');
writeFileSync(architectureFile, withDrawing(readFileSync(architectureFile, 'utf8'), features));
const errorsFile = join(projectRoot, 'docs', 'errors.md');
writeFileSync(errorsFile, withMarkedPart(readFileSync(errorsFile, 'utf8'), 'codes', userErrorTable()));
process.stdout.write(
  `Wrote ${schemaFile}, the features in ${architectureFile} and the codes in ${errorsFile}\n`,
);
