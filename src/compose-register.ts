import type { PersonNames } from './features/identity/person-names.service.js';
import { FieldReader } from './features/memory/field-reader.js';
import { historyRepository } from './features/memory/history.repository.js';
import type { OfferingService } from './features/offering/offering.service.js';
import type { Atlas } from './features/place/atlas.js';
import type { PlaceService } from './features/place/place.service.js';
import type { ProviderService } from './features/provider/provider.service.js';
import { BulkUpsertService } from './features/register/bulk-upsert.service.js';
import { ChangeRequest } from './features/register/change-request.entity.js';
import { ChangeRequestService } from './features/register/change-request.service.js';
import { ChangeRequestMutations } from './features/register/change-request-mutations.resolver.js';
import { ContactService } from './features/register/contact.service.js';
import { ContactMutations } from './features/register/contact-mutations.resolver.js';
import { DueChanges } from './features/register/due-changes.js';
import { EntryService } from './features/register/entry.service.js';
import { entryKinds } from './features/register/entry-kinds.js';
import {
  OfferingMutations,
  ProviderMutations,
  SiteMutations,
} from './features/register/entry-mutations.resolver.js';
import { entryReferenceRepository } from './features/register/entry-reference.repository.js';
import { EntryReferenceResolver } from './features/register/entry-reference.resolver.js';
import { EntryReferenceService } from './features/register/entry-reference.service.js';
import { ListingService } from './features/register/listing.service.js';
import { ListingDecision } from './features/register/listing-decision.entity.js';
import { listingDecisionRepository } from './features/register/listing-decision.repository.js';
import {
  ListingDecisionResolver,
  ProviderListingDecisions,
} from './features/register/listing-decision.resolver.js';
import { ListingDecisionService } from './features/register/listing-decision.service.js';
import { registerRepository } from './features/register/register.repository.js';
import {
  ChangeRequestResolver,
  RegisterOverviewResolver,
  RegisterResolver,
  RequestedFieldChangeResolver,
} from './features/register/register.resolver.js';
import { RegisterService } from './features/register/register.service.js';
import { RegisterListResolver } from './features/register/register-list.resolver.js';
import { VacancyKeeperService } from './features/register/vacancy-keeper.service.js';
import { VacancyMutations } from './features/register/vacancy-mutations.resolver.js';
import type { VacancyService } from './features/vacancy/vacancy.service.js';
import type { Vocabulary } from './features/vocabulary/vocabulary.service.js';
import type { Clock } from './platform/clock.js';
import type { Database } from './platform/database/data-source.js';
import type { RegisterWriter } from './platform/database/register-writer.js';
import { encodeId } from './platform/graphql/global-id.js';
import type { Log } from './platform/log.js';

/** Where entries are kept, by kind. */
const tables = { PROVIDER: 'provider', SITE: 'site', OFFERING: 'offering' } as const;

/** Stored entities of the register's own. */
export const registerEntities = [ChangeRequest, ListingDecision];

/** What keeping the register adds to the graph. */
export const registerResolvers = [
  ProviderMutations,
  SiteMutations,
  OfferingMutations,
  VacancyMutations,
  ContactMutations,
  RegisterListResolver,
  RegisterResolver,
  EntryReferenceResolver,
  RegisterOverviewResolver,
  ChangeRequestResolver,
  RequestedFieldChangeResolver,
  ChangeRequestMutations,
  ListingDecisionResolver,
  ProviderListingDecisions,
] as const;

/** Puts together what keeps the register, over the services of what is in it. */
export function composeRegister(
  hub: {
    readonly database: Database;
    readonly writer: RegisterWriter;
    readonly atlas: Atlas;
    readonly vocabulary: Vocabulary;
    readonly people: PersonNames;
    readonly clock: Clock;
    readonly log: Pick<Log, 'error'>;
  },
  entries: {
    readonly places: PlaceService;
    readonly providers: ProviderService;
    readonly offerings: OfferingService;
    readonly vacancies: VacancyService;
  },
) {
  const { database, writer, atlas, vocabulary, people, clock, log } = hub;
  const { places, providers, offerings, vacancies } = entries;
  const { source, reading: pool } = database;
  const listings = new ListingService();
  const kinds = entryKinds(providers, offerings, places, (db, provider) => listings.settled(db, provider));
  const service = new EntryService(writer, listings, clock);
  const bulk = new BulkUpsertService(writer, service);
  const changeRequests = new ChangeRequestService(writer, kinds, clock);
  const decisionData = listingDecisionRepository(source, pool);
  const decisions = new ListingDecisionService(decisionData, writer, clock);
  const reader = new FieldReader(vocabulary, atlas, encodeId, historyRepository(pool).namesOf);
  const register = new RegisterService(registerRepository(source, pool), kinds, people, clock);
  return {
    kinds,
    entries: service,
    changeRequests,
    decisions,
    register,
    listings,
    /** To be started once the readers of the change log follow. */
    dueChanges: new DueChanges(changeRequests, log),
    caches: decisionData.caches,
    resolvers: [
      new ProviderMutations(service, bulk, kinds),
      new SiteMutations(service, bulk, kinds),
      new OfferingMutations(service, bulk, kinds),
      new VacancyMutations(new VacancyKeeperService(vacancies, writer, clock)),
      new ContactMutations(new ContactService(writer)),
      new RegisterListResolver(register, vocabulary, atlas, clock),
      new RegisterResolver(register, atlas),
      new EntryReferenceResolver(new EntryReferenceService(entryReferenceRepository(pool))),
      new RegisterOverviewResolver(atlas),
      new ChangeRequestResolver(),
      new RequestedFieldChangeResolver((kind, property, value) =>
        reader.values({ table: tables[kind], property, value }),
      ),
      new ChangeRequestMutations(changeRequests),
      new ListingDecisionResolver(decisions, atlas),
      new ProviderListingDecisions(decisions),
    ],
  };
}
export type Register = ReturnType<typeof composeRegister>;
