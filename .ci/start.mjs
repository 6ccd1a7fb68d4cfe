import { demo } from './demo.mjs';
import { cli, run, setUp } from './setup.mjs';

setUp();
const args = process.argv.slice(2);
const cwd = process.env.npm_lifecycle_event === 'start' ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd();
process.exitCode = args.length === 0 ? demo() : run(process.execPath, [cli, ...args], { cwd, stdio: 'inherit' });
