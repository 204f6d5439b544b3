import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { migrations } from '../migrations/all.js';
import { loadDemonstration } from '../seeds/load-demonstration.js';
import { loadReference } from '../seeds/load-reference.js';
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
import { DocumentMaker, searchSchema } from './features/search/documents.js';
import { Explainer } from './features/search/explain.js';
import { FacetLabels } from './features/search/facet-labels.js';
import { searchRepository } from './features/search/search.repository.js';
import { SearchHitResolver, SearchResolver } from './features/search/search.resolver.js';
import { SearchService } from './features/search/search.service.js';
import { type IndexLog, SearchIndex } from './features/search/search-index.js';
import { WhereMaker } from './features/search/where.js';
import { Vacancy } from './features/vacancy/vacancy.entity.js';
import { vacancyRepository } from './features/vacancy/vacancy.repository.js';
import { OfferingVacancies, VacancyResolver } from './features/vacancy/vacancy.resolver.js';
import { VacancyService } from './features/vacancy/vacancy.service.js';
import { Code } from './features/vocabulary/code.entity.js';
import { Concept } from './features/vocabulary/concept.entity.js';
import { VocabularyRepository } from './features/vocabulary/vocabulary.repository.js';
import { VocabularyResolver } from './features/vocabulary/vocabulary.resolver.js';
import { Vocabulary } from './features/vocabulary/vocabulary.service.js';
import { type Clock, londonDay, systemClock } from './platform/clock.js';
import { ChangeFeed, type FeedLog } from './platform/database/change-feed.js';
import { migrate, openDatabase, poolOf } from './platform/database/data-source.js';
import { RegisterWriter } from './platform/database/register-writer.js';
import { decodeId, encodeId } from './platform/graphql/global-id.js';
import { NodeRegistry, NodeResolver } from './platform/graphql/node.js';
import { buildGraph } from './platform/graphql/schema.js';
import { createEmbeddedEngine } from './platform/search/embedded/embedded-engine.js';
import type { SearchEngine, SearchSchema } from './platform/search/port.js';

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
] as const;

/** Input types of which exactly one key is given. */
export const oneOf = ['PlaceReference', 'ProviderReference', 'SearchPlace', 'Distance'];

/** Opens a Postgres by its address. */
export function open(url: string, poolSize = 10): Promise<DataSource> {
  return openDatabase({ url, poolSize, entities, migrations });
}

/** What was done to make a database ready. */
export interface Prepared {
  readonly migrations: readonly string[];
  readonly demonstration: { readonly offerings: number } | null;
}

/** Migrates a database and loads the reference data and, where wanted, the demonstration; safe to repeat. */
export async function prepareDatabase(
  url: string,
  { demonstration = false, clock = systemClock }: { demonstration?: boolean; clock?: Clock } = {},
): Promise<Prepared> {
  const source = await open(url, 4);
  try {
    const applied = await migrate(source);
    await loadReference(poolOf(source));
    const loaded = demonstration ? await loadDemonstration(poolOf(source), londonDay(clock.now())) : null;
    return { migrations: applied, demonstration: loaded };
  } finally {
    await source.destroy();
  }
}

/** The hub without its web server: services on a database, and the graph over them. */
export interface Hub {
  readonly source: DataSource;
  readonly schema: GraphQLSchema;
  readonly engine: SearchEngine;
  readonly feed: ChangeFeed;
  readonly providers: ProviderService;
  readonly offerings: OfferingService;
  readonly vacancies: VacancyService;
  readonly search: SearchService;
  close(): Promise<void>;
}

/** Makes a search engine that may keep its state in the hub's database. */
export type EngineMaker = (pool: pg.Pool, schema: SearchSchema) => Promise<SearchEngine> | SearchEngine;

async function makeEngine(
  maker: EngineMaker = (_, schema) => createEmbeddedEngine(schema),
  source: DataSource,
): Promise<SearchEngine> {
  try {
    return await maker(poolOf(source), searchSchema);
  } catch (error) {
    await source.destroy();
    throw error;
  }
}

async function readLists(source: DataSource) {
  const vocabulary = new Vocabulary(new VocabularyRepository(source));
  const placeRepository = new PlaceRepository(source, poolOf(source));
  const atlas = new Atlas(placeRepository);
  await Promise.all([vocabulary.load(), atlas.reset()]);
  return { vocabulary, placeRepository, atlas };
}

/** The search index alone, to be built by a command while hubs run. */
export async function openSearchIndex(options: {
  readonly url: string;
  readonly engine: EngineMaker;
  readonly log: IndexLog;
}) {
  const source = await open(options.url, 4);
  const engine = await makeEngine(options.engine, source);
  const { vocabulary, atlas } = await readLists(source);
  const repository = searchRepository(source, poolOf(source));
  const maker = new DocumentMaker(atlas, new ConceptTable(vocabulary.concepts));
  return {
    index: new SearchIndex(engine, repository, maker, systemClock, options.log),
    offerings: () => repository.count(),
    async close() {
      await engine.close();
      await source.destroy();
    },
  };
}

/** Puts the hub together: the one place that knows every feature. Resolves when the search index is built. */
export async function createHub(options: {
  readonly url: string;
  readonly poolSize?: number;
  readonly clock?: Clock;
  readonly log: FeedLog;
  /** The search engine, given the hub's connections; the embedded one unless told. */
  readonly engine?: EngineMaker;
}): Promise<Hub> {
  const clock = options.clock ?? systemClock;
  const source = await open(options.url, options.poolSize);
  const pool = poolOf(source);
  const engine = await makeEngine(options.engine, source);
  const feed = new ChangeFeed(options.url, pool, options.log);
  const writer = new RegisterWriter(source, feed);

  const { vocabulary, placeRepository, atlas } = await readLists(source);
  const places = new PlaceService(placeRepository, atlas);

  const providerData = providerRepository(source, pool);
  const offeringData = offeringRepository(source, pool);
  const vacancyData = vacancyRepository(source, pool);
  const providers = new ProviderService(providerData, writer, vocabulary, clock);
  const offerings = new OfferingService(offeringData, writer, vocabulary, clock);
  const vacancies = new VacancyService(vacancyData, writer, vocabulary, clock);

  const concepts = new ConceptTable(vocabulary.concepts);
  const index = new SearchIndex(
    engine,
    searchRepository(source, pool),
    new DocumentMaker(atlas, concepts),
    clock,
    options.log,
  );
  const search = new SearchService(
    engine,
    index,
    concepts,
    new ConditionMaker(vocabulary, atlas, decodeId),
    new WhereMaker(places, atlas, decodeId),
    offerings,
    providers,
    vacancies,
    clock,
  );

  // Caches first: what a search leads to is never older than the index that found it.
  const readers = [atlas, ...providerData.caches, ...offeringData.caches, ...vacancyData.caches, index];
  for (const reader of readers) feed.read(reader);
  await feed.start();
  await index.reset(0);

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
    new SearchResolver(search, new FacetLabels(vocabulary, atlas, encodeId)),
    new SearchHitResolver(search, providers, vocabulary, new Explainer(vocabulary, atlas, concepts, clock)),
  ]);

  return {
    source,
    schema,
    engine,
    feed,
    providers,
    offerings,
    vacancies,
    search,
    async close() {
      await feed.close();
      await engine.close();
      await source.destroy();
    },
  };
}
