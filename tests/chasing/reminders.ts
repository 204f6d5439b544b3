import { chasingFeature } from '../../src/features/chasing/chasing.feature.js';
import type { Role } from '../../src/features/identity/permissions.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import type { Vacancy } from '../../src/features/vacancy/vacancy.entity.js';
import { DAY } from '../../src/platform/clock.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';

/** The address that links of the tests begin with. */
export const PUBLIC = 'https://hub.example.org';

/** Starts a hub that can write reminders for the tests of a file, and stops it after them. `ready` gets it before they begin. */
export function remindingHub(ready: (hub: TestHub) => void): void {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub(undefined, {}, { PUBLIC_URL: PUBLIC });
    ready(hub);
  });
  afterAll(() => hub.stop());
}

/** The text of a page. */
export const textOf = async (url: string) => (await fetch(url)).text();

/** A listed provider with a mailbox, and vacancies that were confirmed so many days ago. */
export async function aDueProvider(
  hub: TestHub,
  {
    daysAgo = 14,
    vacancies = 1,
    role = 'VACANCIES',
    ...values
  }: Partial<{ daysAgo: number; vacancies: number; role: string | null }> &
    Parameters<typeof aProvider>[1] = {},
): Promise<{ provider: Provider; vacancies: Vacancy[]; id: string }> {
  const provider = await aProvider(hub, values);
  if (role !== null) await aMailbox(hub, provider, role);
  const made: Vacancy[] = [];
  for (let n = 0; n < vacancies; n++) {
    const offering = await anOffering(hub, provider, { title: `Forge ${n + 1}` });
    const confirmed = hub.clock.now() - daysAgo * DAY;
    made.push(
      await aVacancy(hub, offering, {
        confirmedAt: new Date(confirmed),
        expiresAt: new Date(confirmed + 28 * DAY),
      }),
    );
  }
  return { provider, vacancies: made, id: encodeId('prv', provider.id) };
}

export async function aMailbox(hub: TestHub, { id }: Provider, role: string, audience = 'PUBLIC') {
  await hub.database.pool.query(
    `insert into provider_contact (id, provider_id, role, audience, email)
     values (gen_random_uuid(), $1, $2, $3, $4)`,
    [id, role, audience, `${role.toLowerCase()}-${audience.toLowerCase()}@p${id.slice(-12)}.example`],
  );
}

export function chasingOf(hub: TestHub) {
  return hub.of(chasingFeature);
}

/** Makes what is due, as the job does. */
export function chase(hub: TestHub): Promise<number> {
  return chasingOf(hub).chasing.chaseDue();
}

export interface StoredMail {
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Record<string, string>;
}

/** The mails in the outbox about a provider, the oldest first. */
export async function mailsTo(hub: TestHub, { id }: Provider): Promise<StoredMail[]> {
  const { rows } = await hub.database.pool.query(
    `select m.* from mail m join chase c on c.mail_id = m.id where c.provider_id = $1 order by c.made_at, c.id`,
    [id],
  );
  return rows;
}

/** The links in a mail, at the address where the hub of the test listens. */
export function linksIn(hub: TestHub, { text }: StoredMail): { answer: string; stop: string } {
  const found = [...text.matchAll(/https:\/\/hub\.example\.org(\/\S+)/g)].map(
    ([, path]) => `${hub.address}${path}`,
  );
  return { answer: found[0]!, stop: found[1]! };
}

/** Sends a form, as a browser does. */
export function post(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
}

export const norfolk = (hub: TestHub, role: Role = 'commissioner') =>
  hub.as(role, { localAuthorities: ['926'] });

/** A vacancy as it is stored. */
export async function stored(hub: TestHub, { id }: Vacancy) {
  const { rows } = await hub.database.pool.query('select * from vacancy where id = $1', [id]);
  return rows[0];
}

/** Sends a provider that is due one reminder, and returns it with its mail and links. */
export async function aReminder(hub: TestHub, values: Parameters<typeof aDueProvider>[1] = {}) {
  const due = await aDueProvider(hub, values);
  await chase(hub);
  const mails = await mailsTo(hub, due.provider);
  const mail = mails[mails.length - 1]!;
  return { ...due, mail, links: linksIn(hub, mail) };
}
