import { type AreaReport, importAreas } from './area-import.js';
import type { Importer } from './importer.js';
import { count } from './whole-number.js';

/** Imports lists of districts and local authorities, and what came after which. */
export const areas: Importer = {
  name: 'areas',
  summary: 'districts, local authorities and what came after which',
  description:
    'Imports a list of areas. The command recognises by the columns which one it is, of any year:\n' +
    '- districts of ONS: LAD24CD and LAD24NM, with CTYUA24CD or UTLA24CD if it says the county of each\n' +
    '- local authorities of ONS: CTYUA24CD and CTYUA24NM; add a column old_la_code with the DfE code for new ones\n' +
    '- local authorities of DfE: old_la_code, new_la_code and la_name\n' +
    '- successions, a list of your own: kind (DISTRICT or LOCAL_AUTHORITY), from, to, day (the first day of the new area) and ' +
    'extent (WHOLE or PART)\n\n' +
    'No area is ever removed. An area that successions name under "from" ends on the day before, and they replace what was stored as ' +
    'coming after it. A list that lacks more than 1 in 20 of the stored areas of its nations, or that would remove more than 1 in 20 ' +
    'of the stored successions that it covers, is refused. The hub has local authorities by their DfE codes, so it has none of ' +
    'Scotland and Northern Ireland.',
  argument: ['<file>', 'the CSV file, or the zip it came in'],
  options: [['--allow-shrink', 'import the list even if it lacks or removes more than 1 in 20']],
  examples: [
    ['import areas LAD_DEC_2024_UK_NC.csv', 'the districts of Great Britain'],
    ['import areas CTYUA_DEC_2024_EN_NC.csv', 'the names of counties and unitary authorities'],
    ['import areas norfolk-2028.csv', 'a list of successions of your own'],
  ],
  async run(pool, path, { allowShrink }, control) {
    return describeAreas(await importAreas(pool, path, control, { allowShrink: allowShrink !== undefined }));
  },
};

const called = {
  DISTRICTS: 'Districts',
  AUTHORITIES: 'Authorities',
  SUCCESSIONS: 'Successions',
} as const;

const notKnown = {
  DISTRICTS: 'districts of England have no local authority that the hub knows',
  AUTHORITIES:
    'authorities were left out, because the list does not say their DfE codes (add a column old_la_code)',
  SUCCESSIONS: 'codes are not known to the hub yet: import the lists of areas that have them',
} as const;

/** The report of an import of areas, for a terminal. */
export function describeAreas(report: AreaReport): string {
  const { list, product, removed, missing, ended, notHere, unknown } = report;
  const figures = [
    `${count(report.added)} new`,
    `${count(report.changed)} changed`,
    `${count(report.unchanged - (list === 'AUTHORITIES' ? unknown : 0))} unchanged`,
    ...(list === 'SUCCESSIONS' ? [`${count(removed)} removed`] : []),
  ];
  const lines = [
    `${product}: ${count(report.rows)} rows read`,
    `${`${called[list]}:`.padEnd(13)}${figures.join(', ')}`,
    ...(ended > 0 ? [`Ended:       ${count(ended)} areas have a new last day`] : []),
    ...(notHere > 0 ? [`Left out:    ${count(notHere)} areas of nations that have none here`] : []),
    ...(unknown > 0 ? [`Warning:     ${count(unknown)} ${notKnown[list]}`] : []),
    ...(missing > 0
      ? [
          `Warning:     ${count(missing)} stored areas are not in the list. They stay. Say what came after them with successions.`,
        ]
      : []),
    ...report.examples.map((example) => `Malformed:   ${example}`),
    `Took ${report.seconds.toFixed(1)} s`,
  ];
  return `${lines.join('\n')}\n`;
}
