import { defineEvent, number, text } from './define.ts';
import { rssMember } from './rss-member.ts';

/** A counter of an mm changed: mm_id is a hash, curr 1 when it is the running task's own mm; size is in bytes (include/trace/events/kmem.h). */
export const rssStat = defineEvent({
  names: ['rss_stat'],
  probe: false,
  example: 'rss_stat: mm_id=4003577095 curr=0 type=MM_FILEPAGES size=8192B',
  needs: { mm_id: number, curr: number, size: number },
  wants: { type: text, member: number },
  facts(e, emit) {
    emit({
      kind: 'rss',
      mmId: e.mm_id,
      curr: e.curr,
      member: e.type === null ? (e.member ?? -1) : rssMember(e.type),
      bytes: e.size,
    });
  },
});
