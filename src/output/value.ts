/** A value, or plain data of any depth, as JSON: integers beyond 2^53-1 are strings, bytes are hex, what is no number is null. */
export function jsonOf(value: unknown): string {
  if (typeof value === 'bigint') return isSafe(value) ? value.toString() : `"${value}"`;
  if (typeof value === 'number') return jsonNumber(value);
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('hex')}"`;
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${jsonOf(each)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/** A value as plain text; null is the empty text. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value === 'object') return jsonOf(value);
  return String(value);
}

function jsonNumber(value: number): string {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return `"${BigInt(value)}"`;
  return Number.isFinite(value) ? String(value) : 'null';
}

function isSafe(value: bigint): boolean {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER);
}
