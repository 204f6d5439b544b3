const columns = [
  ['offerings', ({ size }) => size.toLocaleString('en')],
  ['question', ({ question }) => question],
  ['system', ({ system }) => system],
  ['req/s', ({ perSecond }) => fixed(perSecond, 0)],
  ['p50 ms', ({ p50 }) => fixed(p50, 1)],
  ['p99 ms', ({ p99 }) => fixed(p99, 1)],
  ['Node CPU ms', ({ nodeMs }) => fixed(nodeMs, 3)],
  ['Postgres CPU ms', ({ postgresMs }) => fixed(postgresMs, 3)],
  ['both', ({ cpuMs }) => fixed(cpuMs, 3)],
  ['of sql', ({ share }) => fixed(share, 2)],
  ['RSS MB', ({ residentMb }) => fixed(residentMb, 0)],
  ['bytes', ({ bytes }) => fixed(bytes, 0)],
];

/** The medians over the rounds of each size, question and system; `share` is its CPU against that of `sql`. */
export function summarise(runs) {
  const groups = Map.groupBy
    ? Map.groupBy(runs, keyOf)
    : runs.reduce((all, run) => all.set(keyOf(run), [...(all.get(keyOf(run)) ?? []), run]), new Map());
  const rows = [...groups.values()].map((rounds) => {
    const { size, question, system, bytes } = rounds[0];
    const middle = (name) => median(rounds.map((round) => round[name]));
    const figures = ['perSecond', 'p50', 'p99', 'nodeMs', 'postgresMs', 'residentMb'];
    const medians = Object.fromEntries(figures.map((name) => [name, middle(name)]));
    const cpuMs = median(rounds.map((round) => round.nodeMs + round.postgresMs));
    return { size, question, system, rounds: rounds.length, bytes, ...medians, cpuMs };
  });
  return rows.map((row) => {
    const sql = rows.find(
      ({ size, question, system }) => size === row.size && question === row.question && system === 'sql',
    );
    return { ...row, share: row.cpuMs / sql?.cpuMs };
  });
}

/** A Markdown table, so that it can be put into a report as it is. */
export function table(summary) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(([title]) => title)),
    line(columns.map((_, i) => (i < 3 ? '---' : '---:'))),
    ...summary.map((row) => line(columns.map(([, cell]) => cell(row)))),
  ].join('\n');
}

function keyOf({ size, question, system }) {
  return `${size} ${question} ${system}`;
}

function median(values) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function fixed(value, digits) {
  return Number.isFinite(value) ? value.toFixed(digits) : '-';
}
