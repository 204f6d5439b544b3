import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import type { DataSource } from 'typeorm';
import { migrations } from '../migrations/all.js';
import { loadDemonstration } from '../seeds/load-demonstration.js';
import { loadReference } from '../seeds/load-reference.js';
import { composeClients } from './compose-clients.js';
import { composeDuplicates, duplicatesEntities, duplicatesResolvers } from './compose-duplicates.js';
import { composeMemory, memoryResolvers } from './compose-memory.js';
import { composeQuality, qualityEntities, qualityResolvers } from './compose-quality.js';
import { composeRegister, type Register, registerEntities, registerResolvers } from './compose-register.js';
import { composeSearch, type EngineMaker, type SearchSetting } from './compose-search.js';
import { ApiClient } from './features/identity/api-client.entity.js';
import { ApiClientResolver, ApiKeyResolver } from './features/identity/api-client.resolver.js';
import type { ApiClientService } from './features/identity/api-client.service.js';
import { ApiKey } from './features/identity/api-key.entity.js';
import { KeySignIn } from './features/identity/key-sign-in.js';
import { PersonNames } from './features/identity/person-names.service.js';
import { codebookOf } from './features/match/code-bits.js';
import {
  ComparisonResolver,
  MatchedOfferingResolver,
  MatchResolver,
} from './features/match/match.resolver.js';
import { MatchService } from './features/match/match.service.js';
import { FactsMaker } from './features/match/match-facts.js';
import { MatchTable } from './features/match/match-table.js';
import { QuestionMaker } from './features/match/question-maker.js';
import { Offering } from './features/offering/offering.entity.js';
import { offeringRepository } from './features/offering/offering.repository.js';
import {
  OfferingResolver,
  PriceResolver,
  ProviderOfferings,
  SiteOfferings,
} from './features/offering/offering.resolver.js';
import { OfferingService } from './features/offering/offering.service.js';
import { OfferingSite } from './features/offering/offering-site.entity.js';
import { District, LocalAuthority, PlanningArea } from './features/place/area.entity.js';
import { Atlas } from './features/place/atlas.js';
import { PlaceRepository } from './features/place/place.repository.js';
import { DistrictResolver, PlaceResolver, PlanningAreaResolver } from './features/place/place.resolver.js';
import { PlaceService } from './features/place/place.service.js';
import { School } from './features/place/school.entity.js';
import { Provider } from './features/provider/provider.entity.js';
import { providerRepository } from './features/provider/provider.repository.js';
import { ProviderResolver } from './features/provider/provider.resolver.js';
import { ProviderService } from './features/provider/provider.service.js';
import { ProviderContact } from './features/provider/provider-contact.entity.js';
import { Site } from './features/provider/site.entity.js';
import { SiteResolver } from './features/provider/site.resolver.js';
import { SiteView } from './features/provider/site-view.js';
import { ConceptTable } from './features/search/concepts.js';
import { ConditionMaker } from './features/search/conditions.js';
import { Explainer } from './features/search/explain.js';
import { FacetLabels } from './features/search/facet-labels.js';
import { SearchHitResolver, SearchResolver } from './features/search/search.resolver.js';
import { SearchService } from './features/search/search.service.js';
import { WhereMaker } from './features/search/where.js';
import { EntryMaker } from './features/suggest/entries.js';
import { suggestRepository } from './features/suggest/suggest.repository.js';
import { SuggestResolver } from './features/suggest/suggest.resolver.js';
import { SuggestService } from './features/suggest/suggest.service.js';
import { SuggestIndex } from './features/suggest/suggest-index.js';
import { Vacancy } from './features/vacancy/vacancy.entity.js';
import { vacancyRepository } from './features/vacancy/vacancy.repository.js';
import { OfferingVacancies, VacancyResolver } from './features/vacancy/vacancy.resolver.js';
import { VacancyService } from './features/vacancy/vacancy.service.js';
import { Code } from './features/vocabulary/code.entity.js';
import { Concept } from './features/vocabulary/concept.entity.js';
import { VocabularyRepository } from './features/vocabulary/vocabulary.repository.js';
import { VocabularyResolver } from './features/vocabulary/vocabulary.resolver.js';
import { Vocabulary } from './features/vocabulary/vocabulary.service.js';
import { type Clock, londonDay } from './platform/clock.js';
import { together } from './platform/database/changes/change.js';
import { ChangeFeed } from './platform/database/changes/change-feed.js';
import {
  type Database,
  migrate,
  openAtLeisure,
  openDatabase,
  poolOf,
} from './platform/database/data-source.js';
import { DatabaseClock } from './platform/database/database-clock.js';
import { DatabasePresence } from './platform/database/presence.js';
import type { ProgramRole } from './platform/database/program-role.js';
import { RegisterWriter } from './platform/database/register-writer.js';
import { refuseUnfit } from './platform/database/requirements.js';
import { WritingCheck } from './platform/database/writing-check.js';
import { decodeId, encodeId } from './platform/graphql/global-id.js';
import { NodeRegistry, NodeResolver } from './platform/graphql/node.js';
import { buildGraph } from './platform/graphql/schema.js';
import type { FailoverEngine, FailoverOptions } from './platform/search/failover/failover-engine.js';
import { Freshness } from './platform/search/freshness.js';
import type { SearchAnswerer } from './platform/search/port.js';

