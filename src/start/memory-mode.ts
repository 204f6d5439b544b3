import { setFlagsFromString } from 'node:v8';

/**
 * Imported first by the server, so that responses stay in young memory. V8 assumes that objects will live long if early
 * objects from the same place did, and creates them in old memory. Here the early ones are what a start keeps, and the
 * later ones are responses that are gone in a millisecond. They filled the old memory with 13 kB for each search, a
 * third of the cost of a search.
 */
setFlagsFromString('--no-allocation-site-pretenuring');

/**
 * Old memory is collected when it has grown by this much (%) beyond what survived last time. On a machine with much
 * memory V8 waits until it is four times that. A caller whose requests are all refused then made the hub hold 150 MB of
 * garbage.
 */
setFlagsFromString('--heap-growing-percent=70');
