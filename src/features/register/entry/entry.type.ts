import { enumOf } from '../../../platform/graphql/enum.js';
import { entryKindNames } from './entry-kinds.js';

/** The kind of an entry, as an enum of the graph. */
export const EntryKindEnum = enumOf(
  entryKindNames,
  'RegisterEntryKind',
  'The kind of an entry of the register.',
  {
    PROVIDER: 'A provider: an organisation that offers alternative provision.',
    SITE: 'A site: a place where a provider works with pupils.',
    OFFERING: 'An offering: something that a provider offers to pupils.',
  },
);
