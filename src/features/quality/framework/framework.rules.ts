import { z } from 'zod';
import { optional } from '../../../platform/optional.js';
import { lineText, proseText } from '../../privacy/text.rules.js';
import { keeper } from '../record/quality.rules.js';

/** A principle as it is entered. Its number is its position in the list. */
export const principleInput = z
  .strictObject({
    part: optional(z.int().min(1).max(20)).describe(
      'The part of the framework it belongs to, from 1. Leave it out if it belongs to none.',
    ),
    title: lineText(300).min(3).describe('The principle in one line.'),
    description: proseText(3_000).default('').describe('What the principle means and how to recognise it.'),
  })
  .describe('A principle. Its number is its position in the list.');

const contents = {
  title: lineText(200).min(3).describe('The title of the framework.'),
  parts: z.array(lineText(200).min(1)).max(20).default([]).describe('The titles of its parts, in order.'),
  principles: z.array(principleInput).min(1).max(100).describe('Its principles, in order.'),
};
const partProblem = {
  path: ['principles'],
  message: '`part` must be the number of one of the parts, from 1, or left out.',
};
const hasParts = ({ parts, principles }: { parts: string[]; principles: { part: number | null }[] }) =>
  principles.every(({ part }) => part === null || part <= parts.length);

/** A new draft of a local authority's own framework. */
export const frameworkInput = z
  .strictObject({ localAuthority: keeper, ...contents })
  .describe("A local authority's own framework of principles.")
  .refine(hasParts, partProblem);

/** The complete new contents of a draft. Principles are numbered by their position. */
export const frameworkContents = z
  .strictObject(contents)
  .describe('The complete new contents of a draft.')
  .refine(hasParts, partProblem);
