import { runScript } from './servers.mjs';

/**
 * What each search engine takes on a loaded database: to build its index, to answer, and to find what was written. Engines
 * run one after the other.
 * @throws Error when two of them give different results for filters, places, dates or facets.
 */
export async function measureEngines(url, names, asked) {
  const measured = {};
  for (const name of names) {
    const searches = await runScript('engines/search.mjs', [url, name], JSON.stringify(asked));
    measured[name] = { ...searches, visible: null };
  }
  refuseDifferences(measured);
  // Writes come last: they change what is found.
  for (const name of names) measured[name].visible = await runScript('engines/visibility.mjs', [url, name]);
  return measured;
}

function refuseDifferences(measured) {
  const [[first, { asked }], ...others] = Object.entries(measured);
  for (const [name, other] of others) {
    for (const [shape, { answers = [] }] of Object.entries(asked)) {
      const i = answers.findIndex((answer, at) => answer !== other.asked[shape].answers[at]);
      if (i >= 0) throw new Error(`${shape}: ${first} and ${name} differ on question ${i}.`);
    }
  }
}

/** A Markdown table of each: what engines were asked (with how much they found on average), and what keeping them costs. */
export function enginesTable(size, measured) {
  const names = Object.keys(measured);
  const table = (title, rows) =>
    [
      `| ${[`${size.toLocaleString('en')} offerings: ${title}`, ...names].join(' | ')} |`,
      `|---|${names.map(() => '---:').join('|')}|`,
      ...rows.map(
        ([label, cell]) => `| ${[label, ...names.map((name) => cell(measured[name]))].join(' | ')} |`,
      ),
    ].join('\n');
  const shapes = Object.keys(measured[names[0]].asked);
  return [
    table(
      'p50 / p99 ms, CPU of Node + engine ms (found)',
      shapes.map((shape) => [
        shape,
        ({ asked: { [shape]: cost } }) =>
          `${pair(cost)}, ${cost.nodeMs.toFixed(2)} + ${cost.engineMs.toFixed(2)} (${whole(cost.found)})`,
      ]),
    ),
    table('the index', [
      ['rebuild s', ({ rebuild }) => seconds(rebuild.milliseconds)],
      [
        'its CPU, Node + engine s',
        ({ rebuild }) => `${seconds(rebuild.nodeMs)} + ${seconds(rebuild.engineMs)}`,
      ],
      [
        'memory after it, Node + engine MB',
        ({ memory }) => `${whole(memory.nodeMb)} + ${whole(memory.engineMb)}`,
      ],
      ['a write, answered, p50 / p99 ms', ({ visible }) => pair(visible.written)],
      ['a write, found, p50 / p99 ms', ({ visible }) => pair(visible.searchable)],
    ]),
  ].join('\n\n');
}

const pair = ({ p50, p99 }) => `${p50.toFixed(2)} / ${p99.toFixed(2)}`;
const seconds = (milliseconds) => (milliseconds / 1000).toFixed(1);
const whole = (number) => number.toFixed(0);
