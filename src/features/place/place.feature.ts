import { feature } from '../../platform/composition/feature.js';
import { District, LocalAuthority, PlanningArea } from './area.entity.js';
import { Atlas } from './atlas.js';
import { PlaceRepository } from './place.repository.js';
import { DistrictResolver, PlaceResolver, PlanningAreaResolver } from './place.resolver.js';
import { PlaceService } from './place.service.js';
import { PlanningAreaType } from './place.type.js';
import { School } from './school.entity.js';

/** Postcodes, districts, authorities, planning areas and schools. */
export const placeFeature = feature({
  name: 'place',
  needs: {},
  entities: [LocalAuthority, District, PlanningArea, School],
  resolvers: [PlaceResolver, DistrictResolver, PlanningAreaResolver],
  types: [PlanningAreaType],
  oneOf: ['PlaceReference'],
  compose({ database: { source, reading, following } }) {
    const atlas = new Atlas(new PlaceRepository(source, following));
    const places = new PlaceService(new PlaceRepository(source, reading), atlas);
    return {
      gives: { atlas, places },
      lists: [atlas],
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
      ],
    };
  },
});
