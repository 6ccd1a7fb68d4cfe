export type { Continuation, Diagnostic, LineCounts, OpenOptions, ReadBatch, TraceHeader, TraceInput } from './input.ts';
export { openTrace } from './open.ts';
