/**
 * What is mutated, and by which tests its mutants are to be killed: the rules on which answers and permissions rest. Each area is
 * tried by itself, so that a mutant is met by no more tests than could know of it.
 */
export const areas = {
  advice: {
    mutate: ['src/features/quality/threshold/threshold.rules.ts'],
    tests: ['tests/quality/threshold.test.ts'],
  },
  steps: {
    mutate: [
      'src/features/register/entry/steps.ts',
      'src/features/register/entry/editing.rules.ts',
      'src/features/register/entry/field-ownership.ts',
      'src/features/register/listing/listing-decision.rules.ts',
    ],
    tests: ['tests/register/*.test.ts'],
  },
  permissions: {
    mutate: ['src/features/identity/permissions.ts', 'src/features/identity/actor.ts'],
    tests: ['tests/guards/permissions.test.ts', 'tests/identity/*.test.ts', 'tests/register/steps.test.ts'],
  },
  vacancies: {
    mutate: ['src/features/vacancy/vacancy.rules.ts'],
    tests: ['tests/vacancy/*.test.ts'],
  },
  match: {
    mutate: ['src/features/match/*-part*.ts', 'src/features/match/match.score.ts'],
    tests: ['tests/match/{parts,properties,score,table}.test.ts'],
  },
  search: {
    mutate: ['src/platform/search/embedded/*.ts'],
    tests: ['tests/contract/embedded-*.test.ts', 'tests/contract/{free-slots,opening-ends}.test.ts'],
  },
  lookup: {
    mutate: ['src/platform/search/lookup/*.ts'],
    tests: ['tests/platform/search/lookup/*.test.ts', 'tests/contract/embedded-parts.test.ts'],
  },
  text: {
    mutate: ['src/platform/{edit-distance,geo,text,lower-bound,day}.ts'],
    tests: ['tests/platform/{edit-distance,geo,text,clock}.test.ts'],
  },
};
