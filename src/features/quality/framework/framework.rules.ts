import { z } from 'zod';
import { optional } from '../../../platform/optional.js';
import { lineText, proseText } from '../../../platform/parse.js';
import { keeper } from '../record/quality.rules.js';

/** A principle as it is written; its number is its place in the list. */
export const principleInput = z
  .strictObject({
    part: optional(z.int().min(1).max(20)).describe('Which of the parts it belongs to, from 1.'),
    title: lineText(300).min(3).describe('The principle in a line.'),
    description: proseText(3_000).default('').describe('What it means and how one can see it.'),
  })
  .describe('A principle; its number is its place in the list.');

const contents = {
  title: lineText(200).min(3).describe('What the framework is called.'),
  parts: z.array(lineText(200).min(1)).max(20).default([]).describe('Titles of its parts, in order.'),
  principles: z.array(principleInput).min(1).max(100).describe('Its principles, in order.'),
};
const partProblem = {
  path: ['principles'],
  message: 'A principle belongs to one of the parts, counted from 1, or to none.',
};
const hasParts = ({ parts, principles }: { parts: string[]; principles: { part: number | null }[] }) =>
  principles.every(({ part }) => part === null || part <= parts.length);

/** A new draft of a local authority's own framework. */
export const frameworkInput = z
  .strictObject({ localAuthority: keeper, ...contents })
  .describe("A local authority's own framework of principles.")
  .refine(hasParts, partProblem);

/** What a draft is to say from now on, as a whole: principles are numbered by their place. */
export const frameworkContents = z
  .strictObject(contents)
  .describe('All that a draft is to say from now on.')
  .refine(hasParts, partProblem);
