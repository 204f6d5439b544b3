/** The kinds of named places, largest first. */
export const settlementKinds = [
  'CITY',
  'TOWN',
  'LARGE_VILLAGE',
  'VILLAGE',
  'SUBURB',
  'HAMLET',
  'OTHER',
] as const;
export type SettlementKind = (typeof settlementKinds)[number];

/** How the source of a named place begins that was imported from OS Open Names. */
export const OS_OPEN_NAMES = 'OS Open Names';
