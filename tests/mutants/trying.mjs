/** More often than so many times what the tests alone make of it, a piece of code is run by an endless loop only. */
const ENDLESS = 100;
const PATIENCE = { longerBy: 60_000, times: 6 };

/**
 * What the tests run of each mutant, file by file, without any active. Each lane looks at the next file.
 * @throws Error that names a test that fails as it is.
 */
export async function lookedAt(lanes, files) {
  const seen = { loading: {}, perTest: {}, milliseconds: {} };
  const failed = [];
  const next = [...files];
  const look = async (lane) => {
    for (let file = next.shift(); file; file = next.shift()) {
      const { loading, perTest, ...other } = await lane.run({ files: [file], limit: 600_000 }, (said) => {
        seen.milliseconds[file] = said.milliseconds;
        if (said.failed) failed.push(`${file}: ${said.failed.name}`);
        console.log(`  ${(said.milliseconds / 1_000).toFixed(1)} s ${file}`);
      });
      if (!perTest) throw new Error(`Without a mutant ${file} does not end: ${JSON.stringify(other)}`);
      Object.assign(seen.loading, loading);
      Object.assign(seen.perTest, perTest);
    }
  };
  await Promise.all(lanes.map(look));
  if (failed.length > 0) throw new Error(`Without a mutant there fail: ${failed.join(', ')}`);
  return seen;
}

/** How a mutant is met: by which of some test files, the quickest first, and whether a process must load it again. */
export function planOf(mutant, tests, { loading, perTest, milliseconds }) {
  const hits = (file) =>
    Object.entries(perTest).find(([path]) => path.endsWith(`/${file}`))?.[1][mutant.id] ?? 0;
  const fresh = mutant.id in loading;
  const files = tests
    .filter((file) => fresh || hits(file) > 0)
    .sort((one, other) => milliseconds[one] - milliseconds[other]);
  const most = Math.max(loading[mutant.id] ?? 0, ...files.map(hits));
  const usual = files.reduce((sum, file) => sum + milliseconds[file], 0);
  return {
    mutant: mutant.id,
    files,
    fresh,
    hitLimit: Math.max(1_000, most * ENDLESS),
    limit: PATIENCE.longerBy + usual * PATIENCE.times,
  };
}

/**
 * Tries a mutant. It is killed by a test that fails, or that does not come to an end because a loop does not. Where only time was short,
 * or an old process ended, it is tried once more by itself: what is late again is not a kill, but is counted apart.
 */
export async function tried(lane, plan) {
  if (plan.files.length === 0) return { status: 'survived', by: 'no test runs it' };
  const first = await once(lane, plan);
  if (first.status === 'survived' || (first.status === 'killed' && !first.doubtful)) return first;
  return once(lane, { ...plan, fresh: true });
}

async function once(lane, plan) {
  let last;
  const { overdue, exited, wasFresh } = await lane.run(plan, (said) => {
    last = said;
  });
  if (last?.endless) return { status: 'killed', by: 'endless loop', file: last.file };
  if (overdue) return { status: 'late', by: 'the run', doubtful: true };
  if (exited) return { status: 'killed', by: 'the process ended', doubtful: !wasFresh };
  if (!last?.failed) return { status: 'survived', by: `${plan.files.length} files` };
  const { name, late, loading } = last.failed;
  return {
    status: late ? 'late' : 'killed',
    by: name,
    file: last.file,
    doubtful: late || (loading && !wasFresh),
  };
}
