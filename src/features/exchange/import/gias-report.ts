import type { GiasReport } from './gias-import.js';
import { printable } from './import-problem.js';
import type { MergeCount } from './merge-rows.repository.js';
import { describePlaced } from './place-after-import.js';
import { count } from './whole-number.js';

const URNS_SHOWN = 10;

/** The report of a GIAS import, for a terminal. */
export function describeGias(report: GiasReport): string {
  const { rows, schools, closed, entries, authorities, districts, rowsInError, errorsPath } = report;
  const unchanged = rows - rowsInError - schools.added - schools.changed;
  const lines = [
    `GIAS extract: ${count(rows)} rows read`,
    `Schools:     ${merged(schools)}, ${count(unchanged)} unchanged; ${count(closed)} of them closed`,
    `Register:    ${count(entries.added)} new entries awaiting review, ${count(entries.changed)} existing entries updated`,
    `Duplicates:  ${report.duplicatesPath ? `${count(report.duplicates)} possible, listed in ${printable(report.duplicatesPath)}` : 'none'}`,
    `Authorities: ${merged(authorities)}; districts: ${merged(districts)}`,
    `Row errors:  ${errorsPath ? `${count(rowsInError)} rows left out, listed in ${printable(errorsPath)}` : 'none'}`,
  ];
  for (const [column, { values, firstLine }] of Object.entries(report.leftOut)) {
    const kept = report.kept[column] ?? 0;
    const stays = kept > 0 ? `. ${count(kept)} stored values stay as they are` : '';
    lines.push(
      `Warning:     ${column}: ${count(values)} values left out because they cannot be used, the first on line ${firstLine}${stays}`,
    );
  }
  if (report.missingColumns.length > 0) {
    lines.push(
      `Warning:     columns not in this file, so their values stay as they are: ${report.missingColumns.join(', ')}`,
    );
  }
  if (report.withoutEntry > 0) {
    lines.push(
      `Warning:     ${count(report.withoutEntry)} alternative provision establishments without a register entry, because the local authority or setting type is unknown`,
    );
  }
  if (report.closedInRegister.length > 0) {
    const urns = report.closedInRegister.slice(0, URNS_SHOWN).join(', ');
    lines.push(
      `Warning:     ${count(report.closedInRegister.length)} in the register have closed. Decide what to do with URN ${urns}`,
    );
  }
  if (report.placed) lines.push(...describePlaced(report.placed));
  lines.push(`Took ${report.seconds.toFixed(1)} s`);
  const heading = report.dryRun ? 'Dry run: nothing was changed. The import would do this:\n' : '';
  return `${heading}${lines.join('\n')}\n`;
}

function merged({ added, changed }: MergeCount): string {
  return `${count(added)} new, ${count(changed)} changed`;
}
