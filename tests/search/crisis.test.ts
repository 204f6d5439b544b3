import { readConcepts } from '../../seeds/reference-files.js';
import { isOfCrisis } from '../../src/features/vocabulary/signpost-theme.rules.js';
import { readerOf } from '../support/reading.js';

// As people type. cspell:ignore anymore suicde voilence oevrdose
const concepts = readConcepts();
const read = readerOf(concepts);
const themesOf = (text: string) => [
  ...new Set(read(text).concepts.flatMap(({ concept }) => concept.signposts)),
];

describe('words of crisis', () => {
  it.each([
    ['I want to kill myself', 'SUICIDE'],
    ['he says he wants to die', 'SUICIDE'],
    ['she doesn’t want to be here anymore', 'SUICIDE'],
    ['my son keeps talking about ending it', 'SUICIDE'],
    ['thinking about suicide', 'SUICIDE'],
    ['suicidal', 'SUICIDE'],
    ['tried to hang himself last week', 'SUICIDE'],
    ['they said they would be better off dead', 'SUICIDE'],
    ['took an overdose', 'EMERGENCY'],
    ['she has taken too many tablets', 'EMERGENCY'],
    ['overdose', 'SUICIDE'],
    ['self harm', 'SELF_HARM'],
    ['hearing voices', 'MENTAL_HEALTH'],
    ['severely depressed', 'MENTAL_HEALTH'],
    ['carrying a knife', 'EXPLOITATION'],
    ['radicalised online', 'EXPLOITATION'],
    ['cutting herself', 'SELF_HARM'],
    ['cuts on his arms', 'SELF_HARM'],
    ['wants to hurt himself', 'SELF_HARM'],
    ['being hit at home', 'ABUSE'],
    ['my dad hits me', 'ABUSE'],
    ['scared of his stepdad', 'ABUSE'],
    ['too frightened to go home', 'ABUSE'],
    ['safeguarding concern about a pupil', 'ABUSE'],
    ['sexually abused', 'ABUSE'],
    ['a man touched me', 'ABUSE'],
    ['she was touched by her uncle', 'EXPLOITATION'],
    ['she was raped', 'ABUSE'],
    ['being blackmailed with nude photos', 'EXPLOITATION'],
    ['county lines', 'EXPLOITATION'],
    ['made to sell drugs', 'EXPLOITATION'],
    ['owes money to drug dealers', 'EXPLOITATION'],
    ['nobody knows where he is', 'MISSING'],
    ['has run away', 'MISSING'],
    ['ran away from home', 'MISSING'],
    ['she keeps going missing', 'MISSING'],
    ['didn’t come home last night', 'MISSING'],
    ['domestic violence', 'DOMESTIC_ABUSE'],
    ['dad hits mum', 'DOMESTIC_ABUSE'],
    ['abusive boyfriend', 'DOMESTIC_ABUSE'],
    ['forced marriage', 'DOMESTIC_ABUSE'],
    ['threatened with a knife', 'EMERGENCY'],
    ['he has been stabbed', 'EMERGENCY'],
    ['stabbed', 'EMERGENCY'],
    ['she is not breathing', 'EMERGENCY'],
    ['in immediate danger', 'EMERGENCY'],
  ])('%j calls for %s', (text, theme) => {
    expect(themesOf(text)).toContain(theme);
  });

  it.each([
    ['suicde', 'SUICIDE'],
    ['I want to kil myself', 'SUICIDE'],
    ['domestic voilence', 'DOMESTIC_ABUSE'],
    ['oevrdose', 'SUICIDE'],
  ])('%j, mistyped, calls for %s', (text, theme) => {
    expect(themesOf(text)).toContain(theme);
  });

  it.each([
    'ways to kill time between lessons',
    'killing time in the corridor',
    'dying to try motorbikes',
    'dying for a place in a band',
    'cutting hair',
    'hair cutting course',
    'cuts and colours at a salon',
    'he is cutting himself off from his friends',
    'she cut herself off from everyone',
    'hit the target',
    'archery: hit the gold',
    'they hit it off at once',
    'greatest hits band',
    'beats and bars music studio',
    'beat making',
    'knife skills in the kitchen',
    'whittling with a knife',
    'touch typing',
    'touch rugby',
    'touched by music',
    'placement ending in July',
    'the placement is ending, it was good',
    'school wants to end the placement',
    'missing education',
    'child missing education',
    'missing maths lessons',
    'missing his friends',
    'does not want to live with his dad',
    'wants to live on a farm',
    'doesn’t want to be here at school',
    'can’t find my son a place',
    'can’t go on trips',
    'take your life in your hands: climbing',
    'life skills',
    'take the lead in his own learning',
    'ramped access',
    'reaped what we sowed in the garden',
    'fashion and runway',
    'setting for autistic pupils',
    'school setting',
    'overused phrases',
    'overdoing it at the gym',
    'the painting was overdone',
    'runaway success',
    'refugee group for women',
    'unconscious bias training',
    'emergency services cadets',
    'this is an emergency placement',
    'first aid course',
    'shooting hoops',
    'shot put',
    'photo shoot',
    'the pony was stabled',
    'stubbed his toe',
    'stable yard',
    'abusive language to staff',
    'online lessons with a man from Norwich',
    'burning himself out with revision',
    'hanging out with friends',
    'hanging baskets',
    'wants to diet',
    'drugs',
    'alcohol awareness',
    'danger of exclusion',
    'in danger of being excluded',
    'literature',
    'signature dishes',
    'kidney problems',
    'blackberry picking',
  ])('%j calls for none', (text) => {
    expect(themesOf(text)).toEqual([]);
  });

  it('are what every concept of crisis is for, and each of those leads somewhere', () => {
    const crisis = concepts.filter(isOfCrisis);
    expect(crisis.length).toBeGreaterThan(7);
    expect(crisis.filter(({ signposts = [] }) => signposts.length === 0)).toEqual([]);
  });
});
