import { isObjectType } from 'graphql';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { askAs } from './ask-as.js';

let hub: TestHub;
let provider: string;
let providerId: string;
beforeAll(async () => {
  hub = await startTestHub();
  providerId = (await aProvider(hub)).id;
  provider = encodeId('prv', providerId);
});
afterAll(() => hub.stop());

const uuid = '0199b6a0-0000-7000-8000-000000000001';
const id = (prefix: string) => `"${encodeId(prefix, uuid)}"`;
const review = () =>
  `{ localAuthority: "926", provider: "${provider}", framework: ${id('qfr')}, dueOn: "2027-01-05", officerRole: COMMISSIONER }`;
const principles = '[{ title: "Pupils are known" }]';

/** Every operation of quality with the permission it needs; null: public. */
const operations: [name: string, permission: string | null, text: () => string][] = [
  ['qualityFrameworks', null, () => '{ qualityFrameworks { id } }'],
  ['qualityReview', 'quality.read', () => `{ qualityReview(id: ${id('qrv')}) { id } }`],
  ['qualityReviews', 'quality.read', () => '{ qualityReviews { totalCount } }'],
  ['evidence', 'quality.read', () => '{ evidence { nodes { id } } }'],
  ['evidenceKinds', 'quality.read', () => '{ evidenceKinds(localAuthority: "926") { suspendsListing } }'],
  ['inspections', 'quality.read', () => '{ inspections { nodes { id } } }'],
  ['thresholdAdvice', 'quality.read', () => `{ thresholdAdvice(provider: "${provider}") { level } }`],
  ['selfAssessments', 'entry.read', () => `{ selfAssessments(provider: "${provider}") { id } }`],
  [
    'qualityFrameworkCreate',
    'quality.write',
    () =>
      `mutation { qualityFrameworkCreate(input: { localAuthority: "926", title: "Ours", principles: ${principles} }) { userErrors { code } } }`,
  ],
  [
    'qualityFrameworkUpdate',
    'quality.write',
    () =>
      `mutation { qualityFrameworkUpdate(id: ${id('qfr')}, version: 1, input: { title: "Ours", principles: ${principles} }) { userErrors { code } } }`,
  ],
  [
    'qualityFrameworkPublish',
    'quality.write',
    () => `mutation { qualityFrameworkPublish(id: ${id('qfr')}, version: 1) { userErrors { code } } }`,
  ],
  [
    'qualityReviewPlan',
    'quality.write',
    () => `mutation { qualityReviewPlan(input: ${review()}) { userErrors { code } } }`,
  ],
  [
    'qualityReviewUpdate',
    'quality.write',
    () => `mutation { qualityReviewUpdate(id: ${id('qrv')}, version: 1, input: {}) { userErrors { code } } }`,
  ],
  [
    'qualityReviewComplete',
    'quality.write',
    () =>
      `mutation { qualityReviewComplete(id: ${id('qrv')}, version: 1, doneOn: "2026-11-01") { userErrors { code } } }`,
  ],
  [
    'qualityActionAdd',
    'quality.write',
    () =>
      `mutation { qualityActionAdd(review: ${id('qrv')}, input: { what: "Do it", dueOn: "2027-01-05" }) { userErrors { code } } }`,
  ],
  [
    'qualityActionComplete',
    'quality.write',
    () => `mutation { qualityActionComplete(id: ${id('qac')}, version: 1) { userErrors { code } } }`,
  ],
  [
    'selfAssessmentUpdate',
    'entry.write',
    () =>
      `mutation { selfAssessmentUpdate(id: ${id('qsa')}, version: 1, ratings: [{ principle: 1, rating: MET_IN_FULL }]) { userErrors { code } } }`,
  ],
  [
    'evidenceCreate',
    'quality.write',
    () =>
      `mutation { evidenceCreate(input: { localAuthority: "926", provider: "${provider}", kind: "FIRE_RISK", issuedOn: "2026-01-01", expiresOn: "2026-12-01" }) { userErrors { code } } }`,
  ],
  [
    'evidenceUpdate',
    'quality.write',
    () => `mutation { evidenceUpdate(id: ${id('evi')}, version: 1, input: {}) { userErrors { code } } }`,
  ],
  [
    'evidenceKindSet',
    'quality.write',
    () =>
      'mutation { evidenceKindSet(localAuthority: "926", kind: "FIRE_RISK", suspendsListing: true) { userErrors { code } } }',
  ],
  [
    'inspectionCreate',
    'quality.write',
    () =>
      `mutation { inspectionCreate(input: { localAuthority: "926", provider: "${provider}", framework: "OFSTED_REPORT_CARD_2025", inspectedOn: "2026-02-01", safeguarding: MET }) { userErrors { code } } }`,
  ],
  [
    'inspectionUpdate',
    'quality.write',
    () =>
      `mutation { inspectionUpdate(id: ${id('ins')}, version: 1, input: { framework: "OFSTED_REPORT_CARD_2025", inspectedOn: "2026-02-01", safeguarding: MET }) { userErrors { code } } }`,
  ],
];

const roles = {
  public: [],
  school: [],
  partner: [],
  provider_editor: ['entry.read', 'entry.write'],
  commissioner: ['quality.read'],
  quality_officer: ['quality.read', 'quality.write'],
} as const;

describe('the operations of quality', () => {
  it('are all here', () => {
    const fields = [hub.schema.getQueryType(), hub.schema.getMutationType()].flatMap((type) =>
      isObjectType(type) ? Object.keys(type.getFields()) : [],
    );
    const ours = /^(quality|evidence|inspection|threshold|selfAssessment)/;
    expect(fields.filter((name) => ours.test(name)).sort()).toEqual(operations.map(([name]) => name).sort());
  });

  it.each(Object.keys(roles) as (keyof typeof roles)[])(
    'show a %s what it may see, and no more',
    async (role) => {
      const granted: readonly string[] = roles[role];
      const ask = askAs(hub, role, { in: ['926'], of: [providerId] });
      const changes = () =>
        hub.database.pool.query('select count(*)::int n from change').then(({ rows }) => rows[0].n);
      for (const [name, permission, text] of operations) {
        const allowed = permission === null || granted.includes(permission);
        const before: number = await changes();
        const { data, codes } = await ask(text());
        expect([name, codes]).toEqual([name, allowed ? [] : ['FORBIDDEN']]);
        if (allowed) continue;
        expect([name, Object.values(data).filter((value) => value !== null)]).toEqual([name, []]);
        expect([name, await changes()]).toEqual([name, before]);
      }
    },
  );

  it('name the permission that is missing', async () => {
    const { errors } = await hub.query('{ evidence { nodes { id } } }');
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', permission: 'quality.read' } }]);
  });
});
