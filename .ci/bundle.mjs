// Bundles the compiled program: node .ci/bundle.mjs DIST. Node takes about half a millisecond to find and link a module,
// and there are hundreds of small ones; so what the shell runs is a few files, each loaded when it is needed. They are CommonJS:
// a module that imports one of Node's own takes Node 15 ms to start that require() does not take.
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const dist = process.argv[2];
const started = [
  'cli',
  'ingest/reader-thread',
  'commands/import/import-thread',
  'commands/import/fold-thread',
  'commands/check/self-test/runs-thread',
  'commands/parts/table-thread',
];
/** commander loads it for subcommands that are programs of their own, of which there are none: 10 ms of each start. */
const noChildProcess = {
  name: 'no-child-process',
  resolveId: (id, importer) => (id === 'node:child_process' && importer?.includes('commander') ? '\0none' : null),
  load: (id) => (id === '\0none' ? 'module.exports = {};' : null),
};
const program = await rolldown({
  input: Object.fromEntries(started.map((name) => [name, join(dist, `${name}.js`)])),
  platform: 'node',
  external: ['better-sqlite3'],
  plugins: [noChildProcess],
});
await program.write({
  dir: dist,
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
});
