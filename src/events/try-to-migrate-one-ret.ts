import { defineEvent, number } from './define.ts';

/** Migration entries are in place. */
export const tryToMigrateOneRet = defineEvent({
  names: ['try_to_migrate_one__ret'],
  probe: true,
  example: 'try_to_migrate_one__ret: (rmap_walk_anon+0x114/0x2a0 <- try_to_migrate_one) ret=0x1',
  needs: { ret: number },
  facts(e, emit) {
    emit({ kind: 'migrate_one_end', ret: e.ret });
  },
});
