// node tests/bench/list-lengths.mjs, after a build: how long the lists of the graph are that have no `first`, in the
// demonstration. `schema/prices.json` has these lengths, rounded up; what is empty there stands with what is usual of it.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getNamedType, getNullableType, getOperationAST, isCompositeType, isListType, parse } from 'graphql';
import { createHub } from '../../dist/src/app.js';
import { Actor } from '../../dist/src/features/identity/actor.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/database/embedded/embedded-postgres.js';
import { createExecutor } from '../../dist/src/platform/graphql/executor.js';
import { prepareDatabase } from '../../dist/src/start/database.js';

const CODES =
  'accreditations circumstances commissioners deliveryModes keyStages outcomes primaryNeeds referralRoutes secondaryNeeds'
    .split(' ')
    .map((name) => `${name} { code }`)
    .join(' ');
const OFFERING = `${CODES} vacancies { id }`;
const SITE = 'accessibility { code }';
const PROVIDER = 'contacts { role } listingDecisions { id }';
const SEARCH = `(text: "outdoor learning", first: 50, filter: { needs: { anyOf: ["SEMH", "ASD"] }, keyStages: { anyOf: ["KS3"] } },
  near: { place: { district: "E07000147" } },
  facets: { fields: [NEEDS, TIER, DISTRICT, KEY_STAGES, DAYS, LOCAL_AUTHORITY, SETTING_TYPE, OUTCOMES] })`;
const PROFILE =
  '{ needs: [{ code: "SEMH" }, { code: "ASD" }], yearGroup: 8, daysPerWeek: 3, near: { place: { district: "E07000147" } } }';

const documents = [
  `{ offerings(first: 100) { nodes { ${OFFERING} } } sites(first: 100) { nodes { ${SITE} } } providers(first: 100) { nodes { ${PROVIDER} } } }`,
  '{ concepts { key } districts { code } planningAreas { id districts { code } } needs: codeList(name: NEEDS) { code } outcomes: codeList(name: OUTCOME) { code } units: codeList(name: PRICE_UNIT) { code } }',
  `{ search${SEARCH} { nodes { matchedBecause { sentence } matchedNeeds { code } } facets { values { value } } wider { count } understood { concepts { said } } meta { degraded { since } } } }`,
  `{ match(profile: ${PROFILE}) { matches { parts { kind } } nearMisses { kind } } }`,
  '{ suggest(text: "a") { suggestions { label } } two: suggest(text: "nor") { suggestions { label } } }',
  '{ register(first: 100) { nodes { steps changeRequests { id } mergedEntries { id } } } registerOverview(localAuthority: "926") { states { state count } } }',
  '{ evidenceKinds(localAuthority: "926") { kind { code } } qualityFrameworks { principles { code } } duplicates(first: 100) { nodes { reasons { kind } dismissals { reason } } } }',
  `{ providers(first: 1) { nodes { id } } registerAsOf(at: "2100-01-01T00:00:00Z", first: 100) { nodes { fields { field } } } apiClients { nodes { keys { id } } } }`,
];

const lengths = new Map();

/** Notes the length of each list of objects in an answer. */
function note(schema, type, selections, value) {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (const item of value) note(schema, type, selections, item);
    return;
  }
  for (const node of selections) {
    const field = type.getFields()[node.name.value];
    if (!node.selectionSet || !field) continue;
    const below = value[(node.alias ?? node.name).value];
    const isPaged = field.args.some(({ name }) => name === 'first');
    if (
      !isPaged &&
      isListType(getNullableType(field.type)) &&
      isCompositeType(getNamedType(field.type)) &&
      below
    ) {
      const name = `${type.name}.${field.name}`;
      lengths.set(name, [...(lengths.get(name) ?? []), below.length]);
    }
    note(schema, getNamedType(field.type), node.selectionSet.selections, below);
  }
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'ap-hub-lengths-'));
  chmodSync(folder, 0o755); // as root, Postgres runs under another account, which must reach its data in there
  const postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'lengths' });
  try {
    await prepareDatabase(postgres.url, { demonstration: true });
    const quiet = { info() {}, warn() {}, error: console.error };
    const hub = await createHub({ url: postgres.url, log: quiet });
    const execute = createExecutor(hub.schema);
    const everywhere = { everywhere: true, localAuthorities: new Set(), providers: new Set() };
    const actor = new Actor('bench', ['administrator'], everywhere);
    for (const text of documents) {
      const document = parse(text);
      const operation = getOperationAST(document);
      const { data, errors } = await execute({ document, operation, variables: {}, context: { actor } });
      for (const { message } of errors ?? []) console.error(message);
      note(hub.schema, hub.schema.getQueryType(), operation.selectionSet.selections, data);
    }
    await hub.close();
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  for (const [name, found] of [...lengths].sort()) {
    const mean = found.reduce((sum, one) => sum + one, 0) / found.length;
    console.log(
      `${name.padEnd(40)} ${mean.toFixed(1).padStart(6)} of ${found.length}, ${Math.max(...found)} at most`,
    );
  }
}

await main();