/** Every stored entity. */
export const entities = [
  Code,
  Concept,
  LocalAuthority,
  District,
  PlanningArea,
  School,
  Provider,
  ProviderContact,
  Site,
  Offering,
  OfferingSite,
  Vacancy,
  ApiClient,
  ApiKey,
  ...registerEntities,
  ...qualityEntities,
  ...duplicatesEntities,
];

/** Resolvers of the graph. */
export const resolvers = [
  NodeResolver,
  VocabularyResolver,
  PlaceResolver,
  DistrictResolver,
  PlanningAreaResolver,
  ProviderResolver,
  SiteResolver,
  OfferingResolver,
  PriceResolver,
  ProviderOfferings,
  SiteOfferings,
  VacancyResolver,
  OfferingVacancies,
  SearchResolver,
  SearchHitResolver,
  SuggestResolver,
  MatchResolver,
  MatchedOfferingResolver,
  ComparisonResolver,
  ApiClientResolver,
  ApiKeyResolver,
  ...registerResolvers,
  ...qualityResolvers,
  ...memoryResolvers,
  ...duplicatesResolvers,
] as const;

/** Input types of which exactly one key is given. */
export const oneOf = ['PlaceReference', 'ProviderReference', 'SearchPlace', 'Distance'];

/** Opens a Postgres by its address, for what is done beside hubs: migrations, seeds, commands. */
export function open(url: string, poolSize = 10): Promise<DataSource> {
  return openAtLeisure({ url, poolSize, entities, migrations });
}

/** What was done to make a database ready. */
export interface Prepared {
  readonly migrations: readonly string[];
  readonly demonstration: { readonly offerings: number } | null;
}

/**
 * Migrates a database, by the address of the tables' owner, and loads the reference data and, where wanted, the demonstration;
 * lets `programs`, the role that hubs run as, use it. Safe to repeat.
 */
export async function prepareDatabase(
  url: string,
  {
    demonstration = false,
    clock,
    programs,
  }: { demonstration?: boolean; clock?: Clock; programs?: ProgramRole | undefined } = {},
): Promise<Prepared> {
  const source = await open(url, 4);
  try {
    await refuseUnfit(poolOf(source));
    const applied = await migrate(source, programs);
    await loadReference(poolOf(source));
    const today = londonDay((clock ?? (await DatabaseClock.setBy(poolOf(source)))).now());
    const loaded = demonstration ? await loadDemonstration(poolOf(source), today) : null;
    return { migrations: applied, demonstration: loaded };
  } finally {
    await source.destroy();
  }
}

