/** 1 when the allocation is for user memory (GFP_HIGHUSER and its movable and huge kin), 0 otherwise. */
export const userPage = (gfpFlags: string): number => (/HIGHUSER|TRANSHUGE/.test(gfpFlags) ? 1 : 0);
