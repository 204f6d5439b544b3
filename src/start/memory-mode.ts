import { setFlagsFromString } from 'node:v8';

/**
 * Imported first by the server: answers stay young. V8 takes it that objects made where early ones lived long will live
 * long too, and makes them among the old; here the early ones are what a start keeps, and the later ones are answers that
 * are gone in a millisecond. They then filled the old memory with 13 kB for each search, a third of what it cost.
 */
setFlagsFromString('--no-allocation-site-pretenuring');