/** The hub without its web server: services on a database, and the graph over them. */
export interface Hub extends Pick<Database, 'source' | 'reading' | 'following'> {
  readonly schema: GraphQLSchema;
  /** What answers searches. */
  readonly engine: SearchAnswerer;
  /** The same, when there is a primary engine; null when the embedded one is alone. */
  readonly failover: FailoverEngine | null;
  readonly feed: ChangeFeed;
  readonly presence: DatabasePresence;
  readonly writing: WritingCheck;
  readonly providers: ProviderService;
  readonly offerings: OfferingService;
  readonly vacancies: VacancyService;
  readonly search: SearchService;
  readonly suggest: SuggestService;
  readonly clients: ApiClientService;
  readonly keySignIn: KeySignIn;
  readonly people: PersonNames;
  readonly clock: Clock;
  readonly register: Register;
  readonly quality: ReturnType<typeof composeQuality>;
  readonly duplicates: ReturnType<typeof composeDuplicates>;
  close(): Promise<void>;
}

/** Code lists, concepts and places: what every part of the hub refers to. */
export async function readLists({ source, following }: Pick<Database, 'source' | 'following'>) {
  const vocabulary = new Vocabulary(new VocabularyRepository(source));
  await vocabulary.load();
  const concepts = new ConceptTable([]);
  vocabulary.derive(() => concepts.replace(vocabulary.concepts));
  return { vocabulary, concepts, atlas: new Atlas(new PlaceRepository(source, following)) };
}

/**
 * Puts the hub together: the one place that knows every feature. Resolves when the embedded search index is built and,
 * with a primary search engine, that one was looked at; a primary that is out of reach does not keep the hub from starting.
 */
