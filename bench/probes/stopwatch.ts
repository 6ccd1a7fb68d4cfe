/** Adds up what parts of a program cost. */
export class Stopwatch {
  seconds = 0;
  cpuSeconds = 0;

  /** Runs and measures. */
  time<T>(act: () => T): T {
    const begin = performance.now();
    const cpu = process.cpuUsage();
    const result = act();
    this.add(begin, cpu);
    return result;
  }

  /** Runs and measures what is done in turns of the event loop. */
  async timeAsync<T>(act: () => Promise<T>): Promise<T> {
    const begin = performance.now();
    const cpu = process.cpuUsage();
    const result = await act();
    this.add(begin, cpu);
    return result;
  }

  private add(begin: number, cpuBegin: NodeJS.CpuUsage): void {
    const { user, system } = process.cpuUsage(cpuBegin);
    this.seconds += (performance.now() - begin) / 1000;
    this.cpuSeconds += (user + system) / 1e6;
  }
}
