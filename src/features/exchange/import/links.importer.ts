import type { Importer } from './importer.js';
import { importLinks, type LinkReport } from './link-import.js';
import { count } from './whole-number.js';

/** Imports what became of schools, from Get Information About Schools. */
export const links: Importer = {
  name: 'gias-links',
  summary: 'predecessors and successors of schools from Get Information About Schools',
  description:
    'Imports the links between establishments of Get Information About Schools (GIAS): the file with the columns URN, LinkURN, ' +
    'LinkName, LinkType and LinkEstablishedDate. A search from a school that has closed then offers its successor, and the ' +
    'URN of a closed school leads to it.\n\n' +
    'The file replaces all stored links. An import that fails or is interrupted changes nothing. It fails if more than ' +
    '1 row in 20 is malformed, or if more than 1 in 20 of the stored links would be removed.',
  argument: ['<file>', 'the CSV file as it is published, or the zip it came in'],
  options: [['--allow-shrink', 'import the file even if it removes more than 1 in 20 of the stored links']],
  examples: [['import gias-links links_edubasealldata20251101.csv', 'import the file']],
  async run(pool, path, { allowShrink }, control) {
    return describeLinks(await importLinks(pool, path, control, { allowShrink: allowShrink !== undefined }));
  },
};

/** The report of an import of links, for a terminal. */
function describeLinks(report: LinkReport): string {
  const lines = [
    `GIAS links: ${count(report.rows)} rows read`,
    `Links:      ${count(report.added)} new, ${count(report.changed)} changed, ${count(report.unchanged)} unchanged, ${count(report.removed)} removed`,
    ...report.examples.map((example) => `Malformed:  ${example}`),
    `Took ${report.seconds.toFixed(1)} s`,
  ];
  return `${lines.join('\n')}\n`;
}
