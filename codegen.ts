import { createHash } from 'node:crypto';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

/** The id of a document, as in the draft on persisted documents of GraphQL over HTTP. */
const idOf = (document: string) => `sha256:${createHash('sha256').update(document).digest('hex')}`;

/**
 * Creates typed documents from `schema/operations`, for the tests and for clients to copy, and the manifest that the
 * hub finds them in: `npm run codegen`.
 */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'schema/operations/*.graphql',
  importExtension: '.js',
  generates: {
    'schema/operations/generated/': {
      preset: 'client',
      // Clients need it for their caches, and cannot add it to a document that they send by its id.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      presetConfig: {
        fragmentMasking: false,
        // Each document has its id next to its text, so that a client can send either.
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