export async function createHub(options: {
  readonly url: string;
  readonly poolSize?: number;
  readonly clock?: Clock;
  readonly log: SearchSetting['log'];
  /** Answers searches while it can be trusted, given the hub's connections. Left out: the embedded engine alone does. */
  readonly primarySearch?: EngineMaker;
  readonly failover?: Partial<FailoverOptions>;
}): Promise<Hub> {
  const database = await openDatabase({
    url: options.url,
    poolSize: options.poolSize ?? 10,
    entities,
    migrations,
  });
  const { source, reading, following } = database;
  const told = await DatabaseClock.setBy(following);
  const clock = options.clock ?? told;
  const presence = new DatabasePresence(options.url, clock, options.log, () => feed.catchUp(), told);
  for (const pool of new Set([poolOf(source), reading, following])) presence.guard(pool);
  const feed = new ChangeFeed(options.url, following, options.log);
  presence.onLost(() => feed.reconnect());
  const writing = new WritingCheck(poolOf(source), options.log);
  const writer = new RegisterWriter(source, feed, writing);

  const { vocabulary, concepts, atlas } = await readLists(database);
  const people = await PersonNames.of(reading);
  const places = new PlaceService(new PlaceRepository(source, reading), atlas);

  const providerData = providerRepository(source, reading);
  const offeringData = offeringRepository(source, reading);
  const vacancyData = vacancyRepository(source, reading);
  const providers = new ProviderService(providerData, writer, vocabulary, clock);
  const offerings = new OfferingService(offeringData, writer, vocabulary, atlas, clock);
  const vacancies = new VacancyService(vacancyData, writer, vocabulary, clock);

  const { clientData, clients } = composeClients({ database, writer, atlas, clock });

  const register = composeRegister(
    { database, writer, atlas, vocabulary, people, clock, log: options.log },
    { places, providers, offerings, vacancies },
  );
  const quality = composeQuality({ database, writer, vocabulary, atlas, clock, register });
  const duplicates = composeDuplicates({ database, writer, atlas, providers, listings: register.listings });

  const codebook = codebookOf(vocabulary);
  const matchTable = new MatchTable(new FactsMaker(codebook, atlas));
  const searching = await composeSearch(
    { database, atlas, concepts, clock, log: options.log },
    {
      followers: [matchTable],
      ...(options.primarySearch && { primary: options.primarySearch }),
      ...(options.failover && { failover: options.failover }),
    },
  );
  const { engine, failover } = searching;
  const freshness = new Freshness(clock);
  const wheres = new WhereMaker(places, atlas, decodeId);
  const search = new SearchService(
    engine,
    concepts,
    new ConditionMaker(vocabulary, atlas, duplicates.decodeId),
    wheres,
    offerings,
    providers,
    vacancies,
    clock,
  );

  const matches = new MatchService(
    matchTable,
    new QuestionMaker(vocabulary, codebook, wheres, clock),
    { codebook, areaName: (token) => atlas.nameOf(token) },
    offerings,
    providers,
    vacancies,
    decodeId,
  );

  const entryMaker = new EntryMaker(vocabulary, atlas, encodeId);
  const suggestIndex = new SuggestIndex(suggestRepository(following), entryMaker);
  const suggest = new SuggestService(suggestIndex, entryMaker, places, clock);

  const caches = together('caches', [
    freshness,
    ...providerData.caches,
    ...offeringData.caches,
    ...vacancyData.caches,
    clientData.usableKeys,
    ...register.caches,
    ...quality.caches,
  ]);
  const lists = together('lists', [vocabulary, atlas]);
  feed.read(lists);
  feed.read(caches);
  // What a search leads to is never older than the index that found it, and what is made from lists never than these.
  const index = searching.follow(feed, [lists, caches]);
  // A change of lists makes both read everything: at once, they would leave little of two cores to who is being answered.
  feed.read(suggestIndex, { after: [lists, index] });
  duplicates.follow(feed);
  await feed.start();
  await searching.start();
  await register.dueChanges.start();
  presence.start();

  const nodes = new NodeRegistry();
  nodes.add({ prefix: 'prv', typeName: 'Provider', entity: Provider, load: (id) => providers.get(id) });
  nodes.add({ prefix: 'sit', typeName: 'Site', entity: SiteView, load: (id) => providers.site(id) });
  nodes.add({ prefix: 'off', typeName: 'Offering', entity: Offering, load: (id) => offerings.get(id) });
  nodes.add({ prefix: 'vac', typeName: 'Vacancy', entity: Vacancy, load: (id) => vacancies.get(id) });
  nodes.add({
    prefix: 'pla',
    typeName: 'PlanningArea',
    entity: PlanningArea,
    load: (id) => atlas.planningAreas.get(id) ?? null,
  });

  const schema = await buildGraph(resolvers, oneOf, [
    new NodeResolver(nodes),
    new VocabularyResolver(vocabulary),
    new PlaceResolver(places, atlas),
    new DistrictResolver(atlas),
    new PlanningAreaResolver(atlas),
    new ProviderResolver(providers, vocabulary, atlas, clock),
    new SiteResolver(providers, vocabulary, atlas),
    new OfferingResolver(offerings, providers, vocabulary, clock),
    new PriceResolver(vocabulary),
    new ProviderOfferings(offerings),
    new SiteOfferings(offerings),
    new VacancyResolver(vacancies, offerings, providers, vocabulary, atlas, clock),
    new OfferingVacancies(vacancies),
    new SearchResolver(search, new FacetLabels(vocabulary, atlas, encodeId), freshness),
    new SearchHitResolver(search, providers, vocabulary, new Explainer(vocabulary, atlas, concepts, clock)),
    new SuggestResolver(suggest),
    new MatchResolver(matches),
    new MatchedOfferingResolver(matches, providers, vocabulary, register.decisions, atlas),
    new ComparisonResolver(matches, vocabulary),
    new ApiClientResolver(clients),
    new ApiKeyResolver(clients),
    ...register.resolvers,
    ...quality.resolvers,
    ...duplicates.resolvers,
    ...composeMemory({ pool: reading, vocabulary, atlas, people, providers, offerings }),
  ]);

  return {
    source,
    reading,
    following,
    schema,
    engine,
    failover,
    feed,
    presence,
    writing,
    providers,
    offerings,
    vacancies,
    search,
    suggest,
    clients,
    keySignIn: new KeySignIn(clientData, clock, options.log, presence),
    people,
    clock,
    register,
    quality,
    duplicates,
    async close() {
      await presence.close();
      await register.dueChanges.stop();
      await feed.close();
      await searching.close();
      await database.close();
    },
  };
}
