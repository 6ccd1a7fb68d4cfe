/** Bytes that must be readable after the last line of a window: the widest read looks 16 bytes ahead. */
export const SLACK = 32;

/**
 * The memory that lines are being read from. Numbers and literals are compared four and eight bytes at a time, through
 * `view`; single bytes come from `bytes`. All positions in ingest are indices into it.
 */
export class Window {
  bytes: Buffer = Buffer.alloc(SLACK);
  view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);

  /** Makes `bytes` the window; SLACK bytes must follow the last line in it. */
  open(bytes: Buffer): void {
    if (bytes === this.bytes) return;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  }
}
