import { join } from 'node:path';
import { root, run, setUp } from './setup.mjs';

setUp();
const args = [join(root, 'bench', 'main.mjs'), ...process.argv.slice(2)];
process.exitCode = run(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
