-- What is derived from the events, and can be made again from them at any time: mmfold fold STORE.

-- What the fold found out about the boot, and which form the tables below have; one row, none in an unfolded store.
CREATE TABLE fold (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- whoever reads another version takes the store as unfolded
  version TEXT NOT NULL,
  -- the kernel profile that was folded by
  kernel TEXT NOT NULL,
  -- where struct page of pfn 0 would lie, as a signed word, and the size of a struct page; NULL where the trace does not tell
  page_base INTEGER,
  page_size INTEGER
);

-- What the events first_seq to last_seq say about mm: columns of numbers, compressed (docs/speed.md).
CREATE TABLE fact_block (
  first_seq INTEGER PRIMARY KEY,
  last_seq INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  data BLOB NOT NULL
);

-- The state just after event seq; what is large in it lies in pieces.
CREATE TABLE checkpoint (
  seq INTEGER PRIMARY KEY,
  data BLOB NOT NULL
);

-- A page table, or the folios: whole, or what changed since another piece.
CREATE TABLE checkpoint_piece (
  id INTEGER PRIMARY KEY,
  -- 0 when it is whole
  previous INTEGER NOT NULL,
  data BLOB NOT NULL
);
