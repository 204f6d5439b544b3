import type { EntityManager } from 'typeorm';
import { feature } from '../../platform/composition/feature.js';
import { Slot } from '../../platform/composition/slot.js';
import { decayFeature } from '../decay/decay.feature.js';
import { identityFeature } from '../identity/identity.feature.js';
import type { RequestContext } from '../identity/request-context.js';
import { memoryFeature } from '../memory/memory.feature.js';
import { offeringFeature } from '../offering/offering.feature.js';
import { placeFeature } from '../place/place.feature.js';
import type { Provider } from '../provider/provider.entity.js';
import { providerFeature } from '../provider/provider.feature.js';
import { vacancyFeature } from '../vacancy/vacancy.feature.js';
import { vocabularyFeature } from '../vocabulary/vocabulary.feature.js';
import { ChangeRequest } from './change-request/change-request.entity.js';
import {
  ChangeRequestResolver,
  RequestedFieldChangeResolver,
} from './change-request/change-request.resolver.js';
import { ChangeRequestService } from './change-request/change-request.service.js';
import { ChangeRequestMutations } from './change-request/change-request-mutations.resolver.js';
import { entryKinds, entryTables } from './entry/entry-kinds.js';
import { BulkUpsertService } from './keeping/bulk-upsert.service.js';
import { ContactService } from './keeping/contact.service.js';
import { ContactMutations } from './keeping/contact-mutations.resolver.js';
import { EntryService } from './keeping/entry.service.js';
import { OfferingMutations, ProviderMutations, SiteMutations } from './keeping/entry-mutations.resolver.js';
import { EntryWarnings } from './keeping/entry-warnings.service.js';
import { VacanciesConfirmService } from './keeping/vacancies-confirm.service.js';
import { VacanciesUpsertService } from './keeping/vacancies-upsert.service.js';
import { VacancyKeeperService } from './keeping/vacancy-keeper.service.js';
import { VacancyMutations } from './keeping/vacancy-mutations.resolver.js';
import { VacancyUndoService } from './keeping/vacancy-undo.service.js';
import { entryListRepository } from './list/entry-list.repository.js';
import { EntryListResolver } from './list/entry-list.resolver.js';
import { EntryListService, type FilterAddition } from './list/entry-list.service.js';
import { entryReferenceRepository } from './list/entry-reference.repository.js';
import { EntryReferenceResolver } from './list/entry-reference.resolver.js';
import { EntryReferenceService } from './list/entry-reference.service.js';
import { nameFormRepository } from './list/name-form.repository.js';
import { NameFormKeeper } from './list/name-form-keeper.js';
import { RegisterEntryResolver, RegisterOverviewResolver } from './list/register-entry.resolver.js';
import { type ListingConsequence, type ListingGate, ListingService } from './listing/listing.service.js';
import { ListingDecision } from './listing/listing-decision.entity.js';
import { listingDecisionRepository } from './listing/listing-decision.repository.js';
import { ListingDecisionResolver, ProviderListingDecisions } from './listing/listing-decision.resolver.js';
import { ListingDecisionService } from './listing/listing-decision.service.js';

/** Keeps the register: its entries, their states, change requests and listing decisions. */
export const registerFeature = feature({
  name: 'register',
  needs: {
    vocabulary: vocabularyFeature,
    place: placeFeature,
    identity: identityFeature,
    provider: providerFeature,
    offering: offeringFeature,
    decay: decayFeature,
    vacancy: vacancyFeature,
    memory: memoryFeature,
  },
  entities: [ChangeRequest, ListingDecision],
  resolvers: [
    ProviderMutations,
    SiteMutations,
    OfferingMutations,
    VacancyMutations,
    ContactMutations,
    EntryListResolver,
    RegisterEntryResolver,
    EntryReferenceResolver,
    RegisterOverviewResolver,
    ChangeRequestResolver,
    RequestedFieldChangeResolver,
    ChangeRequestMutations,
    ListingDecisionResolver,
    ProviderListingDecisions,
  ],
  compose({ database: { source, reading, following }, writer, clock, log }, given) {
    const { vocabulary, place, identity, provider, offering, decay, vacancy, memory } = given;
    const { atlas, places } = place;
    const listingGates = new Slot<ListingGate>('gates of listings');
    const listingConsequences = new Slot<ListingConsequence>('consequences for listings');
    const listings = new ListingService(listingGates.all, listingConsequences.all);
    const filterAdditions = new Slot<FilterAddition>('conditions of the register’s filter');
    const settled = (db: EntityManager, one: Provider) => listings.settled(db, one);
    const kinds = entryKinds(provider.providers, offering.offerings, places, settled);
    const warnings = new EntryWarnings(place.schools, places, log);
    const entries = new EntryService(writer, listings, clock, warnings);
    const bulk = new BulkUpsertService(writer, entries);
    const changeRequests = new ChangeRequestService(writer, kinds, clock);
    const vacancyKeeper = new VacancyKeeperService(vacancy.vacancies, decay.rules, writer, clock);
    const vacanciesConfirm = new VacanciesConfirmService(vacancy.vacancies, decay.rules, writer, clock);
    const decisionData = listingDecisionRepository(source, reading);
    const decisions = new ListingDecisionService(decisionData, writer, clock);
    const entryList = new EntryListService(
      entryListRepository(source, reading),
      kinds,
      identity.people,
      clock,
      filterAdditions.all,
    );
    const nameForms = new NameFormKeeper(nameFormRepository(following));
    return {
      gives: {
        kinds,
        entries,
        changeRequests,
        decisions,
        entryList,
        vacancyKeeper,
        vacanciesConfirm,
        listings,
        listingGates,
        listingConsequences,
        filterAdditions,
        nameForms,
      },
      caches: decisionData.caches,
      readers: [{ reader: nameForms }],
      nodes: [
        {
          prefix: 'chr',
          typeName: 'ChangeRequest',
          entity: ChangeRequest,
          loadAll: (ids, { actor }: RequestContext) => entryList.requestsByIds(actor, ids),
        },
        {
          prefix: 'lsd',
          typeName: 'ListingDecision',
          entity: ListingDecision,
          loadAll: (ids) => decisions.byIds(ids),
        },
      ],
      resolvers: [
        new ProviderMutations(entries, bulk, kinds),
        new SiteMutations(entries, bulk, kinds),
        new OfferingMutations(entries, bulk, kinds),
        new VacancyMutations(
          vacancyKeeper,
          vacanciesConfirm,
          new VacanciesUpsertService(vacancy.vacancies, decay.rules, writer, clock),
          new VacancyUndoService(vacancy.vacancies, writer, clock),
        ),
        new ContactMutations(new ContactService(writer)),
        new EntryListResolver(entryList, vocabulary, atlas, clock),
        new RegisterEntryResolver(entryList, atlas),
        new EntryReferenceResolver(new EntryReferenceService(entryReferenceRepository(reading))),
        new RegisterOverviewResolver(atlas),
        new ChangeRequestResolver(),
        new RequestedFieldChangeResolver((kind, property, value) =>
          memory.values.values({ table: entryTables[kind], property, value }),
        ),
        new ChangeRequestMutations(changeRequests),
        new ListingDecisionResolver(decisions, atlas),
        new ProviderListingDecisions(decisions),
      ],
      jobs: [{ name: 'changes that are due', every: { minutes: 5 }, run: () => changeRequests.applyDue() }],
    };
  },
});
