/**
 * Where a file of the compiled program lies, such as `ingest/reader-thread.js`: as seen from this module, and from the
 * pieces of the bundle that it becomes a part of, which lie as deep. There is none where the sources themselves are run.
 */
export function programFile(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}
