import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** A file beside the trace of a story. */
export function besideStory(story: string, file: string): string {
  return join(fixtures, story, file);
}

/** Where the trace of a story lies; long ones are packed. */
export function tracePath(story: string): string {
  const plain = besideStory(story, 'trace.txt');
  return existsSync(plain) ? plain : `${plain}.gz`;
}

/** Its text. */
export function traceText(story: string): string {
  const bytes = readFileSync(tracePath(story));
  return (tracePath(story).endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}
