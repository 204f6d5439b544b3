import { isOrganisationMailbox, isRoleMailbox, looksPersonal } from '../../src/platform/mailbox.js';

const at = (local: string) => `${local}@any.example`;
const schools = ["St John's Academy", 'Thomas Clarkson House', 'Wild Woods CIC', 'Jane Smith Tutoring'];

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
    '12',
    '',
  ])('is not %s', (local) => expect(isOrganisationMailbox(at(local), schools)).toBe(false));

  it('is one of a role though somebody’s name is in it, when the organisation is called so', () => {
    expect(isOrganisationMailbox(at('thomas.clarkson.office'), schools)).toBe(true);
    expect(isOrganisationMailbox(at('jane.office'), schools)).toBe(true);
    expect(isOrganisationMailbox(at('jane.office'), ['Wild Woods CIC'])).toBe(false);
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
