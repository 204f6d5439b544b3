import { startTestHub, type TestHub } from '../support/hub.js';

/** A change is based on the version that was read, so that nobody's change is lost. What has no version says here why not. */
const withoutVersion: Readonly<Record<string, string>> = {
  apiClientCreate: 'makes something',
  apiKeyCreate: 'makes something',
  evidenceCreate: 'makes something',
  inspectionCreate: 'makes something',
  listingDecisionCreate: 'makes something',
  offeringCreate: 'makes something',
  placeHold: 'makes something',
  providerCreate: 'makes something',
  qualityActionAdd: 'makes something',
  qualityFrameworkCreate: 'makes something',
  qualityReviewPlan: 'makes something',
  siteCreate: 'makes something',
  vacancyCreate: 'makes something',
  offeringsUpsert: 'the sender keeps the record elsewhere: what was sent last holds',
  providersUpsert: 'the sender keeps the record elsewhere: what was sent last holds',
  sitesUpsert: 'the sender keeps the record elsewhere: what was sent last holds',
  vacanciesConfirm: 'each of its inputs has a version',
  vacanciesUpsert: 'the sender keeps the record elsewhere: what was sent last holds',
  apiKeyRevoke: 'a key that was ended stays ended, whatever else was done to it',
  duplicateDismiss: 'says of two entries that they are not the same: said twice it is as said once',
  duplicateReinstate: 'takes back what was said: taken back twice it is as once',
  chaseNow: 'makes something',
  chasingOptOutSet: 'sets one switch to what is sent: nothing else is there to be lost',
  evidenceKindSet: 'sets one switch to what is sent: nothing else is there to be lost',
};
/** May be left out, with the reason. */
const optional: Readonly<Record<string, string>> = {
  decayRuleSet: 'there may be none of the kind yet; with a version it never makes the first one',
  contactSet: 'there may be none for the role and audience yet; with a version it never makes one',
  chasingRuleSet: 'there may be none that begins on this day yet; with a version it never makes one',
  holdRuleSet: 'there may be none that begins on this day yet; with a version it never makes one',
  referralContactSet: 'there may be none for the local authority yet; with a version it never makes one',
};

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

it('every mutation has the version that it is based on, or the reason why it has none', () => {
  const fields = Object.values(hub.schema.getMutationType()!.getFields());
  const versions = fields.map(({ name, args }) => ({
    name,
    versions: args.filter((arg) => /^(from|into)?version$/i.test(arg.name)).map(({ type }) => String(type)),
  }));
  const named = (...types: string[]) =>
    versions.filter((one) => String(one.versions) === String(types)).map(({ name }) => name);
  expect(named().sort()).toEqual(Object.keys(withoutVersion).sort());
  expect(named('Int')).toEqual(Object.keys(optional));
  expect(named('Int!', 'Int!')).toEqual(['providerMerge']);
  const others = named('Int!').length + named('Int!', 'Int!').length;
  expect(others).toBe(fields.length - named().length - named('Int').length);
});
