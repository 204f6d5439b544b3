import type { OfferingKind } from '../offering-kind.js';
import { apSchools } from './ap-schools.js';
import { arts } from './arts.js';
import { basesAndCentres } from './bases-and-centres.js';
import { inSchool } from './in-school.js';
import { lifeCircumstances } from './life-circumstances.js';
import { medical } from './medical.js';
import { outdoorsAndSport } from './outdoors-and-sport.js';
import { serviceSkills } from './service-skills.js';
import { smallClasses } from './small-classes.js';
import { therapeutic } from './therapeutic.js';
import { trades } from './trades.js';
import { tuitionAndOnline } from './tuition-and-online.js';

/** Every kind of offering of the demonstration, by its id. */
export const offeringKinds: ReadonlyMap<string, OfferingKind> = new Map(
  [
    ...basesAndCentres,
    ...apSchools,
    ...inSchool,
    ...tuitionAndOnline,
    ...medical,
    ...trades,
    ...serviceSkills,
    ...therapeutic,
    ...outdoorsAndSport,
    ...arts,
    ...smallClasses,
    ...lifeCircumstances,
  ].map((kind) => [kind.id, kind]),
);
