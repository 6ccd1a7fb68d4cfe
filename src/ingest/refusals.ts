/** A format we know of and do not read: what it is, and what the person can do. */
interface Refusal {
  readonly what: string;
  readonly instead: string;
  detect(head: Buffer): boolean;
}

const CONVERT = 'give ftrace text (tracefs `trace` or `trace_pipe`, or `trace-cmd report`), plain or gzip';

function startsWith(...bytes: number[]): (head: Buffer) => boolean {
  return (head) => head.length >= bytes.length && bytes.every((byte, i) => head[i] === byte);
}

function matches(pattern: RegExp): (head: Buffer) => boolean {
  return (head) => pattern.test(head.toString('latin1'));
}

/** Formats by their magic bytes: certain, so they are asked before the readers. */
export const binaryFormats: readonly Refusal[] = [
  {
    what: 'a trace.dat of trace-cmd',
    instead: 'convert it with `trace-cmd report FILE > trace.txt` and import that',
    detect: startsWith(0x17, 0x08, 0x44, 0x74, 0x72, 0x61, 0x63, 0x69, 0x6e, 0x67),
  },
  {
    what: 'a perf.data file',
    instead: 'record with trace-cmd or tracefs instead of perf',
    detect: matches(/^(PERFILE2|2ELIFREP)/),
  },
  { what: 'a JPEG picture', instead: CONVERT, detect: startsWith(0xff, 0xd8, 0xff) },
  { what: 'a PNG picture', instead: CONVERT, detect: startsWith(0x89, 0x50, 0x4e, 0x47) },
  { what: 'a PDF document', instead: CONVERT, detect: matches(/^%PDF-/) },
  {
    what: 'a SQLite database',
    instead: 'if it is an mmfold store, open it with `mmfold info`',
    detect: matches(/^SQLite format 3\0/),
  },
  { what: 'an ELF binary', instead: CONVERT, detect: startsWith(0x7f, 0x45, 0x4c, 0x46) },
  { what: 'a zip archive', instead: 'unpack it and import the trace in it', detect: startsWith(0x50, 0x4b, 0x03, 0x04) },
  { what: 'zstd data', instead: 'unpack it with `zstd -d` first', detect: startsWith(0x28, 0xb5, 0x2f, 0xfd) },
  { what: 'xz data', instead: 'unpack it with `xz -d` first', detect: startsWith(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00) },
  { what: 'bzip2 data', instead: 'unpack it with `bzip2 -d` first', detect: matches(/^BZh[1-9]1AY&SY/) },
  {
    what: 'a tar archive',
    instead: 'unpack it and import the trace in it',
    detect: (head) => head.subarray(257, 262).toString() === 'ustar',
  },
  {
    what: 'a compressed atrace (`atrace -z`)',
    instead: 'record without -z, or inflate what follows the line `TRACE:` and import that',
    detect: isZlibAtrace,
  },
  { what: 'a Perfetto trace', instead: 'record ftrace text instead', detect: isPerfetto },
];

/** `TRACE:` and a zlib stream, whose first byte is 0x78 (`x`) and whose first two bytes are a multiple of 31. */
function isZlibAtrace(head: Buffer): boolean {
  const found = /TRACE:\r?\n/.exec(head.subarray(0, 256).toString('latin1'));
  const at = found === null ? head.length : found.index + found[0].length;
  return at + 1 < head.length && head[at] === 0x78 && head.readUInt16BE(at) % 31 === 0;
}

/** A run of `TracePacket packet = 1` of the Perfetto protocol: key 0x0a, a length, and the next 0x0a after that many bytes. */
function isPerfetto(head: Buffer): boolean {
  let i = 0;
  let packets = 0;
  while (i < head.length && packets < 4) {
    if (head[i++] !== 0x0a) return false;
    let length = 0;
    let shift = 0;
    while (i < head.length && head[i] >= 0x80 && shift < 28) {
      length |= (head[i++] & 0x7f) << shift;
      shift += 7;
    }
    length |= (head[i++] ?? 0) << shift;
    if (length <= 0) return false;
    i += length;
    packets++;
  }
  return packets > 1 && head.includes(0);
}

/** Formats of text, which may hold ftrace lines as well: asked before the readers where the container must be unpacked. */
export const containers: readonly Refusal[] = [
  {
    what: 'a systrace HTML page',
    instead: 'save the ftrace text in it (from `# tracer:` on) to a file and import that',
    detect: matches(/^\s*(?:<!doctype html|<html|<!--[^>]*-->\s*<html)/i),
  },
  {
    what: 'a JSON file',
    instead: 'if it is a Chrome trace, save the text of `systemTraceEvents` to a file and import that',
    detect: matches(/^\s*(\{\s*"|\[\s*[{"\]])/),
  },
];

/** Formats of text without any line of ftrace: asked after the readers. */
export const texts: readonly Refusal[] = [
  {
    what: 'the output of perf script',
    instead: 'record with trace-cmd or tracefs instead of perf',
    detect: matches(/^.*\S\s+\d+(?:\/\d+)?\s+(?:\[\d{3,}\]\s+)?(?:\d{4}-\d\d-\d\d \S+\s+)?\d+\.\d{6,9}:\s/m),
  },
  {
    what: 'a report of perf',
    instead: 'a report has no events in it; record with trace-cmd or tracefs instead',
    detect: matches(/^# (Samples: |Overhead |Total Lost Samples: )/m),
  },
  {
    what: 'ftrace text in latency format',
    instead: 'switch it off (`echo 0 > options/latency-format`) and read the trace again',
    detect: matches(/^.*\S-\d+\s+\d+[a-zA-Z.#0-9]{4,8}\s+\d+(?:\.\d+|us)[!+]?\s*:\s/m),
  },
  {
    what: 'the output of the function_graph tracer',
    instead: 'its events have no time; record events with the nop tracer instead',
    detect: matches(/^\s*\d+\)\s.*(?:\|\s|us\s)/m),
  },
];
