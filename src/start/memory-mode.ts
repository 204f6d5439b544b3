import { setFlagsFromString } from 'node:v8';

/**
 * Imported first by the server: answers stay young. V8 takes it that objects made where early ones lived long will live
 * long too, and makes them among the old; here the early ones are what a start keeps, and the later ones are answers that
 * are gone in a millisecond. They then filled the old memory with 13 kB for each search, a third of what it cost.
 */
setFlagsFromString('--no-allocation-site-pretenuring');

/**
 * The old memory is gone through when it has grown by so much (%) beyond what lived on the last time. Where there is much memory V8
 * waits until it is four times that: whoever sends nothing but what is refused then had the hub hold 150 MB of garbage.
 */
setFlagsFromString('--heap-growing-percent=70');
