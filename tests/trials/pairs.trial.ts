import { createHub, type Hub } from '../../src/app.js';
import { Actor } from '../../src/features/identity/actor.js';
import { mailSetting } from '../../src/features/mail/mail-setting.js';
import { poolOf } from '../../src/platform/database/data-source.js';
import { createGraphQLServer } from '../../src/platform/graphql/graphql-server.js';
import { createLog } from '../../src/platform/log.js';
import { sender } from '../platform/database/every-mutation.js';
import { ownPostgres } from '../support/own-postgres.js';
import {
  aCrowdedEntry,
  type CrowdedEntry,
  prepareShared,
  removeEntries,
  stateOf,
} from './pairs/crowded-entry.js';
import { type Deed, deeds, uncovered } from './pairs/deeds.js';
import type { Findings, Trial } from './trial.js';

type Two = readonly [Deed, Deed];

/** What got into each other's way once comes first, in whatever order the others come. */
const WORST = [
  ['changeRequestApprove', 'providerMerge'],
  ['changeRequestApprove', 'evidenceUpdate'],
  ['evidenceUpdate', 'providerMerge'],
  ['evidenceKindSet', 'providerUpdate to another authority'],
  ['providerMerge', 'providerMerge the other way'],
  ['providerSplit', 'offeringUpdate'],
] as const;

/** Every two deeds once, a deed with itself included: the worst first, the others in an order that is always the same. */
function allPairs(): Two[] {
  const pairs = deeds.flatMap((one, at) => deeds.slice(at).map((other): Two => [one, other]));
  const isWorst = ([one, other]: Two) =>
    WORST.some(([a, b]) => (one.name === a && other.name === b) || (one.name === b && other.name === a));
  const mixed = pairs.map((two, at) => ({ two, place: (at * 7_919) % pairs.length }));
  mixed.sort((a, b) => Number(isWorst(b.two)) - Number(isWorst(a.two)) || a.place - b.place);
  return mixed.map(({ two }) => two);
}

/** How many pairs there are. */
export const PAIRS = allPairs().length;

const NOON = Date.parse('2026-11-23T12:00:00Z');

/** What came of a deed: `done`, with outcomes where there are several, or what was wrong. */
type Do = (deed: Deed, entry: CrowdedEntry) => Promise<string>;

function doing(hub: Hub, server: Awaited<ReturnType<typeof createGraphQLServer>>): Do {
  const actorFor = ({ by }: Deed, { stored }: CrowdedEntry) =>
    by === 'council'
      ? new Actor('administrator test', ['administrator'], {
          everywhere: true,
          localAuthorities: new Set(),
          providers: new Set(),
        })
      : new Actor('provider_editor test', ['provider_editor'], {
          everywhere: false,
          localAuthorities: new Set(),
          providers: new Set([stored.provider]),
        });
  return async (deed, entry) => {
    const actor = actorFor(deed, entry);
    const send = sender(hub.schema, async (query, variables) => {
      const { body } = await server.answer({
        requestId: 'trial',
        contentType: 'application/json',
        accept: 'application/json',
        body: { query, variables },
        context: () => ({ actor, payer: 'trial' }),
      });
      return JSON.parse(body);
    });
    const { payload, errors } = await send(deed.mutation, deed.args(entry));
    if (errors.length > 0) return errors[0]!.startsWith('FORBIDDEN') ? 'refused' : `ERROR ${errors[0]}`;
    if (payload.userErrors.length > 0) return 'refused';
    return ['done', ...(payload.results ?? []).map(({ outcome }: { outcome: string }) => outcome)].join(' ');
  };
}

