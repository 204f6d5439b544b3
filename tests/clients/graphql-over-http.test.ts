import { serverAudits } from 'graphql-http';
import { startTestHub, type TestHub } from '../support/hub.js';

/** Audits that the hub does not pass on purpose, and why. None of them is a MUST. */
const OTHERWISE: readonly (readonly [audit: RegExp, why: string])[] = [
  [/GET/, 'A search must never be part of an address, so the hub accepts POST only.'],
  [
    /^SHOULD use (a status code of )?200.* when accepting application\/json$/,
    'A refused operation is a 400 in both media types, as in Apollo Server. Proxies and monitors can then see that it failed.',
  ],
];

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

/** An audit asks for the address when it runs. */
const audits = serverAudits({ url: () => `${hub.address}/graphql`, fetchFn: fetch });
const whyNot = (name: string) => OTHERWISE.find(([audit]) => audit.test(name))?.[1];

describe('the audits of GraphQL over HTTP', () => {
  it.each(audits.filter(({ name }) => !whyNot(name)))('$name', async ({ fn }) => {
    expect(await fn()).toMatchObject({ status: 'ok' });
  });

  it('fail where they should for a reason that is listed, and never a MUST', async () => {
    const left = audits.filter(({ name }) => whyNot(name));
    const failed = await Promise.all(
      left.map(async ({ name, fn }) => ((await fn()).status === 'ok' ? [] : [name])),
    );
    expect(failed.flat()).toHaveLength(6);
    expect(failed.flat().filter((name) => name.startsWith('MUST'))).toEqual([]);
  });
});
