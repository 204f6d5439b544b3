import { londonToday } from '../../platform/clock.js';
import { feature } from '../../platform/composition/feature.js';
import { encodeId } from '../../platform/graphql/global-id.js';
import { District, LocalAuthority, PlanningArea } from './area.entity.js';
import { Atlas } from './atlas.js';
import { englishWords } from './english-words.js';
import { Gazetteer } from './gazetteer.js';
import { gazetteerRepository } from './gazetteer.repository.js';
import { PlaceRepository } from './place.repository.js';
import { DistrictResolver, PlaceResolver, PlanningAreaResolver } from './place.resolver.js';
import { PlaceService } from './place.service.js';
import { PlanningAreaType } from './place.type.js';
import { School } from './school.entity.js';
import { SchoolRepository } from './school.repository.js';
import { PlaceNoticeResolver, SchoolResolver } from './school.resolver.js';
import { SchoolService } from './school.service.js';

/** Postcodes, named places, districts, local authorities, planning areas and schools. */
export const placeFeature = feature({
  name: 'place',
  needs: {},
  entities: [LocalAuthority, District, PlanningArea, School],
  resolvers: [PlaceResolver, DistrictResolver, PlanningAreaResolver, SchoolResolver, PlaceNoticeResolver],
  types: [PlanningAreaType],
  oneOf: ['PlaceReference'],
  compose({ database: { source, reading, following }, clock }) {
    const atlas = new Atlas(new PlaceRepository(source, following), () => londonToday(clock));
    const schools = new SchoolService(new SchoolRepository(source, reading));
    const gazetteer = new Gazetteer(gazetteerRepository(following), atlas, englishWords, (id) =>
      encodeId('pla', id),
    );
    const places = new PlaceService(new PlaceRepository(source, reading), atlas, schools, gazetteer);
    return {
      gives: { atlas, places, schools, gazetteer },
      lists: [atlas],
      readers: [{ reader: gazetteer, afterCaches: true }],
      nodes: [
        {
          prefix: 'pla',
          typeName: 'PlanningArea',
          entity: PlanningArea,
          load: (id) => atlas.planningAreas.get(id) ?? null,
        },
      ],
      resolvers: [
        new PlaceResolver(places, atlas),
        new DistrictResolver(atlas),
        new PlanningAreaResolver(atlas),
        new SchoolResolver(schools, atlas),
        new PlaceNoticeResolver(schools),
      ],
    };
  },
});
