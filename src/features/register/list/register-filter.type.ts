import '../../../platform/graphql/choice-inputs.js';
import { enumOf } from '../../../platform/graphql/enum.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
// These imports register the enums that the filter uses.
import '../../vacancy/vacancy.type.js';
import '../listing/listing-decision.type.js';
import '../entry/entry.type.js';
import './register-entry.type.js';
import { registerFilter, registerSorts, sitePositions } from './register-filter.rules.js';

enumOf(sitePositions, 'SitePosition', 'How precisely a site is placed.', {
  POINT: 'At its own position, from a grid reference.',
  POSTCODE: 'At the centre of its postcode.',
  SECTOR: 'Only at the centre of its postcode sector, such as NR21 9: its postcode is not known.',
  OUTCODE: 'Only at the centre of its outcode, such as NR21: its postcode and sector are not known.',
  UNPLACED: 'Nowhere: no position is known. A search from a place does not find it.',
});

/** Conditions on entries. Other features add their own fields. */
export const RegisterFilter = inputFrom(registerFilter, 'RegisterFilter');

/** The orders of the register as an enum of the graph. */
export const RegisterSortEnum = enumOf(
  registerSorts,
  'RegisterSort',
  'The order of a list of entries. Entries with equal values are in the order of their ids.',
  {
    NAME_ASC: 'By name or title, from A to Z.',
    NAME_DESC: 'By name or title, from Z to A.',
    UPDATED_AT_DESC: 'By the time of the last change, latest first.',
    UPDATED_AT_ASC: 'By the time of the last change, earliest first.',
    STATE_SINCE_ASC:
      'By the time in the current state, longest first. Use it to see what has waited longest.',
    STATE_SINCE_DESC: 'By the time in the current state, shortest first.',
  },
);
