import { brotliCompressSync, brotliDecompressSync, constants, deflateRawSync, inflateRawSync } from 'node:zlib';

/** First byte of a packed blob: how the rest is stored. */
const Packing = { plain: 0, brotli: 1, deflate: 2 } as const;
/** Below this size nothing is gained. */
const SMALL = 128;

/** Makes bytes smaller where that pays, in the way that is fast to write. */
export function packFast(bytes: Uint8Array): Uint8Array {
  return smaller(bytes, Packing.brotli, () =>
    brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  );
}

/** Makes bytes smaller where that pays, in the way that is fast to read. */
export function pack(bytes: Uint8Array): Uint8Array {
  return smaller(bytes, Packing.deflate, () => deflateRawSync(bytes, { level: 1 }));
}

/** Turns the result of either back. */
export function unpack(packed: Uint8Array): Uint8Array {
  const body = packed.subarray(1);
  if (packed[0] === Packing.plain) return body;
  return packed[0] === Packing.brotli ? brotliDecompressSync(body) : inflateRawSync(body);
}

function smaller(bytes: Uint8Array, packing: number, compress: () => Uint8Array): Uint8Array {
  if (bytes.length >= SMALL) {
    const small = compress();
    if (small.length < bytes.length * 0.9) return tagged(packing, small);
  }
  return tagged(Packing.plain, bytes);
}

function tagged(packing: number, body: Uint8Array): Uint8Array {
  const packed = new Uint8Array(body.length + 1);
  packed[0] = packing;
  packed.set(body, 1);
  return packed;
}
