import type pg from 'pg';
import { createHub, type Hub } from '../../src/app.js';
import { Actor } from '../../src/features/identity/actor.js';
import type { Role } from '../../src/features/identity/permissions.js';
import { providerFeature } from '../../src/features/provider/provider.feature.js';
import { qualityFeature } from '../../src/features/quality/quality.feature.js';
import { registerFeature } from '../../src/features/register/register.feature.js';
import { compareRows } from '../../src/platform/database/changes/row-check.js';
import { poolOf } from '../../src/platform/database/data-source.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { createGraphQLServer } from '../../src/platform/graphql/graphql-server.js';
import { createLog } from '../../src/platform/log.js';
import { Chance } from '../support/chance.js';
import { ownPostgres } from '../support/own-postgres.js';
import { belongings, broken, type Founder, found } from './histories/attached-entries.js';
import { lastChange, outOfReach, whereabouts } from './histories/reach.js';
import type { Findings, Trial } from './trial.js';

/** So much happens in a history. */
const EVENTS = 24;
const NOON = Date.parse('2026-11-23T12:00:00Z');
const DAY = 86_400_000;

interface Answer {
  readonly data?: Record<
    string,
    { readonly userErrors: readonly { readonly code: string; readonly message: string }[] } | null
  >;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** What can happen: who does it, and the mutation; null where there is nothing to do it to just now. */
interface Event {
  readonly name: string;
  readonly actor: Actor;
  readonly mutation: string | null;
}

/** Random histories of merges, splits and moves, with everything that can be attached to an entry. */
export const historiesTrial: Trial = {
  name: 'histories',
  about:
    'Makes random histories of merges, splits, moves of authority, requests and evidence (a round is one): nobody writes outside their reach, nothing is orphaned, and splits give back what came.',
  rounds: 200,
  async run({ rounds, say }): Promise<Findings> {
    const postgres = await ownPostgres();
    const unexpected: string[] = [];
    const log = createLog('error', { write: (line) => void unexpected.push(line) });
    const clock = { instant: NOON, now: () => clock.instant };
    const hub = await createHub({ url: postgres.url, clock, log: createLog('silent') });
    const server = await createGraphQLServer({ schema: hub.schema, log });
    const pool = poolOf(hub.source);
    const ask = async (actor: Actor, query: string): Promise<Answer> => {
      const { body } = await server.answer({
        requestId: 'trial',
        contentType: 'application/json',
        accept: 'application/json',
        body: { query },
        context: () => ({
          actor: actor.standing((id) => hub.of(providerFeature).providers.survivorOf(id)),
          payer: 'trial',
        }),
      });
      return JSON.parse(body);
    };
    const counts: Record<string, number> = {};
    const faults: string[] = [];
    try {
      for (let seed = 1; seed <= rounds; seed++) {
        clock.instant = NOON;
        const history = new History(seed, pool, hub, clock, ask);
        for (const fault of await history.run(counts)) faults.push(`History ${seed}: ${fault}`);
        await pool.query(`delete from provider where name like 'History %'`);
        if (seed % 20 === 0) say(`${seed} histories, ${faults.length} faults`);
      }
      const compared = await compareRows(pool);
      faults.push(
        ...compared.faults.map(({ table, id, message }) => `On record, ${table} ${id}: ${message}`),
      );
    } finally {
      await server.stop();
      await hub.close();
      await postgres.remove();
    }
    const done = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return {
      figures: { 'histories tried': rounds, 'changes that were made': done, ...counts },
      faults: [...faults, ...unexpected.slice(0, 3)],
    };
  },
};

function someone(
  role: Role,
  { at = [], of = [] }: { at?: readonly string[]; of?: readonly string[] },
): Actor {
  const reach = { everywhere: false, localAuthorities: new Set(at), providers: new Set(of) };
  return new Actor(`${role} ${[...at].join('+')}`, [role], reach);
}

const commissioners = [['926'], ['935'], ['926', '935'], ['926', '935']].map((at) =>
  someone('commissioner', { at }),
);
const officers = ['926', '935'].map((code) => someone('quality_officer', { at: [code] }));

class History {
  private readonly chance: Chance;
  private founders: readonly Founder[] = [];

  constructor(
    private readonly seed: number,
    private readonly pool: pg.Pool,
    private readonly hub: Hub,
    private readonly clock: { instant: number },
    private readonly ask: (actor: Actor, query: string) => Promise<Answer>,
  ) {
    this.chance = new Chance(seed);
  }

