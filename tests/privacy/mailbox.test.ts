import {
  isOrganisationMailbox,
  isRoleMailbox,
  looksPersonal,
  mailboxesIn,
} from '../../src/features/privacy/mailbox.rules.js';

const at = (local: string) => `${local}@any.example`;
const schools = ["St John's Academy", 'Thomas Clarkson House', 'Wild Woods CIC', 'Jane Smith Tutoring'];

describe('mailboxes in a text', () => {
  it.each([
    ['Write to zoë.b@a-b.example, or (sam+x@c.d.example).', ['zoë.b@a-b.example', 'sam+x@c.d.example']],
    ['a@b@c.example', ['b@c.example']],
    ['learn@home, @school.example, x@, x@.example, x@a..b', []],
    ['https://social.example/@school.page', []],
    ['', []],
  ])('%s', (text, found) => {
    expect(mailboxesIn(text)).toEqual(found);
  });

  it.each(['@', 'a', 'a@', '@a', '.a', 'a@a.', 'キロメートル', '-'])(
    'are found by looking at each character twice at most, in a row of %s',
    (part) => {
      const test = jest.spyOn(RegExp.prototype, 'test');
      try {
        for (const text of [part.repeat(3_000), `${part.repeat(3_000)}@`, `@${part.repeat(3_000)}`]) {
          test.mockClear();
          mailboxesIn(text);
          expect(test.mock.calls.length).toBeLessThanOrEqual(2 * text.length + 2);
        }
      } finally {
        test.mockRestore();
      }
    },
  );
});

describe('a mailbox of a role', () => {
  it.each(['office', 'Norwich.Admissions', 'send_team', 'head-of-provision', 'info2', 'ap+norfolk'])(
    '%s',
    (local) => {
      expect(isRoleMailbox(at(local))).toBe(true);
    },
  );

  it.each(['jane', 'jane.smith', 'officer', 'jane+office', ''])('is not %s', (local) => {
    expect(isRoleMailbox(at(local))).toBe(false);
  });
});

describe('a mailbox of an organisation', () => {
  it.each([
    'wildwoods',
    'wild.woods',
    'woods',
    'wwc',
    'stjohns',
    'st.johns.office',
    'clarkson',
    'house',
    'admin',
  ])('is %s', (local) => expect(isOrganisationMailbox(at(local), schools)).toBe(true));

  it.each([
    'jane',
    'jane.smith',
    'janesmith',
    'janesmithtutoring',
    'thomas',
    'thomasclarkson',
    'sarah.office',
    'wild.robin.hood',
    'w',
    'wildw',
    'xwoods',
    'cicundefined',
    '12',
    '',
  ])('is not %s', (local) => expect(isOrganisationMailbox(at(local), schools)).toBe(false));

  it('is one of a role though someone’s name is in it, when the organisation is called so', () => {
    expect(isOrganisationMailbox(at('thomas.clarkson.office'), schools)).toBe(true);
    expect(isOrganisationMailbox(at('jane.office'), schools)).toBe(true);
    expect(isOrganisationMailbox(at('jane.office'), ['Wild Woods CIC'])).toBe(false);
  });

  it('is one called after a saint, whose name is nobody’s, or after two letters', () => {
    const called = ['St John Fisher', 'Saint Thomas House', 'AB Tutoring'];
    for (const local of ['stjohn', 'saintthomas', 'ab']) {
      expect([local, isOrganisationMailbox(at(local), called)]).toEqual([local, true]);
    }
    for (const local of ['john', 'thomas', 'a']) {
      expect([local, isOrganisationMailbox(at(local), called)]).toEqual([local, false]);
    }
    expect(isOrganisationMailbox(at('st.john.office'), ['Wild Woods CIC'])).toBe(true);
    expect(isOrganisationMailbox(at('saint.john.office'), ['Wild Woods CIC'])).toBe(true);
  });

  it('is nobody’s without names', () => {
    expect([[], [''], ['-']].map((names) => isOrganisationMailbox(at('woods'), names))).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('a mailbox looks like a person’s', () => {
  it.each(['jane', 'jane.smith', 'Jane_Smith', 'j.smith', 'smith.j', 'zoë', 'jane2', 'oak.tree'])(
    '%s',
    (local) => {
      expect(looksPersonal(at(local))).toBe(true);
    },
  );

  it.each(['patterson', 'jsmith', 'woods', 'hope', '12', ''])('not %s', (local) => {
    expect(looksPersonal(at(local))).toBe(false);
  });
});
