import { inputFrom } from '../../../platform/graphql/zod-input.js';
import '../overview/overview.type.js'; // names the levels of advice
import { qualityFilter } from './quality-filter.rules.js';
import '../record/quality.type.js'; // names the states of evidence

/** Which entries, by the quality of their provider. */
export const QualityFilter = inputFrom(qualityFilter, 'QualityFilter');
