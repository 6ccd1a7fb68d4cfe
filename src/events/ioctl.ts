import { address, defineEvent, number } from './define.ts';

/** _IOWR(UFFDIO, 0x05, struct uffdio_move) (include/uapi/linux/userfaultfd.h). */
const UFFDIO_MOVE = 0xc028aa05;
/** _IOWR(UFFDIO, 0x3f, struct uffdio_api): the second word holds the features. */
const UFFDIO_API = 0xc018aa3f;

/** An ioctl with the first words of its argument read from user memory: UFFDIO_MOVE tells both ranges. */
export const ioctl = defineEvent({
  names: ['__x64_sys_ioctl'],
  probe: true,
  example:
    '__x64_sys_ioctl: (__x64_sys_ioctl+0x4/0x100) fd=0xb cmd=0xc018aa3f arg=0x7ffcc873b170 a0=0xaa a1=0x12001 a2=0x0 a3=0x404fc8',
  needs: { cmd: number, a0: address, a1: address, a2: number },
  facts(e, emit) {
    if (e.cmd === UFFDIO_API) emit({ kind: 'uffd_api', features: e.a1 });
    if (e.cmd === UFFDIO_MOVE) emit({ kind: 'uffd_move', to: e.a0, from: e.a1, len: e.a2 });
  },
});
