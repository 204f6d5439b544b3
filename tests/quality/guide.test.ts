import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, validate } from 'graphql';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { askAs, done, problems } from './ask-as.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const page = readFileSync(join(projectRoot, 'docs', 'commissioner.md'), 'utf8');
const blocks = [...page.matchAll(/^```gql\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);

describe('the restricted examples for commissioners', () => {
  it('are there', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(3);
  });

  it.each(blocks)('fit the graph, and work for a quality officer: %s', async (text) => {
    expect(validate(hub.schema, parse(text))).toEqual([]);
    if (text.startsWith('mutation')) return;
    const { codes } = await askAs(hub, 'quality_officer', { in: ['926'] })(text);
    expect(codes).toEqual([]);
  });

  it('say rightly how long a training holds', async () => {
    const [, json = ''] = /^(\{ "input": .*\})$/m.exec(page) ?? [];
    const provider = encodeId('prv', (await aProvider(hub)).id);
    const { input } = JSON.parse(json.replace('prv_…', provider)) as { input: object };
    const create = `mutation($input: EvidenceCreateInput!) { evidenceCreate(input: $input) { evidence { expiresOn } ${problems} } }`;
    const { evidence } = await done(askAs(hub, 'quality_officer', { in: ['926'] })(create, { input }));
    expect(evidence.expiresOn).toBe('2028-08-31');
    expect(page).toContain('valid to 31 August 2028');
  });
});
