import type { OfferingKind } from '../offering-kind.js';
import { alongsideThePupil } from './alongside-the-pupil.js';
import { apSchools } from './ap-schools.js';
import { arts } from './arts.js';
import { basesAndCentres } from './bases-and-centres.js';
import { inSchool } from './in-school.js';
import { lifeCircumstances } from './life-circumstances.js';
import { medical } from './medical.js';
import { outdoors } from './outdoors.js';
import { serviceSkills } from './service-skills.js';
import { smallClasses } from './small-classes.js';
import { specialistPlaces } from './specialist-places.js';
import { sport } from './sport.js';
import { therapeutic } from './therapeutic.js';
import { trades } from './trades.js';
import { tuitionAndOnline } from './tuition-and-online.js';

/** Every kind of offering of the demonstration, by its id. */
export const offeringKinds: ReadonlyMap<string, OfferingKind> = new Map(
  [
    ...basesAndCentres,
    ...apSchools,
    ...specialistPlaces,
    ...inSchool,
    ...alongsideThePupil,
    ...tuitionAndOnline,
    ...medical,
    ...trades,
    ...serviceSkills,
    ...therapeutic,
    ...outdoors,
    ...sport,
    ...arts,
    ...smallClasses,
    ...lifeCircumstances,
  ].map((kind) => [kind.id, kind]),
);
