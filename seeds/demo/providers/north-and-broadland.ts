import { type DemoProvider, other, tutors, workshop } from '../demo-provider.js';

/** North Norfolk and Broadland. */
export const northAndBroadland: readonly DemoProvider[] = [
  other({
    name: 'Curlewmere Farm',
    about: 'A care farm between Fakenham and the coast with sheep, ponies and a kitchen garden.',
    sites: ['NR21 0', 'NR23 1'],
    offers: ['care-farm', 'animal-care', 'land-based', 'care-farm'],
  }),
  other({
    name: 'Hornbeam Steps',
    about: 'A small team that helps young people back into learning after a long time at home.',
    sites: ['NR21 9', 'NR22 6'],
    offers: ['return-to-school', 'mentoring', 'art-studio', 'ebsa-outreach'],
  }),
  other({
    name: 'Staithe & Sail',
    about: 'Boat builders, sailors and anglers who teach young people in their sheds and on the creek.',
    sites: ['NR23 1', 'NR25 7'],
    offers: ['boat-building', 'water-sports', 'angling'],
  }),
  other({
    name: 'Hazelcopse Forest School',
    about: 'A forest school with a roundhouse, two leaders and a waiting wood.',
    sites: ['NR21 7', 'NR21 0'],
    offers: ['forest-school', 'bushcraft', 'nurture-class', 'forest-school'],
  }),
  tutors({
    name: 'Wheatear Tuition',
    about: 'Teachers who tutor pupils at home and in village halls around Fakenham.',
    sites: ['NR21 8'],
    offers: ['home-tuition', 'tuition-centre', 'ebsa-outreach'],
  }),
  workshop({
    name: 'Anvil & Oak Workshops',
    about: 'A smithy, a garage and a joiner’s shop around one yard.',
    sites: ['NR21 9', 'NR20 5'],
    offers: ['motor-vehicle', 'construction', 'cycle-workshop', 'boxing'],
  }),
  other({
    name: 'Skeinfield Equine',
    about: 'A yard of rescued horses and ponies, with an indoor school for wet days.',
    sites: ['NR21 7', 'NR25 6'],
    offers: ['equine', 'equine', 'counselling'],
  }),
  other({
    name: 'Dunlin Reach Learning',
    about: 'A seaside learning centre for young people who need a smaller place.',
    sites: ['NR26 8', 'NR27 0'],
    offers: ['return-to-school', 'mentoring', 'functional-skills', 'autism-group'],
  }),
  other({
    name: 'Bracken & Hay Farm',
    about: 'A smallholding with horses, alpacas and more mud than is strictly needed.',
    sites: ['NR11 7', 'NR11 8'],
    offers: ['care-farm', 'equine', 'animal-care', 'land-based'],
  }),
  workshop({
    name: 'Reedcutter Boatworks',
    about: 'A boatyard on the Broads with room for six apprentices who are not apprentices yet.',
    sites: ['NR12 0', 'NR12 8'],
    offers: ['boat-building', 'angling', 'construction', 'water-sports'],
  }),
  other({
    name: 'Sparrowgate Counselling',
    about: 'Counsellors and play therapists who work from a house with a garden.',
    sites: ['NR28 0'],
    hideAddress: true,
    offers: ['counselling', 'bereavement', 'play-therapy', 'art-therapy'],
  }),
  other({
    name: 'Cartwheel Sports',
    about: 'Coaches who put education first and the ball second.',
    sites: ['NR28 0', 'NR26 8', 'NR12 9'],
    offers: ['football', 'boxing', 'fitness', 'mentoring'],
  }),
  other({
    name: 'Wherrymoor Outdoors',
    about: 'Canoes, rods and campfires in the valley of the Bure.',
    sites: ['NR12 7', 'NR13 4'],
    offers: ['water-sports', 'bushcraft', 'angling', 'forest-school'],
  }),
  other({
    name: 'Nestbox Nurture',
    about: 'Nurture specialists for primary schools, with two rooms of their own.',
    sites: ['NR7 0', 'NR6 7'],
    offers: ['nurture-class', 'primary-nurture-outreach', 'play-therapy', 'staff-training'],
  }),
  other({
    name: 'Second Breath',
    about: 'A service for families and schools where attendance has become a daily struggle.',
    sites: ['NR10 5', 'NR11 6'],
    offers: ['ebsa-outreach', 'return-to-school', 'staff-training', 'mental-health-hub'],
  }),
  other({
    name: 'Honeycomb Lane Learning',
    about: 'A low-arousal learning centre with hens, a wood and a great deal of patience.',
    sites: ['NR9 5', 'NR10 4'],
    offers: ['autism-group', 'forest-school', 'care-farm', 'digital-media'],
  }),
  other({
    name: 'Fieldgate Mentors',
    about: 'Mentors who meet pupils in school, on a bench or on a bicycle.',
    sites: ['NR6 5', 'NR8 6'],
    offers: ['mentoring', 'boxing', 'transition-support', 'cycle-workshop'],
  }),
  {
    name: 'Starling Live Lessons',
    about: 'Live online teaching for pupils who cannot be in a classroom at the moment.',
    setting: 'OTH',
    registration: 'NOT_STATED',
    sites: ['NR13 3'],
    offers: ['online-core', 'online-core', 'online-gcse'],
  },
  other({
    name: 'Newcommon Learning',
    about: 'A new provider that has asked to be listed.',
    sites: ['NR10 4'],
    offers: ['mentoring', 'catering'],
    state: 'IN_REVIEW',
  }),
];
