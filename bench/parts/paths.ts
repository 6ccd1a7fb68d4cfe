import { fileURLToPath } from 'node:url';

/** The compiled command line. */
export const cli = fileURLToPath(new URL('cli.cjs', import.meta.resolve('#mmfold/cli.js')));

/** Where results are written unless told: bench/results. */
export const resultsFolder = fileURLToPath(new URL('../bench/results/', import.meta.resolve('#mmfold/cli.js')));
