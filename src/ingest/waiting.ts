/** Messages that came and were not yet taken, in their order; one at a time may wait for the next. */
export class Waiting<T> {
  private readonly messages: T[] = [];
  private error: Error | null = null;
  private wake: (() => void) | null = null;

  put(message: T): void {
    this.messages.push(message);
    this.wake?.();
  }

  /** Says that no more will come, and why; only the first reason counts. */
  fail(error: Error): void {
    this.error ??= error;
    this.wake?.();
  }

  /** The next message. Throws the reason once no more will come. */
  async take(): Promise<T> {
    while (this.messages.length === 0 && this.error === null) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    this.wake = null;
    const message = this.messages.shift();
    if (message === undefined) throw this.error;
    return message;
  }
}
