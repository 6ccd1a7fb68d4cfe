import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, whatever directory the caller is in. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The compiled command line. */
export const cli = join(root, 'dist', 'cli.cjs');

/** Makes a fresh clone runnable: dependencies as package-lock.json has them, dist/ as new as src/. */
export function setUp() {
  if (!dependenciesMatch()) install();
  if (!buildIsFresh()) build();
}

/** Compiles src/ to dist/ with tsc and bundles it; dist/ is replaced only when that went well. */
export function build() {
  say('building dist/');
  const fresh = join(root, `dist.${process.pid}`);
  const sources = sourceDigest();
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const status =
    run(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', fresh]) ||
    run(process.execPath, [join(root, '.ci', 'bundle.mjs'), fresh]);
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    process.exit(status);
  }
  chmodSync(join(fresh, 'cli.cjs'), 0o755);
  writeFileSync(join(fresh, '.sources'), sources);
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  renameSync(fresh, join(root, 'dist'));
}

/**
 * Runs a program in `cwd` and gives its exit status (128 + n when signal n ended it). What it says goes to our stderr
 * unless `stdio` says otherwise: stdout is for data.
 */
export function run(program, args, { cwd = root, stdio = ['ignore', 2, 2] } = {}) {
  const { status, signal, error } = spawnSync(program, args, { cwd, stdio });
  if (error) {
    say(`cannot run ${program}: ${error.message}`);
    return 127;
  }
  return status ?? 128 + (signalNumber[signal] ?? 0);
}

const signalNumber = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGSEGV: 11, SIGPIPE: 13, SIGTERM: 15 };

function install() {
  say('installing dependencies (better-sqlite3 may be compiled: that can take two minutes)');
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const npm = process.env.npm_execpath;
  const status = npm ? run(process.execPath, [npm, ...args]) : run('npm', args);
  if (status !== 0) process.exit(status);
}

/** npm leaves a lock file of what it really installed; a package for another platform is the only one that may lack. */
function dependenciesMatch() {
  const wanted = readPackages('package-lock.json');
  const installed = readPackages(join('node_modules', '.package-lock.json'));
  if (!wanted || !installed) return false;
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    if (path !== '' && (installed[path] ? installed[path].version !== version : !optional)) return false;
  }
  return nativeModuleLoads();
}

/** False when node_modules was installed under another Node version or machine. */
function nativeModuleLoads() {
  try {
    const Database = createRequire(join(root, 'package.json'))('better-sqlite3');
    new Database(':memory:').close();
    return true;
  } catch {
    return false;
  }
}

function readPackages(lockFile) {
  const path = join(root, lockFile);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : null;
}

function buildIsFresh() {
  const mark = join(root, 'dist', '.sources');
  return existsSync(mark) && readFileSync(mark, 'utf8') === sourceDigest();
}

function sourceDigest() {
  const hash = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  };
  for (const config of ['tsconfig.json', 'tsconfig.build.json', 'package.json', join('.ci', 'bundle.mjs')]) add(config);
  for (const entry of readdirSync(join(root, 'src'), { recursive: true }).sort()) {
    if (entry.endsWith('.ts')) add(join('src', entry));
  }
  return hash.digest('hex');
}

function say(what) {
  process.stderr.write(`mmfold: ${what}\n`);
}
