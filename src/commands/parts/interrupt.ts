import { exitCode, MmfoldError } from '../../base/errors.ts';

/** The person pressed Ctrl-C. Exit 130. */
class Interrupted extends MmfoldError {
  constructor() {
    super('interrupted', exitCode.interrupted);
  }
}

/** Runs `act` so that SIGINT and SIGTERM abort its signal instead of ending the process: it can clean up first. */
export async function interruptible<T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort(new Interrupted());
  process.on('SIGINT', abort);
  process.on('SIGTERM', abort);
  try {
    return await act(controller.signal);
  } finally {
    process.off('SIGINT', abort);
    process.off('SIGTERM', abort);
  }
}
