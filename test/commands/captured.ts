import { run } from '../../src/program.ts';

/** What a command line said. */
export interface Captured {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process. */
export async function mmfold(argv: readonly string[], stdin = ''): Promise<Captured> {
  let out = '';
  let err = '';
  const code = await run(argv, {
    stdout: {
      write(chunk) {
        out += Buffer.from(chunk).toString('utf8');
      },
    },
    warn(line) {
      err += `mmfold: ${line}\n`;
    },
    screen: null,
    readStdin: async () => stdin,
  });
  return { code, out, err };
}

/** A trace of tracefs in small: two threads on two CPUs, a loss, a stack, a marker and a probe. */
export const smallTrace = `# tracer: nop
#
# entries-in-buffer/entries-written: 6/8   #P:2
#
#           TASK-PID     TGID    CPU#  |||||  TIMESTAMP  FUNCTION
#              | |         |       |   |||||     |         |
             gtw-3911  (   3911) [001] ...1.    86.519618: tracing_mark_write: GT 0 BEGIN start pid 3912
             gtw-3911  (   3911) [001] .....    86.520249: mm_page_alloc: page=ffffea0000de8200 pfn=0x37a08 order=2 migratetype=0 gfp_flags=GFP_NOWAIT|__GFP_ZERO
CPU:0 [LOST 2 EVENTS]
      python3.11-3912  (   3912) [000] d..2.    86.520300: mm_page_free: page=ffffea0000de8200 pfn=0x37a08 order=2
             gtw-3911  (   3911) [001] .....    86.520546: mm_init: (mm_init+0x0/0x400) mm=0xffff88800447cd00 p=0xffff888005e88000

      python3.11-3912  (   3912) [000] .....    86.521000: rss_stat: mm_id=4003577095 curr=1 type=MM_ANONPAGES size=8192B
             gtw-3911  (   3911) [001] .....    86.522000: tracing_mark_write: GT 0 END start
`;
