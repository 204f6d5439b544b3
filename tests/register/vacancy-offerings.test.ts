import { randomUUID } from 'node:crypto';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

describe('a vacancy of an offering', () => {
  it('that does not exist, or that one cannot see, is refused: there is no such offering', async () => {
    const own = await aProvider(hub);
    const hidden = await anOffering(hub, await aProvider(hub, { state: 'DRAFT' }));
    for (const id of [randomUUID(), hidden.id]) {
      const { data, errors } = await graph.ask<{ vacancyCreate: object }>(
        anActor('provider_editor', { providers: [own.id] }),
        `mutation ($offering: ID!) {
          vacancyCreate(confirmedForDays: 7, input: { offering: $offering, state: CAPACITY, placesAvailable: 1, unit: "FTE",
            availableFrom: "2026-12-01", minYear: 7, maxYear: 9 }) { vacancy { id } userErrors { field code message } } }`,
        { offering: encodeId('off', id) },
      );
      expect(errors).toBeUndefined();
      expect(data.vacancyCreate).toEqual({
        vacancy: null,
        userErrors: [
          {
            field: ['input', 'offering'],
            code: 'NOT_FOUND',
            message: expect.stringMatching(/^There is no /),
          },
        ],
      });
    }
  });
});
