import { inputFrom } from '../../../platform/graphql/zod-input.js';
import '../overview/overview.type.js'; // names the levels of advice
import { qualityFilter } from './quality-filter.rules.js';
import '../record/quality.type.js'; // names the states of evidence

/** A filter on the quality of an entry's provider. */
export const QualityFilter = inputFrom(qualityFilter, 'QualityFilter');
