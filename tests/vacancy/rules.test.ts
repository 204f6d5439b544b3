import {
  AGEING_BETWEEN,
  placesAtLeastProblem,
  vacancyChanges,
  vacancyInput,
} from '../../src/features/vacancy/vacancy.rules.js';
import { describeLimits, needed, orLeftOut, orNothing, whole } from '../support/limits.js';

const id = '00000000-0000-4000-8000-000000000000';
const vacancy = {
  offeringId: id,
  state: 'CAPACITY',
  placesAvailable: 2,
  unit: 'FULL_TIME',
  availableFrom: '2027-01-05',
  minYear: 7,
  maxYear: 9,
};
const sunday = new Date('2026-11-22T09:00:00Z');
const [monday, tuesday] = [new Date('2026-11-23T09:00:00Z'), new Date('2026-11-24T09:00:00Z')];

describeLimits('a vacancy', vacancyInput, vacancy, {
  offeringId: needed([[id], ['off_1']]),
  siteId: orNothing([[id], ['sit_1']]),
  state: needed([['CAPACITY', 'WAITLIST', 'ASSESSMENT_REQUIRED'], ['OPEN']]),
  placesAvailable: needed(whole(0, 200)),
  unit: needed([['U'.repeat(60)], ['U'.repeat(61)]]),
  availableFrom: needed([['2027-01-05'], ['soon', '2027-02-30']]),
  minYear: needed([
    [0, 9],
    [-1, 8.5],
  ]),
  maxYear: needed([[7, 14], [15]]),
  confirmedAt: orNothing([[monday], ['2026-11-23']]),
  waitingListLength: orNothing([
    [0, 999],
    [-1, 1_000, 0.5, '3'],
  ]),
  waitingListUntil: orNothing([['2027-01-05'], ['2027-02-30', 'soon']]),
  isDemonstration: orLeftOut([[true, false], ['yes']]),
});

describe('a vacancy', () => {
  const wrong = (values: object) =>
    vacancyInput
      .safeParse({ ...vacancy, ...values })
      .error?.issues.map(({ path, message }) => `${path}: ${message}`) ?? [];
  const ages = [`ageingAt: ${AGEING_BETWEEN.message}`];
  const expires = ['expiresAt: expiresAt must be later than confirmedAt.'];

  it.each<[what: string, object, string[]]>([
    ['for one year', { minYear: 8, maxYear: 8 }, []],
    [
      'for years that end before they begin',
      { minYear: 9, maxYear: 8 },
      ['maxYear: The last year must not be earlier than the first year.'],
    ],
    ['without capacity and places', { state: 'NO_CAPACITY', placesAvailable: 0 }, []],
    [
      'without capacity, with a place',
      { state: 'NO_CAPACITY', placesAvailable: 1 },
      ['placesAvailable: A vacancy in the state NO_CAPACITY has no places: set placesAvailable to 0.'],
    ],
    ['with a waiting list for places', { state: 'WAITLIST', placesAvailable: 1 }, []],
    ['confirmed until later', { confirmedAt: monday, expiresAt: tuesday }, []],
    ['confirmed until then', { confirmedAt: monday, expiresAt: monday }, expires],
    ['confirmed until before', { confirmedAt: tuesday, expiresAt: monday }, expires],
    ['that expires and was not confirmed', { expiresAt: tuesday }, expires],
    ['ageing at once', { confirmedAt: monday, ageingAt: monday, expiresAt: tuesday }, []],
    ['ageing from its end', { confirmedAt: monday, ageingAt: tuesday, expiresAt: tuesday }, ages],
    ['ageing before it was confirmed', { confirmedAt: monday, ageingAt: sunday, expiresAt: tuesday }, ages],
    ['ageing without an end', { confirmedAt: monday, ageingAt: tuesday }, ages],
    ['ageing, confirmed by nobody', { ageingAt: tuesday }, ages],
    ['confirmed for good', { confirmedAt: monday, expiresAt: null }, []],
  ])('%s', (_, values, problems) => {
    expect(wrong(values)).toEqual(problems);
  });

  it('is as it is stated, confirmed by nobody', () => {
    const unsaid = {
      waitingListLength: null,
      waitingListUntil: null,
      confirmedByRole: null,
      siteId: null,
      confirmedAt: null,
      ageingAt: null,
      expiresAt: null,
      isDemonstration: false,
    };
    expect(vacancyInput.parse(vacancy)).toEqual({ ...vacancy, ...unsaid });
  });

  it('may be changed in any part, but stays its offering’s', () => {
    expect(vacancyChanges.safeParse({ placesAvailable: 1 }).success).toBe(true);
    expect(vacancyChanges.safeParse({ offeringId: id }).success).toBe(false);
  });
});

describe('who sees bands of places only', () => {
  it.each([1, 3, 6])('may ask for at least %i', (places) => {
    expect(placesAtLeastProblem(places, ['places'])).toBeNull();
  });

  it.each([0, 2, 4, 5, 7])('cannot ask for at least %i, which would tell the number', (places) => {
    expect(placesAtLeastProblem(places, ['filter', 'places'])).toEqual({
      field: ['filter', 'places'],
      code: 'BANDS_ONLY',
      message:
        'Ask for at least 1, 3 or 6 places: these are where the bands of placesBand begin. To ask for any number, sign in with the permission place.exact.',
    });
  });
});
