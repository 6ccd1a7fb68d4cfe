import { InputError, MmfoldError, OutputError } from '../base/errors.ts';

const unreadable = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT', 'SQLITE_AUTH', 'SQLITE_PERM']);
const unwritable = new Set(['SQLITE_FULL', 'SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_TOOBIG']);

/** The code of an error of SQLite or of the file system (`SQLITE_FULL`, `ENOSPC`); null for anything else. */
export function errorCode(error: unknown): string | null {
  const code = error instanceof Error ? (error as Error & { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : null;
}

/** What to throw when reading a store failed: InputError where the file is at fault, else the error itself. */
export function readFailure(path: string, error: unknown): unknown {
  const code = errorCode(error);
  if (error instanceof MmfoldError || code === null) return error;
  if (unreadable.has(code) || code.startsWith('SQLITE_CORRUPT')) return new InputError(`${path} is not an mmfold store`);
  if (code === 'SQLITE_CANTOPEN' || code.startsWith('SQLITE_IOERR') || code.startsWith('E')) {
    return new InputError(`${path} cannot be read (${code})`);
  }
  return error;
}

/** What to throw when writing a store failed: OutputError where disk or permissions are at fault, else the error itself. */
export function writeFailure(path: string, error: unknown): unknown {
  const code = errorCode(error);
  if (error instanceof MmfoldError || code === null) return error;
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return new OutputError(`${path} cannot be written: the disk is full`);
  if (unwritable.has(code) || code.startsWith('SQLITE_IOERR') || /^E[A-Z]+$/.test(code)) {
    return new OutputError(`${path} cannot be written (${code})`);
  }
  return error;
}
