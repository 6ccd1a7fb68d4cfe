import type { BenchCase } from '../bench.ts';
import { importCase } from './import.ts';
import { memoryCase } from './memory.ts';
import { parserCase } from './parser.ts';
import { startupCase } from './startup.ts';

/** All cases, in the order they are run: add a file and a line. */
export const benchCases: readonly BenchCase[] = [importCase, parserCase, memoryCase, startupCase];
