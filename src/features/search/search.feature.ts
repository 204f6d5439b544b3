import { type Feature, feature, type Opened } from '../../platform/composition/feature.js';
import { Setting } from '../../platform/composition/setting.js';
import { Slot } from '../../platform/composition/slot.js';
import { ChangeLog } from '../../platform/database/changes/change-log.js';
import { encodeId } from '../../platform/graphql/global-id.js';
import type { FailoverOptions } from '../../platform/search/failover/failover-engine.js';
import { IndexLag } from '../../platform/search/index-lag.js';
import { offeringFeature } from '../offering/offering.feature.js';
import { placeFeature } from '../place/place.feature.js';
import { providerFeature } from '../provider/provider.feature.js';
import { vacancyFeature } from '../vacancy/vacancy.feature.js';
import { vocabularyFeature } from '../vocabulary/vocabulary.feature.js';
import { ConceptTable } from './concepts.js';
import { ConditionMaker } from './conditions.js';
import { type EngineMaker, openEngines, type SearchEngines } from './engines.js';
import { Explainer } from './explain.js';
import { FacetLabels } from './facet-labels.js';
import type { OfferingFollower } from './indexed-offering.js';
import { SearchHitResolver, SearchResolver } from './search.resolver.js';
import { SearchService } from './search.service.js';
import { type OpenedIndex, searchCommands } from './search-command.js';
import { WhereMaker } from './where.js';

export type { EngineMaker };

/** What answers searches beside the embedded engine. */
export interface SearchSetting {
  /** Answers while it can be trusted, given the hub's connections. Left out: the embedded engine alone does. */
  readonly primary?: EngineMaker | undefined;
  readonly failover?: Partial<FailoverOptions> | undefined;
}

/** The search engines of a hub: the embedded one alone unless it is set. */
export const searchSetting = new Setting<SearchSetting>('search', {});

/** What the search gives. */
export interface Search extends Omit<SearchEngines, 'start' | 'close'> {
  readonly search: SearchService;
  readonly wheres: WhereMaker;
  /** Whoever reads each offering with the index, instead of reading it again. */
  readonly followers: Slot<OfferingFollower>;
}

/** The search for offerings. */
export const searchFeature: Feature<Search> = feature({
  name: 'search',
  needs: {
    vocabulary: vocabularyFeature,
    place: placeFeature,
    provider: providerFeature,
    offering: offeringFeature,
    vacancy: vacancyFeature,
  },
  resolvers: [SearchResolver, SearchHitResolver],
  oneOf: ['SearchPlace', 'Distance'],
  commands: (program, { open, setting, out }) =>
    searchCommands(
      program,
      async () => (setting(searchSetting).primary ? rebuildable(await open(searchFeature)) : null),
      out,
    ),
  async compose(host, { vocabulary, place, provider, offering: { offerings }, vacancy: { vacancies } }) {
    const { database, clock, log } = host;
    const { atlas, places } = place;
    const { providers, decodeId } = provider;
    const concepts = new ConceptTable([]);
    vocabulary.derive(() => concepts.replace(vocabulary.concepts));
    const followers = new Slot<OfferingFollower>('followers of the search index');
    const engines = await openEngines(
      { database, atlas, concepts, clock, log },
      { followers: followers.all, ...host.setting(searchSetting) },
    );
    const { start, close, ...open } = engines;
    const { engine, index, primaryIndex } = open;
    const indexLag = new IndexLag(clock);
    const wheres = new WhereMaker(places, atlas, decodeId);
    const conditions = new ConditionMaker(vocabulary, atlas, decodeId);
    const search = new SearchService(
      engine,
      concepts,
      conditions,
      wheres,
      offerings,
      providers,
      vacancies,
      clock,
    );
    // What a search leads to is never older than the index that found it, and what is made from lists never than these.
    const following = { afterCaches: true };
    return {
      gives: { ...open, search, wheres, followers },
      caches: [indexLag],
      readers: [
        { reader: index, ...following },
        // Whatever happens to the primary holds up neither the embedded engine nor a write.
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
      ],
      start,
      close,
    };
  },
});

/** The primary engine's index, to be built by a command while hubs run. */
function rebuildable({ host, given: { primary, primaryIndex: index }, close }: Opened<Search>): OpenedIndex {
  if (!primary || !index) throw new Error('There is no primary engine.');
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