  /** Returns what was wrong, and counts what was done. */
  async run(counts: Record<string, number>): Promise<string[]> {
    const { pool } = this;
    this.founders = await found(pool, this.seed);
    const before = await belongings(pool);
    const faults: string[] = [];
    for (let at = 1; at <= EVENTS && faults.length === 0; at++) {
      const event = await this.next();
      const [since, there] = [await lastChange(pool), await whereabouts(pool)];
      if (event.mutation === null) continue;
      const { data, errors } =
        event.name === 'a day passes'
          ? await this.passDay()
          : await this.ask(event.actor, `mutation { it: ${event.mutation} }`);
      const wrong = (errors ?? []).filter(({ extensions }) => extensions?.code !== 'FORBIDDEN');
      const isDone = !errors && data?.it?.userErrors.length === 0;
      if (isDone) counts[event.name] = (counts[event.name] ?? 0) + 1;
      const said = [
        ...wrong.map(({ message }) => message),
        ...(await outOfReach(
          pool,
          since,
          event.actor.standing((id) => this.hub.of(providerFeature).providers.survivorOf(id)),
          there,
        )),
        ...(await broken(pool)),
      ];
      faults.push(
        ...said.map((sentence) => `after ${at} events, ${event.name} by ${event.actor.name}: ${sentence}`),
      );
    }
    if (faults.length === 0) faults.push(...(await this.undoAll(before)));
    return faults;
  }

  private async next(): Promise<Event> {
    const { chance } = this;
    const all: readonly (() => Promise<Event>)[] = [
      () => this.merge(),
      () => this.merge(),
      () => this.split(),
      () => this.split(),
      () => this.move(),
      () => this.wish(),
      () => this.wish(),
      () => this.decide(),
      () => this.decide(),
      () => this.add(),
      () => this.judge(),
      () => this.judge(),
      () => this.restore(),
      async () => ({ name: 'a day passes', actor: commissioners[2]!, mutation: '' }),
    ];
    return chance.of(all)();
  }

  private async row<T extends pg.QueryResultRow>(sql: string): Promise<T | undefined> {
    return this.chance.maybeOf((await this.pool.query<T>(sql)).rows);
  }

  private provider(where = 'true') {
    return this.row<{ id: string; version: number }>(
      `select id, version from provider where name like 'History %' and ${where} order by name`,
    );
  }

  private async merge(): Promise<Event> {
    const from = await this.provider('not is_merged');
    const into = from && (await this.provider(`not is_merged and id <> '${from.id}'`));
    const mutation =
      from && into
        ? `providerMerge(from: "${encodeId('prv', from.id)}", fromVersion: ${from.version}, into: "${encodeId('prv', into.id)}",
            intoVersion: ${into.version}, reason: "One and the same.", take: [${this.chance.of(['', 'NAME', 'POSTCODE'])}]) { userErrors { code message } }`
        : null;
    return { name: 'a merge', actor: this.chance.of(commissioners), mutation };
  }

  private async split(): Promise<Event> {
    const entry = await this.provider('is_merged');
    const mutation = entry
      ? `providerSplit(id: "${encodeId('prv', entry.id)}", version: ${entry.version}, reason: "Two after all.") { userErrors { code message } }`
      : null;
    return { name: 'a split', actor: this.chance.of(commissioners), mutation };
  }

  private async move(): Promise<Event> {
    const entry = await this.provider('not is_merged');
    const mutation = entry
      ? `providerUpdate(id: "${encodeId('prv', entry.id)}", version: ${entry.version}, input: { localAuthority: "${this.chance.of(['926', '935'])}" }) { userErrors { code message } }`
      : null;
    return { name: 'a move', actor: this.chance.of(commissioners), mutation };
  }

  /** An editor of one of the first entries asks for a change of any offering, or of a provider. */
  private async wish(): Promise<Event> {
    const editor = someone('provider_editor', { of: [this.chance.of(this.founders).id] });
    const offering = await this.row<{ id: string; version: number }>(
      `select o.id, o.version from offering o join provider p on p.id = o.provider_id where p.name like 'History %' order by o.id`,
    );
    const provider = await this.provider();
    const mutation = this.chance.isTrue()
      ? `offeringUpdate(id: "${encodeId('off', offering!.id)}", version: ${offering!.version}, input: { minYear: ${this.chance.of([5, 6, 8])} }) { userErrors { code message } }`
      : `providerUpdate(id: "${encodeId('prv', provider!.id)}", version: ${provider!.version}, input: { legalName: "L${this.chance.below(99)}", description: "D${this.chance.below(99)}" }) { userErrors { code message } }`;
    return { name: 'a request', actor: editor, mutation };
  }

