import type { BenchCase } from '../bench.ts';
import { foldCase } from './fold.ts';
import { importCase } from './import.ts';
import { memoryCase } from './memory.ts';
import { parserCase } from './parser.ts';
import { startupCase } from './startup.ts';
import { streamCase } from './stream.ts';

/** All cases, in the order they are run: add a file and a line. */
export const benchCases: readonly BenchCase[] = [importCase, foldCase, parserCase, memoryCase, startupCase, streamCase];