/** Every two mutations on one entry at once. */
export const pairsTrial: Trial = {
  name: 'pairs',
  about:
    'Sends every two mutations on one entry at once (a round is one pair): neither fails, and what is stored is what one order of the two gives.',
  rounds: PAIRS,
  async run({ rounds, say }): Promise<Findings> {
    const postgres = await ownPostgres();
    const unexpected: string[] = [];
    const log = createLog('error', { write: (line) => void unexpected.push(line) });
    const hub = await createHub({
      url: postgres.url,
      clock: { now: () => NOON },
      log: createLog('silent'),
      settings: [mailSetting.to({ port: null, publicUrl: 'https://hub.example.org' })],
    });
    const server = await createGraphQLServer({ schema: hub.schema, log });
    const pool = poolOf(hub.source);
    const faults: string[] = [];
    const fault = (sentence: string) => {
      faults.push(sentence);
      say(sentence);
    };
    for (const name of uncovered(hub.schema)) fault(`No deed tries the mutation ${name}.`);
    let deadlocks = 0;
    try {
      await prepareShared(pool);
      const act = doing(hub, server);
      const run = async ([one, other]: Two, work: (entry: CrowdedEntry) => Promise<[string, string]>) => {
        const entry = await aCrowdedEntry(pool, { ...other.standing, ...one.standing });
        const answers = await work(entry);
        const state = await stateOf(pool, entry);
        await removeEntries(pool);
        return { answers, state };
      };
      const began = await pool.query<{ deadlocks: string }>(DEADLOCKS);
      for (const [at, two] of allPairs().slice(0, rounds).entries()) {
        const [one, other] = two;
        const inOrder = [
          await run(two, async (entry) => [await act(one, entry), await act(other, entry)]),
          await run(two, async (entry) => {
            const second = await act(other, entry);
            return [await act(one, entry), second];
          }),
        ];
        const atOnce = await run(two, (entry) => Promise.all([act(one, entry), act(other, entry)]));
        const what = `${one.name} and ${other.name}`;
        for (const answer of [...inOrder, atOnce].flatMap(({ answers }) => answers)) {
          if (answer.startsWith('ERROR')) fault(`${what}: ${answer}`);
        }
        const fits = inOrder.some(
          ({ answers, state }) => `${answers}` === `${atOnce.answers}` && state === atOnce.state,
        );
        if (!fits) fault(`${what}: no order of the two gives this.\n${difference(inOrder, atOnce)}`);
        if ((at + 1) % 100 === 0) say(`${at + 1} pairs, ${faults.length} faults`);
      }
      const ended = await pool.query<{ deadlocks: string }>(DEADLOCKS);
      deadlocks = Number(ended.rows[0]?.deadlocks) - Number(began.rows[0]?.deadlocks);
    } finally {
      await server.stop();
      await hub.close();
      await postgres.remove();
    }
    return {
      figures: {
        'mutations tried': new Set(deeds.map(({ mutation }) => mutation)).size,
        'deeds tried': deeds.length,
        'pairs at once': Math.min(rounds, PAIRS),
        'deadlocks that Postgres ended, and that were tried again': deadlocks,
        'unexpected errors in the log': unexpected.length,
      },
      faults: [...faults, ...unexpected.slice(0, 3)],
    };
  },
};

const DEADLOCKS = 'select deadlocks from pg_stat_database where datname = current_database()';

interface Outcome {
  readonly answers: readonly string[];
  readonly state: string;
}

/** The rows that neither order gives, and those of the first that are not there. */
function difference(inOrder: readonly Outcome[], atOnce: Outcome): string {
  const linesOf = ({ state }: Outcome) => state.split('\n');
  const known = new Set(inOrder.flatMap(linesOf));
  const odd = linesOf(atOnce).filter((line) => !known.has(line));
  const answers = [...inOrder, atOnce].map((one) => one.answers.join(' / ')).join(' | ');
  const missing = linesOf(inOrder[0]!).filter((line) => !atOnce.state.includes(line));
  return [
    `  answers: ${answers}`,
    ...odd.map((line) => `  + ${line}`),
    ...missing.map((line) => `  - ${line}`),
  ].join('\n');
}