  private async decide(): Promise<Event> {
    const request = await this.row<{ id: string; version: number }>(
      `select id, version from change_request where state in ('OPEN', 'FAILED') order by id`,
    );
    const later = this.chance.isTrue() ? ', effectiveOn: "2026-11-24"' : '';
    const call = this.chance.below(4) === 0 ? 'changeRequestRefuse' : 'changeRequestApprove';
    const more = call === 'changeRequestRefuse' ? ', reason: "It does not fit."' : later;
    const mutation = request
      ? `${call}(id: "${encodeId('chr', request.id)}", version: ${request.version}${more}) { userErrors { code message } }`
      : null;
    return { name: 'a decision', actor: this.chance.of(commissioners), mutation };
  }

  private async add(): Promise<Event> {
    const provider = encodeId('prv', (await this.provider())!.id);
    const isEditor = this.chance.isTrue();
    const actor = isEditor
      ? someone('provider_editor', { of: [this.chance.of(this.founders).id] })
      : this.chance.of(commissioners);
    const mutation = this.chance.of([
      `siteCreate(input: { provider: "${provider}", name: "Barn ${this.chance.below(999)}", postcode: "NR21 9AA" }) { userErrors { code message } }`,
      `offeringCreate(input: { provider: "${provider}", title: "Craft ${this.chance.below(999)}", tier: "TIER_2", primaryNeeds: ["SEMH"],
        minYear: 7, maxYear: 9, deliveryModes: ["IN_PERSON"] }) { userErrors { code message } }`,
      `contactSet(provider: "${provider}", input: { role: ENQUIRIES, audience: PUBLIC, email: "office@history.example" }) { userErrors { code message } }`,
    ]);
    return { name: 'something new', actor, mutation };
  }

  private async judge(): Promise<Event> {
    const actor = this.chance.of(officers);
    const evidence = await this.row<{ id: string; version: number }>(
      'select id, version from evidence order by id',
    );
    const provider = encodeId('prv', (await this.provider())!.id);
    const state = this.chance.of(['FAILED', 'FAILED', 'ATTESTED', 'NEEDS_REVALIDATION']);
    const mutation = this.chance.isTrue()
      ? `evidenceUpdate(id: "${encodeId('evi', evidence!.id)}", version: ${evidence!.version}, input: { state: ${state} }) { userErrors { code message } }`
      : `evidenceCreate(input: { localAuthority: "${[...actor.reach.localAuthorities][0]}", provider: "${provider}", kind: "${this.chance.of(['FIRE_RISK', 'FIRST_AID'])}",
          issuedOn: "2026-02-01", expiresOn: "2027-02-01", state: ${state} }) { userErrors { code message } }`;
    return { name: 'evidence', actor, mutation };
  }

  private async restore(): Promise<Event> {
    const entry = await this.provider(`state = 'SUSPENDED'`);
    const mutation = entry
      ? `providerRestore(id: "${encodeId('prv', entry.id)}", version: ${entry.version}) { userErrors { code message } }`
      : null;
    return { name: 'a restored listing', actor: this.chance.of(commissioners), mutation };
  }

  private async passDay(): Promise<Answer> {
    this.clock.instant += DAY;
    await this.hub.of(registerFeature).changeRequests.applyDue();
    await this.hub.of(qualityFeature).evidence.expire();
    return { data: { it: { userErrors: [] } } };
  }

  /** Splits all that is merged, the last merge first, so that everything is back with its first owner. */
  private async undoAll(before: ReadonlyMap<string, string>): Promise<string[]> {
    const { pool } = this;
    await pool.query('delete from evidence_rule');
    for (;;) {
      const { rows } = await pool.query<{ id: string; version: number }>(
        `select p.id, p.version from provider p join provider_merge m using (id)
          where not exists (select from provider_merge above where above.id = m.into_id) order by m.created_at desc limit 1`,
      );
      const [entry] = rows;
      if (!entry) break;
      const { data, errors } = await this.ask(
        commissioners[2]!,
        `mutation { it: providerSplit(id: "${encodeId('prv', entry.id)}", version: ${entry.version}, reason: "Two after all.") { userErrors { code message } } }`,
      );
      const why = errors?.[0]?.message ?? data?.it?.userErrors[0]?.message;
      if (why) return [`a split at the end was refused: ${why}`];
    }
    const after = await belongings(pool);
    return [...before].flatMap(([what, whose]) =>
      after.get(what) === whose
        ? []
        : [`${what} was ${whose}’s at first, and is ${after.get(what) ?? 'nobody'}’s at the end.`],
    );
  }
}
