import type { GiasReport } from './gias-import.js';
import { printable } from './import-problem.js';
import type { MergeCount } from './merge-rows.js';
import { count } from './postcode-report.js';

const URNS_SHOWN = 10;

/** The report of an import of a GIAS extract, for a terminal. */
export function describeGias(report: GiasReport): string {
  const { rows, schools, closed, entries, authorities, districts, rowsInError, errorsPath } = report;
  const unchanged = rows - rowsInError - schools.added - schools.changed;
  const lines = [
    `GIAS extract: ${count(rows)} rows read`,
    `Schools:     ${merged(schools)}, ${count(unchanged)} unchanged; ${count(closed)} of them closed`,
    `Register:    ${count(entries.added)} new entries awaiting review, ${count(entries.changed)} existing entries updated`,
    `Duplicates:  ${report.duplicatesPath ? `${count(report.duplicates)} possible, listed in ${printable(report.duplicatesPath)}` : 'none'}`,
    `Authorities: ${merged(authorities)}; districts: ${merged(districts)}`,
    `Row errors:  ${errorsPath ? `${count(rowsInError)} rows passed over, listed in ${printable(errorsPath)}` : 'none'}`,
  ];
  for (const [column, { values, firstLine }] of Object.entries(report.leftOut)) {
    lines.push(
      `Warning:     ${column}: ${count(values)} unusable values left out, the first on line ${firstLine}`,
    );
  }
  if (report.missingColumns.length > 0) {
    lines.push(`Warning:     not in this file, so left as they are: ${report.missingColumns.join(', ')}`);
  }
  if (report.withoutEntry > 0) {
    lines.push(
      `Warning:     ${count(report.withoutEntry)} alternative provision without an entry: its authority or type is unknown`,
    );
  }
  if (report.closedInRegister.length > 0) {
    const urns = report.closedInRegister.slice(0, URNS_SHOWN).join(', ');
    lines.push(
      `Warning:     ${count(report.closedInRegister.length)} in the register have closed; decide on URN ${urns}`,
    );
  }
  lines.push(`Took ${report.seconds.toFixed(1)} s`);
  const heading = report.dryRun ? 'Dry run: nothing was changed. This would have been done:\n' : '';
  return `${heading}${lines.join('\n')}\n`;
}

function merged({ added, changed }: MergeCount): string {
  return `${count(added)} new, ${count(changed)} changed`;
}
