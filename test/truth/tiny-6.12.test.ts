import { describeTruth } from './describe-truth.ts';

describeTruth('tiny-6.12', ['mm_lock_seq']);
