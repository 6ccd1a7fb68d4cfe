import { describeTruth } from './describe-truth.ts';

describeTruth('tiny-6.1', []);
