import { printable } from './import-problem.js';
import { describePlaced } from './place-after-import.js';
import type { PostcodeReport } from './postcode-import.js';
import { count } from './whole-number.js';

const NAMES_SHOWN = 5;

/** The report of a postcode import, for a terminal. */
export function describePostcodes(report: PostcodeReport): string {
  const { terminated, withoutLocation, malformed, repeated, areas } = report;
  const skipped = [
    `${count(terminated)} terminated`,
    `${count(withoutLocation)} without a location`,
    `${count(malformed)} malformed`,
  ];
  if (repeated > 0) skipped.push(`${count(repeated)} repeated`);
  const lines = [
    `${report.product}: ${count(report.rows)} rows read, ${areas} postcode ${areas === 1 ? 'area' : 'areas'}`,
    `Postcodes: ${count(report.added)} new, ${count(report.changed)} changed, ` +
      `${count(report.unchanged)} unchanged, ${count(report.removed)} removed`,
    `Skipped:   ${skipped.join(', ')}`,
    `Positions: ${count(report.sectors)} sectors and ${count(report.outcodes)} outcodes recomputed, ` +
      `${count(report.centroidsChanged)} changed`,
    ...report.examples.map((example) => `Malformed: ${example}`),
  ];
  if (report.unknownDistricts.length > 0) lines.push(unknown(report.unknownDistricts));
  if (report.followed > 0) {
    lines.push(
      `Warning:   ${count(report.followed)} postcodes have a new district. They also keep the one before, and what served it still serves them`,
    );
  }
  lines.push(...describePlaced(report.placed));
  if (report.ignored.length > 0) lines.push(`Not read:  ${some(report.ignored)}`);
  lines.push(`Took ${report.seconds.toFixed(1)} s`);
  return `${lines.join('\n')}\n`;
}

function unknown(districts: PostcodeReport['unknownDistricts']): string {
  const shown = districts
    .slice(0, NAMES_SHOWN)
    .map(({ code, postcodes }) => `${code} (${count(postcodes)} postcodes)`);
  const rest = districts.length - NAMES_SHOWN;
  return `Warning:   districts that the hub does not know: ${shown.join(', ')}${rest > 0 ? ` and ${count(rest)} more` : ''}`;
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).map(printable).join(', ');
  const rest = names.length - NAMES_SHOWN;
  return rest > 0 ? `${shown} and ${count(rest)} more` : shown;
}
