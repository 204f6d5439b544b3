import { printable } from './import-problem.js';
import type { PostcodeReport } from './postcode-import.js';

const NAMES_SHOWN = 5;

/** The report of an import of postcodes, for a terminal. */
export function describePostcodes(report: PostcodeReport): string {
  const { terminated, withoutLocation, malformed, repeated, areas } = report;
  const skipped = [
    `${count(terminated)} terminated`,
    `${count(withoutLocation)} without a location`,
    `${count(malformed)} malformed`,
  ];
  if (repeated > 0) skipped.push(`${count(repeated)} listed before`);
  const lines = [
    `${report.product}: ${count(report.rows)} rows read, ${areas} postcode ${areas === 1 ? 'area' : 'areas'}`,
    `Postcodes: ${count(report.added)} new, ${count(report.changed)} changed, ` +
      `${count(report.unchanged)} unchanged, ${count(report.removed)} removed`,
    `Skipped:   ${skipped.join(', ')}`,
    `Positions: ${count(report.sectors)} sectors and ${count(report.outcodes)} outcodes recomputed, ` +
      `${count(report.centroidsChanged)} changed`,
    ...report.examples.map((example) => `Malformed: ${example}`),
  ];
  if (report.ignored.length > 0) lines.push(`Not read:  ${some(report.ignored)}`);
  lines.push(`Took ${report.seconds.toFixed(1)} s`);
  return `${lines.join('\n')}\n`;
}

/** A whole number with thousands separators. */
export function count(value: number): string {
  return value.toLocaleString('en-GB');
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).map(printable).join(', ');
  const rest = names.length - NAMES_SHOWN;
  return rest > 0 ? `${shown} and ${count(rest)} more` : shown;
}
