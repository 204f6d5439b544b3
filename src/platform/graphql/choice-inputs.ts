import { codeFilter, codesFilter, idFilter } from '../choice.js';
import { inputFrom } from './zod-input.js';

/** The inputs that filter every list in the same way. A file whose filter contains one of them imports this file. */
export const CodeFilter = inputFrom(codeFilter, 'CodeFilter');
export const CodesFilter = inputFrom(codesFilter, 'CodesFilter');
export const IdFilter = inputFrom(idFilter, 'IdFilter');
