import { join } from 'node:path';
import { root, run, setUp } from './setup.mjs';

setUp();
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const args = ['run', '--root', root, '--config', join(root, 'test', 'vitest.config.ts'), ...process.argv.slice(2)];
process.exitCode = run(process.execPath, [vitest, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
