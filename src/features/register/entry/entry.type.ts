import { nameEnum } from '../../../platform/graphql/zod-input.js';
import { entryKindNames } from './entry-kinds.js';
import { namesOf } from './payload.type.js';

/** What kind of entry. */
export const EntryKindEnum = namesOf(entryKindNames);
nameEnum(EntryKindEnum, 'RegisterEntryKind', 'What kind of entry of the register.');
