// Bundles the compiled program: node .ci/bundle.mjs DIST. Node takes about half a millisecond to find and link a module,
// and there are hundreds of small ones; so what the shell runs is a few files, each loaded when it is needed.
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const dist = process.argv[2];
const started = [
  'cli',
  'ingest/reader-thread',
  'commands/import/import-thread',
  'commands/import/fold-thread',
  'commands/check/self-test/runs-thread',
];
const program = await rolldown({
  input: Object.fromEntries(started.map((name) => [name, join(dist, `${name}.js`)])),
  platform: 'node',
  external: ['better-sqlite3'],
});
await program.write({ dir: dist, format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' });
