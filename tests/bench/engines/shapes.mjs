import { keyStageYears } from '../../../dist/src/features/offering/offering.rules.js';
import { chooseParts } from '../../../dist/src/features/search/giving-way.js';
import { meaningAll, termsOf } from '../../../dist/src/features/search/sentence-question.js';
import { epochDay } from '../../../dist/src/platform/clock.js';

const PAGE = 20;
const EVERYWHERE_METRES = 20_037_508;
const FACETS = ['needs', 'tier', 'district'];

const anyOf = (field, values) => ({ kind: 'anyOf', field, values });
const needsAndStage = ({ needs, keyStage }) => [anyOf('needs', needs), anyOf('keyStages', [keyStage])];
const byDay = ({ by, keyStage }) => ({
  kind: 'opening',
  places: 1,
  byDay: epochDay(by),
  groups: keyStageYears[keyStage],
});
const around = ({ latitude, longitude }, metres) => ({
  kind: 'radius',
  centre: { lat: latitude, lng: longitude },
  metres,
  areas: ['ENGLAND'],
});
const nearby = (question) => around(question, question.km * 1000);

/**
 * What engines are asked, by name: a query of the port, made of a question, of what people type, and of what a text is
 * understood as. `isSame` says whether every engine returns the same documents: none is asked to find the same by text.
 */
export const shapes = {
  'text with a typo': {
    query: (_question, { mistyped }, understood) => understood(mistyped),
  },
  'text, filters and 25 km': {
    query: (question, { subject }, understood) => ({
      ...understood(subject),
      scope: nearby(question),
      conditions: [...understood(subject).conditions, ...needsAndStage(question)],
    }),
  },
  'a sentence of several concepts': {
    query: (_question, { sentence }, understood) => understood(sentence),
  },
  'nearest 20 with a need': {
    isSame: true,
    query: (question) => ({
      conditions: [anyOf('needs', question.needs)],
      scope: around(question, EVERYWHERE_METRES),
      sort: { by: 'distance', from: around(question).centre },
    }),
  },
  'facets, conjunctive': { isSame: true, query: (question) => facets(question, 'conjunctive') },
  'facets, disjunctive': { isSame: true, query: (question) => facets(question, 'disjunctive') },
  'vacancy by a date': { isSame: true, query: (question) => ({ conditions: [byDay(question)] }) },
  'browse by name': { isSame: true, query: () => ({ sort: { by: 'text', field: 'title' } }) },
  'soonest vacancy': {
    isSame: true,
    query: (question) => ({
      conditions: needsAndStage(question),
      sort: { by: 'opening', places: 1, groups: keyStageYears[question.keyStage] },
    }),
  },
};

function facets(question, mode) {
  return {
    conditions: [...needsAndStage(question), byDay(question)],
    scope: nearby(question),
    facets: { fields: FACETS, mode },
    page: { offset: 0, size: 1 },
  };
}

/** Queries of every shape: `questions` and `texts` are as many, `reader` and `register` understand the texts. */
export function queriesOf(shape, questions, texts, { reader, embedded: register }) {
  const base = {
    words: [],
    concepts: [],
    conditions: [],
    sort: { by: 'relevance' },
    page: { offset: 0, size: PAGE },
  };
  const understood = (text) => {
    const reading = reader.read(text);
    const choice = chooseParts(reading, { conditions: [] }, register);
    return { ...termsOf(reading, choice, register), conditions: meaningAll(choice) };
  };
  return questions.map((question, i) => ({ ...base, ...shape.query(question, texts[i], understood) }));
}
