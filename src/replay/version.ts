import { factFields } from '../facts/index.ts';

/** Goes up with every change of what facts, blocks or checkpoints mean that the vocabulary does not show. */
const FORM = 7;

/** The form of blocks and checkpoints that this version writes, and the only one it reads. */
export function derivedVersion(): string {
  let sum = 0;
  for (const letter of JSON.stringify(factFields)) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0;
  return `${FORM}.${(sum >>> 0).toString(16)}`;
}
