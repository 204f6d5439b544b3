import { feature } from '../../platform/composition/feature.js';
import { identityFeature } from '../identity/identity.feature.js';
import { vocabularyFeature } from '../vocabulary/vocabulary.feature.js';
import { DecayRule } from './decay-rule.entity.js';
import { decayRuleRepository } from './decay-rule.repository.js';
import { DecayRuleResolver } from './decay-rule.resolver.js';
import { DecayRules } from './decay-rule.service.js';
import { DecayRuleType } from './decay-rule.type.js';

/** How long a confirmation of places can be relied on: rules as data. */
export const decayFeature = feature({
  name: 'decay',
  needs: { vocabulary: vocabularyFeature, identity: identityFeature },
  entities: [DecayRule],
  resolvers: [DecayRuleResolver],
  types: [DecayRuleType],
  compose({ database: { source, reading }, writer, clock }, { vocabulary }) {
    const rules = new DecayRules(decayRuleRepository(source, reading), writer, vocabulary, clock);
    return { gives: { rules }, resolvers: [new DecayRuleResolver(rules, vocabulary, clock)] };
  },
});
