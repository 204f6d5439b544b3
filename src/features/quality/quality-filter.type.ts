import { Field } from 'type-graphql';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { RegisterFilter } from '../register/register-filter.type.js';
import './overview.type.js'; // names the levels of advice
import { qualityFilter } from './quality-filter.rules.js';
import { QUALITY_FIELD } from './quality-filter.service.js';
import './quality.type.js'; // names the states of evidence

/** Which entries, by the quality of their provider. */
export const QualityFilter = inputFrom(qualityFilter, 'QualityFilter');

Field(() => QualityFilter, {
  nullable: true,
  description: 'Quality of the provider: needs quality.read where the entry is.',
})(RegisterFilter.prototype, QUALITY_FIELD);
