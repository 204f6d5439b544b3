import { printable } from './import-problem.js';
import type { PlaceReport } from './place-import.js';
import { count } from './whole-number.js';

const NAMES_SHOWN = 5;

/** The report of an import of places, for a terminal. */
export function describePlaces(report: PlaceReport): string {
  const skipped = [`${count(report.malformed)} malformed`, `${count(report.elsewhere)} outside England`];
  if (report.repeated > 0) skipped.push(`${count(report.repeated)} repeated`);
  const lines = [
    `${report.product}: ${count(report.rows)} rows read, ${count(report.settlements)} of them settlements`,
    `Places:    ${count(report.added)} new, ${count(report.changed)} changed, ` +
      `${count(report.unchanged)} unchanged, ${count(report.removed)} removed`,
    `Skipped:   ${skipped.join(', ')}`,
    ...report.examples.map((example) => `Malformed: ${example}`),
  ];
  if (report.byPosition > 0) {
    lines.push(
      `Districts: ${count(report.byPosition)} places have the district of the nearest postcodes, because the hub does not know theirs by its name`,
    );
  }
  if (report.ignored.length > 0) {
    const shown = report.ignored.slice(0, NAMES_SHOWN).map(printable).join(', ');
    const rest = report.ignored.length - NAMES_SHOWN;
    lines.push(`Not read:  ${rest > 0 ? `${shown} and ${count(rest)} more` : shown}`);
  }
  lines.push(`Took ${report.seconds.toFixed(1)} s`);
  return `${lines.join('\n')}\n`;
}
