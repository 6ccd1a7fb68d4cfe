import type { Printer } from '../print.ts';
import { AddressSpaceVoice } from './address-space.ts';
import { FaultVoice } from './faults.ts';
import { LockVoice } from './locks.ts';
import { PageVoice } from './pages.ts';
import { RmapVoice } from './rmap.ts';
import { StepVoice } from './steps.ts';
import { TableVoice } from './tables.ts';
import { TaskVoice } from './tasks.ts';
import type { TextKernel } from './voice.ts';

/** Everything a kernel of one version can say, by family. */
export class Voices {
  readonly task: TaskVoice;
  readonly lock: LockVoice;
  readonly space: AddressSpaceVoice;
  readonly fault: FaultVoice;
  readonly rmap: RmapVoice;
  readonly table: TableVoice;
  readonly page: PageVoice;
  readonly step: StepVoice;

  constructor(p: Printer, text: TextKernel) {
    this.task = new TaskVoice(p, text);
    this.lock = new LockVoice(p, text);
    this.space = new AddressSpaceVoice(p, text);
    this.fault = new FaultVoice(p, text);
    this.rmap = new RmapVoice(p, text);
    this.table = new TableVoice(p, text);
    this.page = new PageVoice(p, text);
    this.step = new StepVoice(p);
  }
}
