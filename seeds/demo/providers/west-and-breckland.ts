import { type DemoProvider, other, tutors, workshop } from '../demo-provider.js';

/** King's Lynn and West Norfolk, and Breckland. */
export const westAndBreckland: readonly DemoProvider[] = [
  other({
    name: 'Saltpan Farm Learning',
    about: 'A family farm behind the sea wall that takes a handful of young people each day.',
    sites: ['PE31 8'],
    offers: ['care-farm', 'equine', 'land-based', 'animal-care'],
  }),
  other({
    name: 'Driftline Outdoors',
    about: 'Teachers and instructors who teach in woods and on water along the west coast.',
    sites: ['PE36 5', 'PE31 7', 'PE31 6'],
    offers: ['forest-school', 'bushcraft', 'water-sports', 'forest-school'],
  }),
  other({
    name: 'Tidewrack Mentors',
    about: 'Youth workers who started in a boxing gym and never quite left.',
    sites: ['PE30 2', 'PE30 5'],
    offers: ['mentoring', 'boxing', 'youth-justice', 'football'],
  }),
  tutors({
    name: 'Inkpot & Oats Tuition',
    about: 'A small group of teachers who tutor at home and in libraries.',
    sites: ['PE30 5'],
    offers: ['home-tuition', 'ebsa-outreach', 'new-arrivals-english', 'dyslexia-group'],
  }),
  workshop({
    name: 'Cobblewharf Garage Training',
    about: 'A working garage with a classroom above the tyre store.',
    sites: ['PE30 1', 'PE35 6'],
    offers: ['motor-vehicle', 'cycle-workshop', 'construction'],
  }),
  other({
    name: 'Bulrush Arts House',
    about: 'Artists and therapists in a former chapel, with a kiln and a recording studio.',
    sites: ['PE34 4', 'PE38 9'],
    offers: ['art-studio', 'art-therapy', 'music-studio', 'counselling'],
  }),
  other({
    name: 'Fenfold Care Farm',
    about: 'A care farm on black soil, with goats, hens, a polytunnel and a fishing pit.',
    sites: ['PE14 9', 'PE14 7'],
    offers: ['care-farm', 'animal-care', 'angling', 'return-to-school'],
  }),
  workshop({
    name: 'Washland Workshops',
    about: 'Building trades taught in a warehouse by people who still work on site.',
    sites: ['PE33 0', 'PE38 0'],
    offers: ['construction', 'motor-vehicle', 'functional-skills', 'catering'],
  }),
  other({
    name: 'Barleyloft Kitchen',
    about: 'A community café in which young people are the brigade.',
    sites: ['NR19 1', 'IP25 6'],
    offers: ['catering', 'functional-skills', 'young-carers', 'hair-and-beauty'],
  }),
  other({
    name: 'Tawnywood Forest School',
    about: 'Forest school in three woods, for primary and secondary pupils.',
    sites: ['NR20 5', 'NR20 4', 'PE32 2'],
    offers: ['forest-school', 'forest-school', 'bushcraft', 'care-farm'],
  }),
  other({
    name: 'Millstone Mentors',
    about: 'Mentors, coaches and attendance workers for schools in mid Norfolk.',
    sites: ['NR19 2', 'IP25 7'],
    offers: ['mentoring', 'ebsa-outreach', 'boxing', 'football'],
  }),
  tutors({
    name: 'Lampwick Tuition',
    about: 'One-to-one and small-group teaching from a converted barn.',
    sites: ['NR19 1'],
    offers: ['home-tuition', 'tuition-centre', 'dyslexia-group', 'children-in-care'],
  }),
  other({
    name: 'Applecart Therapies',
    about: 'Play, art and talking therapies for children and young people.',
    sites: ['NR19 2', 'PE37 8'],
    offers: ['play-therapy', 'art-therapy', 'counselling', 'return-to-school'],
  }),
  workshop({
    name: 'Flintwheel Motor Project',
    about: 'A motor project that has kept young people busy in an old bus depot.',
    sites: ['IP24 1', 'IP27 0'],
    offers: ['motor-vehicle', 'cycle-workshop', 'functional-skills'],
  }),
  other({
    name: 'Heathbell Wellbeing',
    about: 'Counsellors, horses and a quiet classroom under one roof.',
    sites: ['IP24 2', 'NR17 2'],
    offers: ['counselling', 'equine', 'return-to-school', 'autism-group'],
  }),
  other({
    name: 'Tenfurrow Learning Farm',
    about: 'A mixed farm where lessons happen in the barn and in the field.',
    sites: ['NR16 2', 'NR17 1'],
    offers: ['care-farm', 'land-based', 'autism-group', 'catering'],
  }),
];
