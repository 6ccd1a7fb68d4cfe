import type { EventBatch } from '../events/batch.ts';

/** The memory of a batch's columns: ts, cpu, task, flags, shape, argStart, args. Handed over between threads, not copied. */
export type BatchMemory = readonly ArrayBuffer[];

export function memoryOf({ ts, cpu, task, flags, shape, argStart, args }: EventBatch): BatchMemory {
  return [ts, cpu, task, flags, shape, argStart, args].map((column) => column.buffer as ArrayBuffer);
}

/** What to hand over of it: each piece once. */
export function transferOf(memory: BatchMemory): ArrayBuffer[] {
  return [...new Set(memory)];
}
