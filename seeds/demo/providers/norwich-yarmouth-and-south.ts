import { type DemoProvider, other, tutors, workshop } from '../demo-provider.js';

/** Norwich, Great Yarmouth and South Norfolk. */
export const norwichYarmouthAndSouth: readonly DemoProvider[] = [
  other({
    name: 'Mustardpot Learning',
    about: 'A city learning centre with a kitchen at its heart.',
    sites: ['NR1 3', 'NR3 2'],
    offers: ['functional-skills', 'return-to-school', 'catering', 'tuition-centre'],
  }),
  other({
    name: 'Loomyard Studios',
    about: 'Music, film and art studios in a former mill.',
    sites: ['NR3 1', 'NR2 1'],
    offers: ['music-studio', 'digital-media', 'art-studio', 'drama', 'music-studio'],
  }),
  other({
    name: 'Stonepath Education',
    about: 'Education and mentoring for young people at risk of exploitation.',
    sites: ['NR1 2', 'NR7 9'],
    hideAddress: true,
    offers: ['youth-justice', 'mentoring', 'boxing', 'youth-justice'],
  }),
  tutors({
    name: 'Copperplate Tuition',
    about: 'City tutors for every age, and for children in care.',
    sites: ['NR2 2'],
    offers: ['home-tuition', 'children-in-care', 'medical-tuition'],
  }),
  other({
    name: 'Bramblecot Therapies',
    about: 'Therapists for play, art, music and talk, with a garden between the rooms.',
    sites: ['NR2 3', 'NR4 6'],
    offers: ['play-therapy', 'art-therapy', 'counselling', 'music-therapy', 'bereavement'],
  }),
  other({
    name: 'Wrenlight House',
    about: 'A family house for young parents and young carers, with a crèche.',
    sites: ['NR5 9'],
    offers: ['young-parents', 'young-carers', 'functional-skills'],
  }),
  other({
    name: 'Turnstile Football & Learning',
    about: 'A community football trust with classrooms in the stand.',
    sites: ['NR6 6', 'NR5 8', 'NR3 4'],
    offers: ['football', 'fitness', 'football', 'mentoring'],
  }),
  other({
    name: 'Welcome Mat English',
    about: 'English, maths and a warm welcome for young people new to the country.',
    sites: ['NR2 1', 'NR30 4'],
    offers: ['new-arrivals-english', 'new-arrivals-english', 'young-parents'],
  }),
  workshop({
    name: 'Graftgate Trades',
    about: 'Bricklayers, plasterers and mechanics who teach on an industrial estate.',
    sites: ['NR6 6', 'NR7 9'],
    offers: ['construction', 'motor-vehicle', 'hair-and-beauty', 'cycle-workshop'],
  }),
  other({
    name: 'Capstan Youth Works',
    about: 'A youth charity on the quay with a gym, a studio and an open door.',
    sites: ['NR30 2', 'NR30 1', 'NR30 3'],
    offers: ['youth-justice', 'mentoring', 'music-studio', 'boxing'],
  }),
  workshop({
    name: 'Foghorn Skills Centre',
    about: 'Trades and salon training behind the sea front.',
    sites: ['NR31 0', 'NR31 7'],
    offers: ['construction', 'hair-and-beauty', 'motor-vehicle', 'catering'],
  }),
  other({
    name: 'Netloft Arts',
    about: 'Artists, actors and film makers in an old net store.',
    sites: ['NR30 3', 'NR29 4'],
    offers: ['art-studio', 'drama', 'digital-media'],
  }),
  other({
    name: 'Whelkshell Wellbeing',
    about: 'A wellbeing service that joins counselling, art and learning.',
    sites: ['NR31 9', 'NR30 5'],
    offers: ['counselling', 'art-therapy', 'mental-health-hub', 'return-to-school'],
  }),
  tutors({
    name: 'Tidegate Tuition',
    about: 'Tutors for the east coast, with a link teacher for children in care.',
    sites: ['NR31 8'],
    offers: ['home-tuition', 'children-in-care', 'ebsa-outreach'],
  }),
  other({
    name: 'Puddingfield Farm',
    about: 'A care farm with a walled garden and a wood of its own.',
    sites: ['NR14 7', 'NR14 6'],
    offers: ['care-farm', 'land-based', 'forest-school', 'nurture-class'],
  }),
  other({
    name: 'Otterwick Learning',
    about: 'A learning centre in the Waveney valley for pupils who have lost touch with school.',
    sites: ['NR35 2', 'IP20 9'],
    offers: ['return-to-school', 'mentoring', 'functional-skills', 'music-studio'],
  }),
  other({
    name: 'Pollardoak Forest School',
    about: 'Forest school and bushcraft west of the city.',
    sites: ['NR9 3', 'NR9 4'],
    offers: ['forest-school', 'bushcraft', 'fitness'],
  }),
  other({
    name: 'Longshadow Equine',
    about: 'A quiet yard where the horses set the pace.',
    sites: ['NR15 1', 'NR16 1'],
    offers: ['equine', 'counselling', 'autism-group'],
  }),
  other({
    name: 'Talkwell Communication',
    about: 'Speech and language therapists and autism advisers for schools.',
    sites: ['NR5 0', 'NR8 5'],
    offers: ['communication-outreach', 'autism-outreach', 'staff-training', 'communication-outreach'],
  }),
  other({
    name: 'Kindling Support',
    about: 'Support for young people who are grieving or caring for others.',
    sites: ['NR18 8', 'NR14 8'],
    offers: ['bereavement', 'young-carers', 'counselling', 'music-therapy'],
  }),
  other({
    name: 'Hollowreed Learning',
    about: 'A provider whose listing has been suspended until questions have been resolved.',
    sites: ['NR34 0'],
    offers: ['care-farm', 'functional-skills'],
    state: 'SUSPENDED',
  }),
];
