import type { Actor } from '../../src/features/identity/actor.js';
import type { Vacancy } from '../../src/features/vacancy/vacancy.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, type Graph } from '../support/actors.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import type { TestHub } from '../support/hub.js';

export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** Open schools with these URNs, and one that has closed: 900009. */
export async function someSchools(hub: Pick<TestHub, 'database'>, count = 5): Promise<void> {
  await hub.database.pool.query(
    `insert into school (urn, name, status_code, type_code)
     select (900000 + n)::text, 'Invented School ' || n, case n when 9 then '2' else '1' end, '01'
       from generate_series(1, greatest($1::int, 9)) n`,
    [count],
  );
}

/** A listed vacancy in Norfolk with so many places. */
export async function anOpenVacancy(hub: TestHub, placesAvailable = 4): Promise<Vacancy> {
  const provider = await aProvider(hub);
  const site = await aSite(hub, provider);
  const offering = await anOffering(hub, provider, { siteIds: [site.id] });
  return aVacancy(hub, offering, { placesAvailable });
}

/** Someone at a school. */
export const ofSchool = (urn: string): Actor => anActor('school', { schools: [urn] });

/** A hold as the graph returns it. */
export interface SeenHold {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly places: number;
  readonly reference: string | null;
  readonly endReason: string | null;
  readonly vacancy: {
    readonly placesAvailable: number;
    readonly placesOffered: number;
    readonly version: number;
  } | null;
}

/** What a mutation of a hold answered. */
export interface Outcome {
  readonly hold: SeenHold | null;
  readonly codes: readonly string[];
  /** The codes of errors of the whole operation. */
  readonly errors: readonly unknown[];
}

export const SEEN =
  'id version state places reference endReason vacancy { placesAvailable placesOffered version }';

async function outcome(
  { ask }: Graph,
  actor: Actor,
  document: string,
  variables: Record<string, unknown>,
): Promise<Outcome> {
  const { data, errors = [] } = await ask<{
    done: { placeHold: SeenHold | null; userErrors: { code: string }[] } | null;
  } | null>(actor, document, variables);
  return {
    hold: data?.done?.placeHold ?? null,
    codes: data?.done?.userErrors.map(({ code }) => code) ?? [],
    errors: errors.map(({ extensions }) => extensions?.code),
  };
}

/** Holds places for a school, from now for an hour unless `until` is given. */
export function placed(
  graph: Graph,
  actor: Actor,
  hub: Pick<TestHub, 'clock'>,
  vacancy: Pick<Vacancy, 'id'>,
  {
    until,
    key,
    ...input
  }: { school: string; places?: number; until?: number; reference?: string; key?: string },
): Promise<Outcome> {
  return outcome(
    graph,
    actor,
    `mutation ($input: PlaceHoldInput!, $key: String) {
      done: placeHold(input: $input, idempotencyKey: $key) { placeHold { ${SEEN} } userErrors { code } }
    }`,
    {
      input: {
        vacancy: encodeId('vac', vacancy.id),
        places: 1,
        until: new Date(until ?? hub.clock.now() + 60 * MINUTE).toISOString(),
        ...input,
      },
      key,
    },
  );
}

/** Changes a hold: `Extend(until: ...)`, `Release`, `Convert` or `Decline(reason: ...)`. */
export function changed(
  graph: Graph,
  actor: Actor,
  action: 'Extend' | 'Release' | 'Convert' | 'Decline',
  { id, version }: Pick<SeenHold, 'id' | 'version'>,
  more: { until?: number; reason?: string } = {},
): Promise<Outcome> {
  const until = more.until === undefined ? '' : `, until: "${new Date(more.until).toISOString()}"`;
  const reason = more.reason === undefined ? '' : `, reason: ${JSON.stringify(more.reason)}`;
  return outcome(
    graph,
    actor,
    `mutation ($id: ID!, $version: Int!) {
      done: placeHold${action}(id: $id, version: $version${until}${reason}) { placeHold { ${SEEN} } userErrors { code } }
    }`,
    { id, version },
  );
}
