import { type Feature, feature, type Opened } from '../../platform/composition/feature.js';
import { Setting } from '../../platform/composition/setting.js';
import { Slot } from '../../platform/composition/slot.js';
import { ChangeLog } from '../../platform/database/changes/change-log.js';
import { encodeId } from '../../platform/graphql/global-id.js';
import type { FailoverOptions } from '../../platform/search/failover/failover-engine.js';
import { IndexLag } from '../../platform/search/index-lag.js';
import { identityFeature } from '../identity/identity.feature.js';
import { offeringFeature } from '../offering/offering.feature.js';
import { placeFeature } from '../place/place.feature.js';
import { providerFeature } from '../provider/provider.feature.js';
import { signpostFeature } from '../signpost/signpost.feature.js';
import { vacancyFeature } from '../vacancy/vacancy.feature.js';
import { vocabularyFeature } from '../vocabulary/vocabulary.feature.js';
import { Asking } from './asking.js';
import { ConceptTable } from './concepts.js';
import { ConditionMaker } from './conditions.js';
import { type EngineMaker, openEngines, type SearchEngines } from './engines.js';
import { Explainer } from './explain.js';
import { FacetLabels } from './facet-labels.js';
import type { OfferingFollower } from './indexed-offering.js';
import { NearMissFinder } from './near-misses.js';
import { SearchHitResolver, SearchResolver } from './search.resolver.js';
import { SearchService } from './search.service.js';
import { type OpenedIndex, searchCommands } from './search-command.js';
import { SearchCursors } from './search-cursor.js';
import { SentenceReader } from './sentence-reader.js';
import { SearchNearestResolver, WayOnResolver } from './way-on.resolver.js';
import { WhereMaker } from './where.js';

export type { EngineMaker };

/** The search engine to use in addition to the embedded one. */
export interface SearchSetting {
  /** Makes the engine that is used while its results can be trusted. If left out, only the embedded engine is used. */
  readonly primary?: EngineMaker | undefined;
  readonly failover?: Partial<FailoverOptions> | undefined;
}

/** The search engines of a hub. Only the embedded one unless this is set. */
export const searchSetting = new Setting<SearchSetting>('search', {});

/** What this feature offers to others. */
export interface Search extends Omit<SearchEngines, 'start' | 'close'> {
  readonly search: SearchService;
  /** Reads what people type. */
  readonly reader: SentenceReader;
  readonly wheres: WhereMaker;
  /** Readers that get each offering from the index instead of reading it again. */
  readonly followers: Slot<OfferingFollower>;
}

/** The search for offerings. */
export const searchFeature: Feature<Search> = feature({
  name: 'search',
  needs: {
    vocabulary: vocabularyFeature,
    place: placeFeature,
    identity: identityFeature,
    provider: providerFeature,
    offering: offeringFeature,
    vacancy: vacancyFeature,
    signpost: signpostFeature,
  },
  resolvers: [SearchResolver, SearchHitResolver, WayOnResolver, SearchNearestResolver],
  oneOf: ['SearchPlace', 'Distance'],
  commands: (program, { open, setting, out }) =>
    searchCommands(
      program,
      async () => (setting(searchSetting).primary ? rebuildable(await open(searchFeature)) : null),
      out,
    ),
  async compose(
    host,
    {
      vocabulary,
      place,
      identity: { people },
      provider,
      offering: { offerings },
      vacancy: { vacancies },
      signpost,
    },
  ) {
    const { database, clock, log } = host;
    const { atlas, places, gazetteer } = place;
    const { providers, decodeId } = provider;
    const concepts = new ConceptTable([]);
    vocabulary.derive(() => concepts.replace(vocabulary.concepts));
    const followers = new Slot<OfferingFollower>('followers of the search index');
    const engines = await openEngines(
      { database, atlas, concepts, clock, log },
      { followers: followers.all, ...host.setting(searchSetting) },
    );
    const { start, close, ...open } = engines;
    const { engine, embedded, index, primaryIndex } = open;
    const indexLag = new IndexLag(clock);
    const wheres = new WhereMaker(places, atlas, decodeId);
    const conditions = new ConditionMaker(vocabulary, atlas, decodeId);
    const reader = new SentenceReader(concepts, gazetteer, embedded);
    const asking = new Asking(reader, conditions, wheres, embedded);
    const search = new SearchService(
      engine,
      embedded,
      new SearchCursors(people.keyFor('search cursors')),
      asking,
      offerings,
      providers,
      vacancies,
      clock,
    );
    // The records behind the results must not be older than the index, nor the index older than the lists it uses.
    const following = { afterCaches: true };
    return {
      gives: { ...open, search, reader, wheres, followers },
      caches: [indexLag],
      readers: [
        { reader: index, ...following },
        // A fault of the primary engine must not hold up the embedded engine or a write.
        ...(primaryIndex ? [{ reader: primaryIndex, ...following, persistent: true }] : []),
      ],
      resolvers: [
        new SearchResolver(search, new FacetLabels(vocabulary, atlas, encodeId), indexLag),
        new SearchHitResolver(
          search,
          providers,
          vocabulary,
          new Explainer(vocabulary, atlas, concepts, clock),
        ),
        new WayOnResolver(
          reader,
          signpost.signposts,
          signpost.contacts,
          new NearMissFinder(embedded, offerings, providers),
        ),
        new SearchNearestResolver(providers),
      ],
      start,
      close,
    };
  },
});

/** The primary engine's index, for a command to rebuild while hubs run. */
function rebuildable({ host, given: { primary, primaryIndex: index }, close }: Opened<Search>): OpenedIndex {
  if (!primary || !index) throw new Error('No primary engine is set.');
  const changes = new ChangeLog(host.database.following);
  return {
    offerings: () => index.countOfferings(),
    async rebuild(control) {
      await index.rebuild({ ...control, change: await changes.head() });
      await changes.introduce(index.name, primary.status().appliedChange);
    },
    close,
  };
}
