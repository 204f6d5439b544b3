import { commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { aProvider } from '../support/builders.js';
import { followed } from '../support/followed.js';
import { type TestHub } from '../support/hub.js';
import { idOf } from './ask.js';

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

it('pairs that were set aside have each its own reasons, also where they share an entry', async () => {
  const numbers = [
    { ukprn: '10012301', companyNumber: '01234501' },
    { ukprn: '10012302', companyNumber: '01234502' },
  ];
  for (const [at, { ukprn, companyNumber }] of numbers.entries()) {
    const name = `School ${at}`;
    const school = await aProvider(hub, { name, urn: `19950${at}`, ukprn, companyNumber });
    for (const number of [{ ukprn }, { companyNumber }]) {
      const called = `${name} by ${Object.keys(number)}`;
      const other = await aProvider(hub, { ...number, name: called, localAuthorityCode: '935' });
      const { data } = await graph.ask<{ duplicateDismiss: object }>(
        commissioner,
        `mutation ($one: ID!, $other: ID!, $reason: String!) { duplicateDismiss(one: $one, other: $other, reason: $reason) {
          dismissals { reason } userErrors { message } } }`,
        { one: idOf(school), other: idOf(other), reason: `Not ${called}.` },
      );
      expect(data.duplicateDismiss).toEqual({
        dismissals: [{ reason: `Not ${called}.` }],
        userErrors: [],
      });
    }
  }
  await followed(hub);
  const { data } = await graph.ask<{
    duplicates: { nodes: { second: { name: string }; dismissals: { reason: string }[] }[] };
  }>(
    commissioner,
    '{ duplicates(filter: { dismissed: true }) { nodes { second { name } dismissals { reason } } } }',
  );
  expect(data.duplicates.nodes).toHaveLength(4);
  for (const { second, dismissals } of data.duplicates.nodes) {
    expect(dismissals).toEqual([{ reason: `Not ${second.name}.` }]);
  }
});
