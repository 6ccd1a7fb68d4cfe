-- One trace: its events, and everything that was beside them in the input. Nothing here is derived.

-- 'mmfd': tells a store from any other SQLite file.
PRAGMA application_id = 1835886180;

-- Where the events come from; one row.
CREATE TABLE source (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- 0 while the import runs, or when it was killed: then nothing else in the store can be relied on
  complete INTEGER NOT NULL,
  -- the input as named on the command line; '-' for stdin
  path TEXT NOT NULL,
  -- the reader that recognised it
  format TEXT NOT NULL,
  -- size in bytes and SHA-256 of the input as stored (compressed where it is); NULL where not known
  bytes INTEGER,
  sha256 TEXT,
  -- release of the kernel and clock of the trace, where the input says so
  kernel TEXT,
  clock TEXT,
  -- from the tracer's header: its name, events in the buffer and ever written to it, CPUs of the machine
  tracer TEXT,
  buffer_entries INTEGER,
  buffer_written INTEGER,
  cpus INTEGER,
  -- a whole second at or before the first event, in ns of the trace clock
  origin_ns INTEGER,
  -- first and last event, in ns of the trace clock
  first_ts INTEGER,
  last_ts INTEGER,
  -- events stored, and those that --since, --until, --pid, --cpu or --event left out (filter: those options)
  events INTEGER,
  filtered INTEGER,
  filter TEXT,
  -- what became of every line or record of the input; the classes add up to input_lines
  input_lines INTEGER,
  event_lines INTEGER,
  header_lines INTEGER,
  continuation_lines INTEGER,
  blank_lines INTEGER,
  loss_lines INTEGER,
  diagnostic_lines INTEGER,
  -- events whose time was before that of the event above; they were moved into fold order
  backward_steps INTEGER
);

-- Who ran: one row per thread and name it had.
CREATE TABLE task (
  id INTEGER PRIMARY KEY,
  comm TEXT NOT NULL,
  tid INTEGER NOT NULL,
  -- NULL where the trace does not say
  tgid INTEGER,
  -- events recorded while it ran
  events INTEGER NOT NULL DEFAULT 0
);

-- The skeleton of an event's text. Printing it with an event's arguments gives the input's text back.
CREATE TABLE shape (
  id INTEGER PRIMARY KEY,
  -- the event's name as printed
  name TEXT NOT NULL,
  -- 1 for kprobe, kretprobe and fprobe events
  probe INTEGER NOT NULL,
  -- JSON: {"literals": [...], "fields": [[name, format], ...]}, one more literal than fields
  skeleton TEXT NOT NULL,
  -- events printed so
  events INTEGER NOT NULL DEFAULT 0
);

-- Interned texts: arguments that are text, and flag columns such as 'd..3.'.
CREATE TABLE text (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL
);

-- Where and in whom an event was recorded; interned because a few hundred of them serve millions of events.
CREATE TABLE context (
  id INTEGER PRIMARY KEY,
  cpu INTEGER NOT NULL,
  -- task.id
  task INTEGER NOT NULL,
  -- text.id of the irqs-off/need-resched/... column; 0 where the trace has none
  flags INTEGER NOT NULL,
  -- events recorded in it
  events INTEGER NOT NULL DEFAULT 0
);

-- One row per event, in fold order (time, then order in the input).
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  -- ns of the trace clock
  ts INTEGER NOT NULL,
  -- context.id
  context INTEGER NOT NULL,
  -- shape.id
  shape INTEGER NOT NULL,
  -- the first six fields of the shape: a number, a 64-bit word as a signed integer, a text.id, or (once the table of
  -- texts is full) the text itself as a BLOB
  a0 INTEGER, a1 INTEGER, a2 INTEGER, a3 INTEGER, a4 INTEGER, a5 INTEGER
);

-- The fields beyond the sixth: row seq * 64 + k (k from 1) holds the fields 8k - 2 to 8k + 5.
CREATE TABLE event_more (
  id INTEGER PRIMARY KEY,
  a0 INTEGER, a1 INTEGER, a2 INTEGER, a3 INTEGER, a4 INTEGER, a5 INTEGER, a6 INTEGER, a7 INTEGER
);

-- The events that are markers (tracing_mark_write).
CREATE TABLE marker (
  seq INTEGER PRIMARY KEY
);

-- A ring buffer that overran: events of this CPU are missing between two others.
CREATE TABLE loss (
  id INTEGER PRIMARY KEY,
  -- NULL where the input does not say
  cpu INTEGER,
  count INTEGER,
  -- the last event of that CPU (of any, where cpu is NULL) before the gap, and its time; NULL when there is none
  after_seq INTEGER,
  from_ts INTEGER,
  -- the event the gap was reported before, and its time; NULL at the end of the trace
  before_seq INTEGER,
  to_ts INTEGER
);

-- A line that is neither an event nor anything else we know.
CREATE TABLE diagnostic (
  id INTEGER PRIMARY KEY,
  -- who says so: 'ingest', or the model's name
  source TEXT NOT NULL,
  -- line of the input, from 1
  line INTEGER,
  -- the last event above it; 0 before the first
  seq INTEGER,
  -- a short stable name of what is wrong
  rule TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'error')),
  text TEXT NOT NULL
);

-- Stack frames and wrapped text below an event.
CREATE TABLE continuation (
  id INTEGER PRIMARY KEY,
  -- the event it belongs to
  seq INTEGER NOT NULL,
  text TEXT NOT NULL
);

-- Every event in one view, whatever its fields.
CREATE VIEW trace AS
SELECT e.seq, e.ts, c.cpu AS common_cpu, t.tid AS common_pid, t.tgid AS common_tgid, t.comm AS common_comm,
  f.text AS common_flags, s.name
FROM event e
LEFT JOIN context c ON c.id = +e.context
LEFT JOIN task t ON t.id = +c.task
LEFT JOIN text f ON f.id = +c.flags
LEFT JOIN shape s ON s.id = +e.shape;
