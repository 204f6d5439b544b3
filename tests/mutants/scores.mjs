import { relative } from 'node:path';

const KILLED = new Set(['Killed', 'Timeout']);
const ALIVE = new Set(['Survived', 'NoCoverage']);

/** Of each file how many of its mutants were killed, and how many there were that compile. */
export function scoresOf(mutants) {
  const scores = {};
  for (const { fileName, status } of mutants) {
    if (!KILLED.has(status) && !ALIVE.has(status)) continue;
    const file = relative(process.cwd(), fileName).replaceAll('\\', '/');
    scores[file] ??= { killed: 0, of: 0 };
    scores[file].of++;
    if (KILLED.has(status)) scores[file].killed++;
  }
  return scores;
}

const share = ({ killed, of }) => killed / of;
const percent = (score) => `${(100 * share(score)).toFixed(1)} %`;

/** Prints the scores, and names the files of which a smaller share is killed than before. */
export function compared(scores, baseline) {
  const worse = [];
  for (const [file, score] of Object.entries(scores)) {
    const before = baseline[file];
    const line = `${file}: ${score.killed} of ${score.of}, ${percent(score)}${before ? ` (before ${percent(before)})` : ''}`;
    console.log(line);
    if (before && share(score) < share(before)) worse.push(line);
  }
  return worse;
}
