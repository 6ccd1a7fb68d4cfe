import { defineModel } from './define.ts';

/** The kernel's own counters as rss_stat printed them; what the entries add up to is counted from the page table. */
export const rss = defineModel({
  name: 'rss',
  on: {
    rss(world, { curr, member, bytes }) {
      const mm = curr === 1 ? world.mms.get(world.now.task.mm) : undefined;
      if (mm && member >= 0 && member < 4) mm.rssStat[member] = bytes;
    },
  },
});
