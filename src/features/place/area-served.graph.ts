import { decodeId, encodeId } from '../../platform/graphql/global-id.js';

const PLANNING_AREA = 'PLANNING_AREA:';

/** An area that an offering serves, as the graph writes it: a planning area by its global id. */
export function shownArea(stored: string): string {
  return withPlanningArea(stored, (id) => encodeId('pla', id));
}

/** An area that the graph wrote, as it is stored. Anything else stays as it is, and is refused with other unknown areas. */
export function storedArea(shown: string): string {
  return withPlanningArea(shown, (id) => decodeId('pla', id) ?? id);
}

function withPlanningArea(area: string, idOf: (id: string) => string): string {
  return area.startsWith(PLANNING_AREA) ? PLANNING_AREA + idOf(area.slice(PLANNING_AREA.length)) : area;
}
