import { writeSync } from 'node:fs';
import { GeneratedTrace } from './generated-trace.ts';

/** Writes generated text to stdout: node write.js LINES */
for (const bytes of new GeneratedTrace().pieces(Number(process.argv[2]))) {
  for (let from = 0; from < bytes.length; ) from += writeSync(1, bytes, from);
}
