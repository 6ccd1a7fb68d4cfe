/**
 * Where a file of the compiled program lies, such as `ingest/reader-thread`: as seen from this module, and from the pieces
 * of the bundle (.cjs) that it becomes a part of, which lie as deep. There is none where the sources themselves are run.
 */
export function programFile(path: string): URL {
  const kind = import.meta.url.endsWith('.cjs') ? 'cjs' : 'js';
  return new URL(`../${path}.${kind}`, import.meta.url);
}
