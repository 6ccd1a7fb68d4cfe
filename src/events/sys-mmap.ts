import { address, defineEvent, number } from './define.ts';

/** mmap() is called (mm/mmap.c); the address is told by its return. */
export const sysMmap = defineEvent({
  names: ['sys_mmap'],
  probe: false,
  example: 'sys_mmap(addr: 0, len: 0x2000, prot: 3, flags: 0x22, fd: 0xffffffff, off: 0)',
  needs: { addr: address, len: number, prot: number, flags: number, fd: number, off: number },
  facts(e, emit) {
    emit({ kind: 'sys_mmap', addr: e.addr, len: e.len, prot: e.prot, flags: e.flags, fd: e.fd, off: e.off });
  },
});
