import { decodeId } from '../../dist/src/platform/graphql/global-id.js';
import { asSchool } from './data/school-key.mjs';
import { questions } from './questions.mjs';
import { script, startHub, startServer } from './servers.mjs';

const POOL = '10';

/**
 * What is measured side by side. `start` takes what all need (database address, log file, file of the hub's answers);
 * `exchange` says where a question goes, with which headers, and how its body reads; `facts` what an answer says, the same for each system.
 */
export const systems = {
  hub: hub('info'),
  // The same without a line of log per request: what that line costs.
  'hub-warn': hub('warn'),
  sql: {
    start: ({ url, log }) =>
      startServer(script('rivals/sql-server.mjs'), { DATABASE_URL: url, DATABASE_POOL: POOL }, log),
    exchange: (name, question) => ({ path: `/${name}`, body: JSON.stringify(question) }),
    facts: { nearby: (answer) => answer, provider: (answer) => answer, facets: factsOfSqlFacets },
  },
  bytes: {
    start: ({ answers, log }) => startServer(script('rivals/bytes-server.mjs'), { ANSWERS: answers }, log),
    exchange: graphql,
    facts: hub().facts,
  },
};

function hub(level) {
  return {
    start: ({ url, log }) => startHub({ DATABASE_URL: url, DATABASE_POOL: POOL, LOG_LEVEL: level }, log),
    exchange: graphql,
    facts: { nearby: factsOfNearby, provider: factsOfProvider, facets: factsOfFacets },
  };
}

function graphql(name, question) {
  const { query, variables } = questions[name];
  return {
    path: '/graphql',
    headers: asSchool,
    body: JSON.stringify({ query, variables: variables(question) }),
  };
}

/** The data of an answer; throws what the hub has to complain about. */
function dataOf({ data, errors }) {
  const problems = [...(errors ?? []), ...(data?.search?.userErrors ?? [])];
  if (problems.length > 0) throw new Error(`The hub refused a question: ${problems[0].message}`);
  return data;
}

function factsOfNearby(answer) {
  const { totalCount, nodes: hits } = dataOf(answer).search;
  return {
    total: totalCount,
    hits: hits.map(({ distanceMetres, offering, provider, site }) => ({
      metres: distanceMetres,
      ...factsOfOffering(offering),
      provider: { name: provider.name, type: provider.settingType.code },
      site,
    })),
  };
}

function factsOfProvider(answer) {
  const { id, name, settingType, sites } = dataOf(answer).provider;
  return {
    id: decodeId('prv', id),
    name,
    type: settingType.code,
    sites: sites.nodes.map(({ id: siteId, offerings, ...site }) => ({
      id: decodeId('sit', siteId),
      ...site,
      offerings: offerings.nodes.map(factsOfOffering),
    })),
  };
}

function factsOfOffering({ id, title, primaryNeeds, vacancies }) {
  return {
    id: decodeId('off', id),
    title,
    needs: primaryNeeds.map(({ code }) => code),
    vacancies: vacancies.map(({ placesAvailable, availableFrom }) => ({
      places: placesAvailable,
      from: availableFrom,
    })),
  };
}

function factsOfFacets(answer) {
  const { totalCount, facets } = dataOf(answer).search;
  const counts = ({ values }) => Object.fromEntries(values.map(({ value, count }) => [value, count]));
  return { total: totalCount, ...Object.fromEntries(facets.map((facet) => [facet.name, counts(facet)])) };
}

/** Nothing found: the statement says null where the hub has an empty list. */
function factsOfSqlFacets({ total, NEEDS, TIER, DISTRICT }) {
  return { total, NEEDS: NEEDS ?? {}, TIER: TIER ?? {}, DISTRICT: DISTRICT ?? {} };
}
