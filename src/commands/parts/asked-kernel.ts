import { UsageError } from '../../base/errors.ts';
import type { Shape } from '../../events/shape.ts';
import { type KernelProfile, kernelProfiles, profileFor } from '../../models/kernel-profile.ts';
import { chooseKernel } from '../../replay/choose-kernel.ts';
import { type Given, optionText } from './command.ts';

/** The kernel that `--kernel` names, or that the trace shows, or the newest. Throws UsageError for a name that is none. */
export function askedKernel(given: Given, shapes: readonly Shape[]): KernelProfile {
  return namedKernel(given) ?? chooseKernel(shapes) ?? kernelProfiles[kernelProfiles.length - 1];
}

/** The kernel that `--kernel` names; null when it was not given. Throws UsageError for a name that is none. */
export function namedKernel(given: Given): KernelProfile | null {
  const text = optionText(given, 'kernel');
  if (text === undefined) return null;
  const profile = profileFor(text);
  if (!profile) throw new UsageError(`--kernel wants a release such as 6.12, not '${text}'`);
  return profile;
}
