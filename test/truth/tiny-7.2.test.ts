import { describeTruth } from './describe-truth.ts';

describeTruth('tiny-7.2', ['mm_lock_seq', 'vm_lock_seq', 'vm_refcnt']);
