import { enumOf } from '../../../platform/graphql/enum.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
// These name the enums of what can be asked for.
import '../../vacancy/vacancy.type.js';
import '../listing/listing-decision.type.js';
import '../entry/entry.type.js';
import { registerFilter, registerSorts } from './register-filter.rules.js';

/** Which entries of the register; other features add fields of their own. */
export const RegisterFilter = inputFrom(registerFilter, 'RegisterFilter');

/** An order of the register. */
export const RegisterSortEnum = enumOf(
  registerSorts,
  'RegisterSort',
  'In which order entries come; those alike are ordered by id.',
  {
    NAME_ASC: 'By name, A first.',
    NAME_DESC: 'By name, Z first.',
    UPDATED_DESC: 'Changed last first.',
    UPDATED_ASC: 'Unchanged for longest first.',
    STATE_SINCE_ASC: 'Longest in its state first: what waits longest.',
    STATE_SINCE_DESC: 'Latest in its state first.',
  },
);
