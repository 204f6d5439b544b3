import { createHash } from 'node:crypto';
import { PersonNames } from '../../src/features/identity/person-names.service.js';

const people = new PersonNames(Buffer.alloc(32, 7));
/** What an earlier release stored of a subject that is not a plain word. */
const digestOf = (subject: string) => createHash('sha256').update(subject).digest('hex').slice(0, 32);

describe('an actor of the record', () => {
  it.each(['jane.smith', 'Jane Smith', 'jane smith@norfolk.example'])(
    'that an earlier release stored (%j) is shown as the person is named today',
    (subject) => {
      const stored = /\s/.test(subject) ? digestOf(subject) : subject;
      const today = people.nameOf(['commissioner', 'school'], subject);
      expect(today).toMatch(/^commissioner\+school person [0-9a-f]{32}$/);
      expect(people.shown(`commissioner+school ${stored}`)).toBe(today);
      expect(people.shown(`no role ${stored}`)).toBe(people.nameOf([], subject));
      expect(people.shown(today)).toBe(today);
    },
  );

  it.each([
    'seed',
    '',
    'import gias',
    'system: evidence expiry',
    'commissioner client 0199a9b4-0000-7000-8000-000000000001',
    'commissioner development',
  ])('that is not a person (%j) is shown as it is', (actor) => {
    expect(people.shown(actor)).toBe(actor);
  });
});
