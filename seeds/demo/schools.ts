import { demoTowns } from './towns.js';

/** Where a search may start; `sector` gives the invented postcode. */
const plans = [
  { town: 'Fakenham', sector: 'NR21 8', phase: 'High' },
  { town: "King's Lynn", sector: 'PE30 1', phase: 'High' },
  { town: 'Hunstanton', sector: 'PE36 5', phase: 'Primary' },
  { town: 'Downham Market', sector: 'PE38 9', phase: 'High' },
  { town: 'Swaffham', sector: 'PE37 7', phase: 'High' },
  { town: 'Thetford', sector: 'IP24 2', phase: 'High' },
  { town: 'East Dereham', sector: 'NR19 1', phase: 'Primary' },
  { town: 'Cromer', sector: 'NR27 9', phase: 'High' },
  { town: 'Aylsham', sector: 'NR11 6', phase: 'High' },
  { town: 'Norwich', sector: 'NR1 3', phase: 'High' },
  { town: 'Great Yarmouth', sector: 'NR30 2', phase: 'Primary' },
  { town: 'Diss', sector: 'IP22 4', phase: 'High' },
] as const;

export interface SchoolRow {
  readonly urn: string;
  readonly name: string;
  readonly local_authority_code: string;
  readonly type_code: string;
  readonly status_code: string;
  readonly phase_code: string;
  readonly low_age: number;
  readonly high_age: number;
  readonly town: string;
  readonly postcode: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly district_code: string;
}

/**
 * Twelve invented schools with URN 000101 and up, in the middle of real towns. Codes are those of GIAS, which gives out no URN that
 * begins with 0.
 */
export function demoSchools(): SchoolRow[] {
  const places = new Map(
    demoTowns().flatMap((place) => [place.name, ...place.otherNames].map((name) => [name, place])),
  );
  return plans.map(({ town, sector, phase }, index) => {
    const place = places.get(town);
    if (!place) throw new Error(`seeds/demo/schools.ts: "${town}" is not in reference/norfolk-places.csv.`);
    const primary = phase === 'Primary';
    return {
      urn: String(101 + index).padStart(6, '0'),
      name: `Demonstration ${phase} School, ${town} (invented)`,
      local_authority_code: '926',
      type_code: primary ? '1' : '34', // community school, academy converter
      status_code: '1', // open
      phase_code: primary ? '2' : '4',
      low_age: primary ? 4 : 11,
      high_age: primary ? 11 : 16,
      town,
      postcode: `${sector}ZZ`,
      latitude: place.latitude,
      longitude: place.longitude,
      district_code: place.districtCode,
    };
  });
}
