/** Stryker follows single tests where the runner is called so. */
export { default } from '../support/native/runner.js';
