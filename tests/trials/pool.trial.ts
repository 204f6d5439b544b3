import { startHub } from '../process/hub-process.js';
import { ownPostgres } from '../support/own-postgres.js';
import { administratorKey, askWith } from './administrator.js';
import type { Findings, Trial } from './trial.js';

/** So many bulk upserts at once, of so many entries each, with so many connections. */
const AT_ONCE = 50;
const ENTRIES = 3;
const CONNECTIONS = 2;

interface Upserted {
  readonly upsert: {
    readonly results: readonly { readonly outcome: string }[] | null;
    readonly userErrors: readonly { readonly message: string }[];
  };
}

/** One bulk upsert, and how to see that it was stored. */
interface Bulk {
  readonly query: string;
  readonly inputs: readonly object[];
}

const UPSERTED = '{ results { outcome userErrors { message } } userErrors { message } }';

function providers(round: number, n: number): Bulk {
  return {
    query: `mutation ($inputs: [ProviderCreateInput!]!) { upsert: providersUpsert(inputs: $inputs) ${UPSERTED} }`,
    inputs: Array.from({ length: ENTRIES }, (_, at) => ({
      externalReference: `P-${round}-${n}-${at}`,
      name: `Trial provider ${round} ${n} ${at}`,
      settingType: 'OTH',
      registration: 'UNREGISTERED',
      localAuthority: '926',
      postcode: 'NR21 9AA',
    })),
  };
}

function sites(round: number, n: number, provider: string): Bulk {
  return {
    query: `mutation ($inputs: [SiteCreateInput!]!) { upsert: sitesUpsert(inputs: $inputs) ${UPSERTED} }`,
    inputs: Array.from({ length: ENTRIES }, (_, at) => ({
      provider,
      externalReference: `S-${round}-${n}-${at}`,
      name: `Trial site ${round} ${n} ${at}`,
      postcode: 'NR21 9AA',
    })),
  };
}

/** Many bulk upserts at once, with hardly a connection: transactions that wait for one another’s would wait for ever. */
export const poolTrial: Trial = {
  name: 'pool',
  about: `Sends ${AT_ONCE} bulk upserts at once to a hub with ${CONNECTIONS} connections: all of them are stored.`,
  rounds: 5,
  async run({ rounds, say }): Promise<Findings> {
    const postgres = await ownPostgres();
    const key = await administratorKey(postgres.url);
    const hub = startHub({
      DATABASE_URL: postgres.url,
      DATABASE_POOL: String(CONNECTIONS),
      LOG_LEVEL: 'warn',
      BUDGETS: 'false',
    });
    try {
      const address = await hub.ready;
      const listed = await askWith<{ providers: { nodes: { id: string }[] } }>(
        key,
        address,
        '{ providers(first: 50) { nodes { id } } }',
      );
      const ids = listed?.data?.providers.nodes.map(({ id }) => id) ?? [];
      const took: number[] = [];
      const faults: string[] = [];
      let longest = 0;
      for (let round = 1; round <= rounds; round++) {
        const began = performance.now();
        await Promise.all(
          Array.from({ length: AT_ONCE }, async (_, n) => {
            const bulk = n % 10 === 0 ? providers(round, n) : sites(round, n, ids[n % ids.length]!);
            const answer = await askWith<Upserted>(key, address, bulk.query, { inputs: bulk.inputs });
            took.push(performance.now() - began);
            const outcomes = answer?.data?.upsert.results?.map(({ outcome }) => outcome) ?? [];
            if (outcomes.length !== ENTRIES || outcomes.some((outcome) => outcome !== 'CREATED')) {
              const why = answer?.errors?.map(({ message }) => message).join(' ') ?? JSON.stringify(answer);
              faults.push(`Round ${round}: ${why}`);
            }
          }),
        );
        longest = Math.max(longest, performance.now() - began);
        say(`round ${round}: ${AT_ONCE} upserts in ${Math.round(performance.now() - began)} ms`);
      }
      const { rows } = await postgres.query(
        `select (select count(*)::int from provider where name like 'Trial provider %')
              + (select count(*)::int from site where name like 'Trial site %') as n`,
      );
      const wanted = rounds * AT_ONCE * ENTRIES;
      if (rows[0].n !== wanted) faults.push(`${rows[0].n} of ${wanted} entries are stored.`);
      took.sort((a, b) => a - b);
      return {
        figures: {
          connections: CONNECTIONS,
          'bulk upserts at once': AT_ONCE,
          'entries of each': ENTRIES,
          'all of a round done, longest, ms': Math.round(longest),
          'p50 of an upsert, ms': Math.round(took[took.length >> 1] ?? 0),
          'p99 of an upsert, ms': Math.round(took[Math.floor(took.length * 0.99)] ?? 0),
        },
        faults: [...new Set(faults)],
      };
    } finally {
      hub.child.kill('SIGKILL');
      await hub.ended;
      await postgres.remove();
    }
  },
};
