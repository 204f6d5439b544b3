import { type CentroidEntry, readSectors } from '../reference-files.js';
import { demoId } from './identity.js';

/** An invented planning area: a whole district, or the sectors of some outcodes of a district. */
interface AreaPlan {
  readonly name: string;
  readonly district: string;
  /** Absent: the whole district; empty: the sectors of the district that no other area has taken. */
  readonly outcodes?: readonly string[];
}

const plans: readonly AreaPlan[] = [
  { name: 'West Coast and Port', district: 'E07000146', outcodes: ['PE30', 'PE31', 'PE35', 'PE36'] },
  { name: 'Fens and Rivers', district: 'E07000146', outcodes: [] },
  { name: 'Market Towns', district: 'E07000143', outcodes: ['NR19', 'NR20', 'PE32', 'PE37', 'IP25'] },
  { name: 'Forest and Heath', district: 'E07000143', outcodes: [] },
  {
    name: 'North Coast and Mills',
    district: 'E07000147',
    outcodes: ['NR21', 'NR22', 'NR23', 'NR24', 'NR25'],
  },
  { name: 'Cliffs and Staithes', district: 'E07000147', outcodes: [] },
  { name: 'City Fringe and Marshes', district: 'E07000144' },
  { name: 'East Coast and Harbour', district: 'E07000145' },
  { name: 'City', district: 'E07000148' },
  { name: 'Southern Valleys', district: 'E07000149' },
];

export interface PlanningAreaRow {
  readonly id: string;
  readonly local_authority_code: string;
  readonly name: string;
}

export interface PlanningAreaMemberRow {
  readonly local_authority_code: string;
  readonly kind: 'DISTRICT' | 'SECTOR';
  readonly code: string;
  readonly planning_area_id: string;
}

/** Ten invented areas. Together they have every postcode sector of Norfolk exactly once. */
export interface PlanningAreas {
  readonly areas: readonly PlanningAreaRow[];
  readonly members: readonly PlanningAreaMemberRow[];
  /** The id of the area that contains a sector. */
  areaOf(sector: CentroidEntry): string;
}

export function planningAreas(): PlanningAreas {
  const areas: PlanningAreaRow[] = [];
  const members: PlanningAreaMemberRow[] = [];
  const areaOfDistrict = new Map<string, string>();
  const areaOfSector = new Map<string, string>();
  for (const [index, plan] of plans.entries()) {
    const id = demoId('planning-area', plan.name);
    areas.push({
      id,
      local_authority_code: '926',
      name: `Demonstration planning area ${index + 1}: ${plan.name} (invented)`,
    });
    const member = { local_authority_code: '926', planning_area_id: id };
    const { outcodes } = plan;
    if (!outcodes) {
      members.push({ ...member, kind: 'DISTRICT', code: plan.district });
      areaOfDistrict.set(plan.district, id);
      continue;
    }
    const free = readSectors().filter(
      (sector) => sector.districtCode === plan.district && !areaOfSector.has(sector.key),
    );
    for (const { key } of free) {
      if (outcodes.length > 0 && !outcodes.includes(key.slice(0, -2))) continue;
      members.push({ ...member, kind: 'SECTOR', code: key });
      areaOfSector.set(key, id);
    }
  }
  return {
    areas,
    members,
    areaOf: (sector) => areaOfSector.get(sector.key) ?? areaOfDistrict.get(sector.districtCode) ?? '',
  };
}
