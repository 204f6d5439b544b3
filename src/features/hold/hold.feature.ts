import { feature } from '../../platform/composition/feature.js';
import { identityFeature } from '../identity/identity.feature.js';
import type { RequestContext } from '../identity/request-context.js';
import { mailFeature } from '../mail/mail.feature.js';
import { offeringFeature } from '../offering/offering.feature.js';
import { placeFeature } from '../place/place.feature.js';
import { providerFeature } from '../provider/provider.feature.js';
import { registerFeature } from '../register/register.feature.js';
import { vacancyFeature } from '../vacancy/vacancy.feature.js';
import { holdRepository } from './hold.repository.js';
import { PlaceHoldResolver, VacancyHolds } from './hold.resolver.js';
import { HoldService } from './hold.service.js';
import { HoldKeeperService } from './hold-keeper.service.js';
import { HoldTeller } from './hold-mail.js';
import { PlaceHoldMutations } from './hold-mutations.resolver.js';
import { HoldRule } from './hold-rule.entity.js';
import { HoldRuleResolver } from './hold-rule.resolver.js';
import { HoldRules } from './hold-rule.service.js';
import { VacancyHold } from './vacancy-hold.entity.js';

/** Places that schools hold for some days, without two schools getting the same one. */
export const holdFeature = feature({
  name: 'hold',
  needs: {
    mail: mailFeature,
    place: placeFeature,
    identity: identityFeature,
    provider: providerFeature,
    offering: offeringFeature,
    vacancy: vacancyFeature,
    register: registerFeature,
  },
  entities: [VacancyHold, HoldRule],
  resolvers: [PlaceHoldResolver, VacancyHolds, PlaceHoldMutations, HoldRuleResolver],
  compose(
    { database: { source, reading }, writer, clock },
    { mail: { outbox }, place: { atlas, schools }, vacancy: { vacancies } },
  ) {
    const data = holdRepository(source, reading);
    const holds = new HoldService(data, clock);
    const keeper = new HoldKeeperService(data, vacancies, new HoldTeller(data, outbox, atlas), writer, clock);
    return {
      gives: { holds, keeper },
      nodes: [
        {
          prefix: 'hld',
          typeName: 'PlaceHold',
          entity: VacancyHold,
          loadAll: (ids, { actor }: RequestContext) => holds.byIds(actor, ids),
        },
      ],
      resolvers: [
        new PlaceHoldResolver(holds, vacancies, schools, clock),
        new VacancyHolds(holds),
        new PlaceHoldMutations(keeper),
        new HoldRuleResolver(new HoldRules(data, writer, clock)),
      ],
    };
  },
});
