import type { z } from 'zod';
import { invalid, UserProblem } from '../../platform/errors.js';
import type { LatLng } from '../../platform/geo.js';
import type { Scope } from '../../platform/search/port.js';
import { whenThere } from '../../platform/when-there.js';
import type { Areas, Atlas, Box } from '../place/atlas.js';
import type { GazetteerEntry } from '../place/gazetteer.js';
import type { Place, PlaceService } from '../place/place.service.js';
import { metresOf, type nearInput } from './search.rules.js';

/** What `near` was understood as: a place or an area, and the scope for the engine. */
export interface Where {
  readonly place: Place | null;
  /** Words for the area, if it is one: "North Norfolk", "the box". */
  readonly area: string | null;
  readonly scope: Scope | undefined;
  /** Distances are measured from here. */
  readonly origin: LatLng | null;
  readonly radiusMetres: number | null;
}

/** No place in particular: everywhere counts. */
export const anywhere: Where = {
  place: null,
  area: null,
  scope: undefined,
  origin: null,
  radiusMetres: null,
};

/** How distances are measured, in sentences for the reader; null if there are no distances. */
export function distancesInWords({ origin }: Pick<Where, 'origin'>): string | null {
  if (!origin) return null;
  return (
    'Distances are in a straight line. If the address is not public, they are to the centre of its 1 km square. ' +
    'For home-based provision, they are to the centre of its outcode.'
  );
}

/** Half the Earth's circumference. Nothing is farther away. */
const EVERYWHERE_METRES = 20_037_508;

/** Works out where to search. */
export class WhereMaker {
  constructor(
    private readonly places: PlaceService,
    private readonly atlas: Atlas,
    private readonly decodeId: (prefix: string, id: string) => string | null,
  ) {}

  /** @throws UserProblem with the path of the field if the place or area is unknown. */
  make(near: z.output<typeof nearInput>, path: readonly string[]): Where | Promise<Where> {
    const { place, within } = near;
    const at = [...path, 'place'];
    if (place.box) return this.box(place.box, within, path);
    if (place.district !== undefined) return this.district(place.district, [...at, 'district'], within, path);
    if (place.planningArea !== undefined) {
      return this.planningArea(place.planningArea, [...at, 'planningArea'], within, path);
    }
    const understood = this.places.resolve(place, at);
    return whenThere(understood, (found) => this.around(found, within));
  }

  /** A place or area that a text names. `metres`: how far a place reaches; an area has its own edges. */
  named({ kind, name, reference }: GazetteerEntry, metres: number): Where | Promise<Where> {
    if (kind === 'LOCAL_AUTHORITY') return this.authority(reference.localAuthority!, name);
    const isArea = kind === 'DISTRICT' || kind === 'PLANNING_AREA';
    return this.make({ place: reference, ...(!isArea && { within: { km: metres / 1_000 } }) }, ['text']);
  }

  private authority(code: string, name: string): Where {
    const areas = this.atlas.tokensOf(this.atlas.areasWithinAuthority(code));
    return {
      ...anywhere,
      area: name,
      scope: { kind: 'area', field: 'localAuthority', values: [code], areas },
    };
  }

  private around(place: Place, within: z.output<typeof nearInput>['within']): Where {
    const origin = { lat: place.latitude, lng: place.longitude };
    const radiusMetres = within ? metresOf(within) : null;
    const areas = this.atlas.tokensOf([place]);
    const scope: Scope = { kind: 'radius', centre: origin, metres: radiusMetres ?? EVERYWHERE_METRES, areas };
    return { place, area: null, scope, origin, radiusMetres };
  }

  private box(box: Box, within: unknown, path: readonly string[]): Where {
    refuseRadius(within, path);
    const inside = this.atlas.areasWithin(box);
    if (!inside.some((areas) => this.atlas.nationOf(areas))) {
      const message =
        'No part of the box is in Great Britain. Check its edges, or search from another place.';
      throw new UserProblem([invalid([...path, 'place', 'box'], message)]);
    }
    const scope: Scope = { kind: 'box', ...box, areas: this.atlas.tokensOf(inside) };
    return { ...anywhere, area: 'the box', scope };
  }

  private district(code: string, field: string[], within: unknown, path: readonly string[]): Where {
    refuseRadius(within, path);
    const district = this.atlas.districts.get(code);
    if (!district) throw new UserProblem(this.atlas.districtProblems(code, field));
    const areas = this.atlas.tokensOf(this.atlas.areasWithinDistrict(code));
    const scope: Scope = { kind: 'area', field: 'district', values: [code], areas };
    return { ...anywhere, area: district.name, scope };
  }

  private planningArea(globalId: string, field: string[], within: unknown, path: readonly string[]): Where {
    refuseRadius(within, path);
    const id = this.decodeId('pla', globalId);
    const area = id && this.atlas.planningAreas.get(id);
    if (!area)
      throw UserProblem.of(
        field,
        'NOT_FOUND',
        'No planning area has this id. Use an id from `planningAreas`.',
      );
    const { localAuthorityCode } = area;
    const districts = this.atlas
      .districtsOfPlanningArea(id)
      .map((districtCode): Areas => ({ districtCode, localAuthorityCode, planningAreaId: id }));
    const inside =
      districts.length > 0 ? districts : [{ districtCode: null, localAuthorityCode, planningAreaId: id }];
    const scope: Scope = {
      kind: 'area',
      field: 'planningArea',
      values: [id],
      areas: this.atlas.tokensOf(inside),
    };
    return { ...anywhere, area: area.name, scope };
  }
}

function refuseRadius(within: unknown, path: readonly string[]): void {
  if (within === undefined) return;
  const message = 'You cannot use `within` with an area. Leave it out, or search from a place.';
  throw new UserProblem([invalid([...path, 'within'], message)]);
}
