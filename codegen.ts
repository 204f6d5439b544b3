import { createHash } from 'node:crypto';
import type { CodegenConfig } from '@graphql-codegen/cli';

/** The id of a document, as the draft on persisted documents of GraphQL over HTTP has it. */
const idOf = (document: string) => `sha256:${createHash('sha256').update(document).digest('hex')}`;

/**
 * Typed documents of `schema/operations`, for the tests and for clients to copy, and the manifest by which the hub knows them:
 * `npm run codegen`.
 */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'schema/operations/*.graphql',
  importExtension: '.js',
  generates: {
    'schema/operations/generated/': {
      preset: 'client',
      presetConfig: {
        fragmentMasking: false,
        // Beside the text each document has its id, so that a client may send either.
        persistedDocuments: {
          mode: 'embedHashInDocument',
          hashPropertyName: 'documentId',
          hashAlgorithm: idOf,
        },
      },
      config: {
        // A document is the text that is sent, so that a client needs no GraphQL library.
        documentMode: 'string',
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: { ID: 'string', DateTime: 'string', LocalDate: 'string' },
      },
    },
  },
};

export default config;
