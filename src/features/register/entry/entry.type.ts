import { enumOf } from '../../../platform/graphql/enum.js';
import { entryKindNames } from './entry-kinds.js';

/** What kind of entry. */
export const EntryKindEnum = enumOf(
  entryKindNames,
  'RegisterEntryKind',
  'What kind of entry of the register.',
);
