// Bundles the compiled program: node .ci/bundle.mjs DIST. Node takes about half a millisecond to find and link a module,
// and there are hundreds of small ones; so what the shell runs is a few files, each loaded when it is needed.
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const dist = process.argv[2];
const program = await rolldown({
  input: { cli: join(dist, 'cli.js'), 'ingest/reader-thread': join(dist, 'ingest', 'reader-thread.js') },
  platform: 'node',
  external: ['better-sqlite3'],
});
await program.write({ dir: dist, format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' });
