import { Field, ObjectType } from 'type-graphql';
import { enumOf, nameEnum } from '../../platform/graphql/enum.js';
import { LocalDate } from '../../platform/graphql/scalars.js';
import { codeListNames, codeLists } from './code-lists.rules.js';
import { signpostThemes } from './signpost-theme.rules.js';

/** The names of the code lists, as a GraphQL enum. */
export const CodeListName = nameEnum(
  Object.fromEntries(codeLists.map((list) => [codeListNames[list], list])),
  'CodeListName',
  'The code lists of the hub. A list has the same name as the field that holds its codes, and as the facet of that field.',
  {
    ACCESSIBILITY: 'How accessible a site is, such as step-free access.',
    ACCREDITATIONS: 'Qualifications and awards that pupils can gain.',
    CIRCUMSTANCES: 'Circumstances of pupils that are not needs, such as the risk of a permanent exclusion.',
    COMMISSIONERS: 'Kinds of commissioner, such as a local authority or a school.',
    DELIVERY_MODES: 'Ways of delivery: in person, by outreach or online.',
    EVIDENCE_KIND: 'Kinds of evidence that a provider keeps up to date, such as insurance.',
    INSPECTION_AREA: 'Areas that an inspection judges.',
    INSPECTION_FRAMEWORK: 'Frameworks that inspections follow.',
    INSPECTION_GRADE: 'Grades that inspections give.',
    KEY_STAGES: 'Key stages of the national curriculum.',
    NEEDS: 'Types of special educational need, as in the DfE’s primary need codes.',
    OUTCOMES: 'Outcomes of the FLOURISH framework.',
    PRICE_UNIT: 'What a price is for, such as a day or a session.',
    REFERRAL_ROUTES: 'Ways in which a pupil can be referred.',
    REGISTRATION: 'Whether and how a provider is registered, such as a registered school.',
    SETTING_TYPE: 'Types of provider, such as a pupil referral unit.',
    TIER: 'Tiers of provision.',
    VACANCY_UNIT: 'What a place is counted in, such as a full-time place or a half-day a week.',
  },
);

/** The themes of signposts, as a GraphQL enum. */
export const SignpostThemeName = enumOf(signpostThemes, 'SignpostTheme', 'What a signpost helps with.', {
  EMERGENCY: 'Someone is in danger now, or badly hurt or ill.',
  SUICIDE: 'Thoughts of suicide.',
  SELF_HARM: 'Self-harm.',
  MENTAL_HEALTH: 'A mental health crisis, such as hearing voices, or a very low mood.',
  ABUSE: 'Abuse or neglect of a child.',
  EXPLOITATION: 'Sexual or criminal exploitation.',
  MISSING: 'Someone is missing or has run away.',
  EATING_DISORDER: 'Eating disorders.',
  SUBSTANCES: 'Drugs and alcohol.',
  DOMESTIC_ABUSE: 'Domestic abuse.',
  BEREAVEMENT: 'The death of someone close.',
});

@ObjectType('Code', {
  description:
    'A code of a code list, with the days between which it can be used. Lists change over time. Identified by `list` and `code`.',
  simpleResolvers: true,
})
export class CodeType {
  @Field(() => CodeListName, { description: 'The code list that the code belongs to.' })
  list: string;

  @Field(() => String, { description: 'The code itself, unique in its list.' })
  code: string;

  @Field(() => String, { description: 'The text to show for the code.' })
  label: string;

  @Field(() => String, { description: 'What the code means.' })
  description: string;

  @Field(() => String, { description: 'Where the code comes from.' })
  source: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The first day on which the code can be used; null if there is no first day.',
  })
  validFrom: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The last day on which the code can be used; null if no end is known.',
  })
  validTo: string | null;
}

@ObjectType('Concept', {
  description:
    'An idea that people search for in their own words, and the codes that it stands for. Identified by `key`.',
  simpleResolvers: true,
})
export class ConceptType {
  @Field(() => String, {
    description: 'A short name that never changes. Use it in the filter `concepts` of a search.',
  })
  key: string;

  @Field(() => String, { description: 'The text to show for the concept.' })
  label: string;

  @Field(() => String, { description: 'One sentence that explains the concept.' })
  explanation: string;

  @Field(() => [String], { description: 'The phrases that a search understands as this concept.' })
  phrases: string[];

  @Field(() => [String], {
    description: 'The codes (LIST:CODE) and other concepts (CONCEPT:key) that mean the concept.',
  })
  strongCodes: string[];

  @Field(() => [String], {
    description: 'The codes (LIST:CODE) and concepts (CONCEPT:key) that are often related to the concept.',
  })
  relatedCodes: string[];

  @Field(() => [SignpostThemeName], {
    description: 'The themes of the signposts to show to someone who says this. Usually empty.',
  })
  signposts: string[];
}

@ObjectType('LabelledValue', {
  description: 'A value, and the text to show for it.',
  simpleResolvers: true,
})
export class LabelledValueType {
  @Field(() => String, { description: 'The value as text: a text, number, day, code or id.' })
  value: string;

  @Field(() => String, {
    description: 'The text to show: the name of a code, area or record, otherwise the value itself.',
  })
  label: string;
}
