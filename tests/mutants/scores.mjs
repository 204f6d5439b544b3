const percent = (killed, of) => (of === 0 ? '–' : `${((100 * killed) / of).toFixed(1)} %`);

/** What became of some mutants, by what `by` says of each: how many there are, and of those that are not equivalents how many were killed. */
export function scoresBy(by, results) {
  const scores = {};
  for (const result of results) {
    const name = by(result);
    scores[name] ??= { killed: 0, of: 0, late: 0, equivalent: 0 };
    const score = scores[name];
    if (result.equivalent) score.equivalent++;
    else score.of++;
    if (result.status === 'killed' && !result.equivalent) score.killed++;
    if (result.status === 'late' && !result.equivalent) score.late++;
  }
  return Object.fromEntries(Object.entries(scores).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function printed(title, scores) {
  console.log(`\n${title}`);
  const all = { killed: 0, of: 0, late: 0, equivalent: 0 };
  for (const [name, score] of Object.entries(scores)) {
    for (const part of Object.keys(all)) all[part] += score[part];
    console.log(line(name, score));
  }
  console.log(line('all', all));
}

function line(name, { killed, of, late, equivalent }) {
  const apart = [late > 0 && `${late} late`, equivalent > 0 && `${equivalent} equivalent`]
    .filter(Boolean)
    .join(', ');
  return `${percent(killed, of).padStart(8)}  ${killed} of ${of}  ${name}${apart && ` (${apart})`}`;
}

/** The files of which a smaller share is killed than before. */
export const worseThan = (baseline, scores) =>
  Object.entries(scores)
    .filter(
      ([file, { killed, of }]) => baseline[file] && killed / of < baseline[file].killed / baseline[file].of,
    )
    .map(
      ([file, { killed, of }]) =>
        `${file}: ${percent(killed, of)}, before ${percent(baseline[file].killed, baseline[file].of)}`,
    );
