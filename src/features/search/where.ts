import type { z } from 'zod';
import { invalid, UserProblem } from '../../platform/errors.js';
import type { LatLng } from '../../platform/geo.js';
import type { Scope } from '../../platform/search/port.js';
import { whenThere } from '../../platform/when-there.js';
import type { Areas, Atlas, Box } from '../place/atlas.js';
import type { Place, PlaceService } from '../place/place.service.js';
import { metresOf, type nearInput } from './search.rules.js';

/** What was understood of `near`: a place, or an area, and how the engine is to look there. */
export interface Where {
  readonly place: Place | null;
  /** Words for the area, when it is one: "North Norfolk", "the box". */
  readonly area: string | null;
  readonly scope: Scope | undefined;
  /** Distances are measured from here. */
  readonly origin: LatLng | null;
  readonly radiusMetres: number | null;
}

/** Nowhere in particular: every place counts. */
export const anywhere: Where = {
  place: null,
  area: null,
  scope: undefined,
  origin: null,
  radiusMetres: null,
};

/** How distances are measured, as a sentence for whoever reads them; null where there are none. */
export function distancesInWords({ origin }: Pick<Where, 'origin'>): string | null {
  if (!origin) return null;
  return (
    'Distances are as the crow flies, and to the centre of a 1 km square unless the address is public; for provision at ' +
    'somebody’s home they are to the centre of its outcode.'
  );
}

/** Half the Earth's circumference: farther than this nothing lies. */
const EVERYWHERE_METRES = 20_037_508;

/** Works out where to search. */
export class WhereMaker {
  constructor(
    private readonly places: PlaceService,
    private readonly atlas: Atlas,
    private readonly decodeId: (prefix: string, id: string) => string | null,
  ) {}

  /** @throws UserProblem when the place or area is unknown, with the path of its field. */
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

  private around(place: Place, within: z.output<typeof nearInput>['within']): Where {
    const origin = { lat: place.latitude, lng: place.longitude };
    const radiusMetres = within ? metresOf(within) : null;
    const areas = this.atlas.tokensOf([place]);
    const scope: Scope = { kind: 'radius', centre: origin, metres: radiusMetres ?? EVERYWHERE_METRES, areas };
    return { place, area: null, scope, origin, radiusMetres };
  }

  private box(box: Box, within: unknown, path: readonly string[]): Where {
    refuseRadius(within, path);
    const scope: Scope = { kind: 'box', ...box, areas: this.atlas.tokensOf(this.atlas.areasWithin(box)) };
    return { ...anywhere, area: 'the box', scope };
  }

  private district(code: string, field: string[], within: unknown, path: readonly string[]): Where {
    refuseRadius(within, path);
    const district = this.atlas.districts.get(code);
    if (!district) throw unknown(`"${code}" is not the code of a district, such as E07000147.`, field);
    const areas = this.atlas.tokensOf(this.atlas.areasWithinDistrict(code));
    const scope: Scope = { kind: 'area', field: 'district', values: [code], areas };
    return { ...anywhere, area: district.name, scope };
  }

  private planningArea(globalId: string, field: string[], within: unknown, path: readonly string[]): Where {
    refuseRadius(within, path);
    const id = this.decodeId('pla', globalId);
    const area = id && this.atlas.planningAreas.get(id);
    if (!area) throw unknown('There is no planning area with this id.', field);
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
  const message = 'An area has no radius: leave out `within`, or search from a place.';
  throw new UserProblem([invalid([...path, 'within'], message)]);
}

function unknown(message: string, field: string[]): UserProblem {
  return UserProblem.of(field, 'UNKNOWN_PLACE', message);
}
