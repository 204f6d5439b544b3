/**
 * The code lists of the hub: their names in the database, and their names in the API, which are those of the fields that hold their
 * codes and of the facets.
 */
export const codeListNames = {
  ACCESSIBILITY: 'ACCESSIBILITY',
  ACCREDITATION: 'ACCREDITATIONS',
  CIRCUMSTANCE: 'CIRCUMSTANCES',
  COMMISSIONER_KIND: 'COMMISSIONERS',
  DELIVERY_MODE: 'DELIVERY_MODES',
  EVIDENCE_KIND: 'EVIDENCE_KIND',
  INSPECTION_AREA: 'INSPECTION_AREA',
  INSPECTION_FRAMEWORK: 'INSPECTION_FRAMEWORK',
  INSPECTION_GRADE: 'INSPECTION_GRADE',
  KEY_STAGE: 'KEY_STAGES',
  NEED: 'NEEDS',
  OUTCOME: 'OUTCOMES',
  PRICE_UNIT: 'PRICE_UNIT',
  REFERRAL_ROUTE: 'REFERRAL_ROUTES',
  REGISTRATION: 'REGISTRATION',
  SETTING_TYPE: 'SETTING_TYPE',
  TIER: 'TIER',
  VACANCY_UNIT: 'VACANCY_UNIT',
} as const;

/** The name of a code list in the database. */
export type CodeList = keyof typeof codeListNames;
export const codeLists = Object.keys(codeListNames) as CodeList[];

/** Codes as concepts name them (`NEED:ASD`), with the name that the list has in the API. */
export function inGraphLists(codes: readonly string[]): string[] {
  return codes.map((code) => {
    const [list = '', ...rest] = code.split(':');
    return [codeListNames[list as CodeList] ?? list, ...rest].join(':');
  });
}
