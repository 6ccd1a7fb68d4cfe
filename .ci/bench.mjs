import { join } from 'node:path';
import { root, run, setUp } from './setup.mjs';

setUp();
const built = join(root, 'bench', '.build');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const status = run(process.execPath, [tsc, '-p', 'tsconfig.bench.json', '--outDir', built]);
const args = [join(built, 'bench', 'main.js'), ...process.argv.slice(2)];
process.exitCode = status || run(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
