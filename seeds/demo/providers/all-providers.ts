import type { DemoProvider } from '../demo-provider.js';
import { northAndBroadland } from './north-and-broadland.js';
import { norwichYarmouthAndSouth } from './norwich-yarmouth-and-south.js';
import { schoolsAndColleges } from './schools-and-colleges.js';
import { westAndBreckland } from './west-and-breckland.js';

/** Every provider of the demonstration. */
export const demoProviders: readonly DemoProvider[] = [
  ...schoolsAndColleges,
  ...westAndBreckland,
  ...northAndBroadland,
  ...norwichYarmouthAndSouth,
];
