import { feature } from '../../platform/composition/feature.js';
import { identityFeature } from '../identity/identity.feature.js';
import type { RequestContext } from '../identity/request-context.js';
import { mailFeature } from '../mail/mail.feature.js';
import { placeFeature } from '../place/place.feature.js';
import { providerFeature } from '../provider/provider.feature.js';
import { registerFeature } from '../register/register.feature.js';
import { vocabularyFeature } from '../vocabulary/vocabulary.feature.js';
import { MailedAnswers } from './answer.service.js';
import { answerRoutes } from './answer-routes.js';
import { Chase } from './chase.entity.js';
import { ChasingRepository } from './chasing.repository.js';
import {
  ChaseResolver,
  ChasingOptOutResolver,
  ChasingResolver,
  ChasingRuleResolver,
} from './chasing.resolver.js';
import { ChasingService } from './chasing.service.js';
import { ChasingRule } from './chasing-rule.entity.js';
import { ChasingRules } from './chasing-rule.service.js';
import { SignedLinks } from './signed-link.js';

/** Reminds providers of vacancies that nobody has confirmed, and takes their answers by a link. */
export const chasingFeature = feature({
  name: 'chasing',
  needs: {
    mail: mailFeature,
    vocabulary: vocabularyFeature,
    place: placeFeature,
    identity: identityFeature,
    provider: providerFeature,
    register: registerFeature,
  },
  entities: [Chase, ChasingRule],
  resolvers: [ChasingResolver, ChaseResolver, ChasingRuleResolver, ChasingOptOutResolver],
  compose({ database: { source, reading }, writer, clock, log }, given) {
    const { mail, vocabulary, place, identity, provider, register } = given;
    const { providers } = provider;
    const repository = new ChasingRepository(source, reading);
    const links = new SignedLinks(identity.people.keyFor('links of reminders'));
    const chasing = new ChasingService(
      repository,
      writer,
      mail.outbox,
      links,
      vocabulary,
      place.atlas,
      clock,
      log,
    );
    const rules = new ChasingRules(repository, writer, place.atlas, clock);
    const answers = new MailedAnswers(repository, links, register.vacancyKeeper, chasing, providers, clock);
    return {
      gives: { chasing, links },
      nodes: [
        {
          prefix: 'cha',
          typeName: 'Chase',
          entity: Chase,
          loadAll: (ids, { actor }: RequestContext) => chasing.byIds(actor, ids),
        },
      ],
      resolvers: [
        new ChasingResolver(chasing, rules, providers, (id) => provider.decodeId('prv', id), place.atlas),
        new ChaseResolver(chasing, providers),
        new ChasingRuleResolver(place.atlas),
        new ChasingOptOutResolver(providers),
      ],
      routes: answerRoutes(answers, vocabulary, place.atlas),
      jobs: [{ name: 'reminders that are due', every: 'day', run: () => chasing.chaseDue() }],
    };
  },
});
