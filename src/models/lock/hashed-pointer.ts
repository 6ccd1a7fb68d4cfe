/** `%p` of a tracepoint is a 32-bit hash unless the boot says otherwise; a kernel pointer is negative as a signed word. */
export const isHashed = (mm: number): boolean => mm > 0 && mm <= 0xffff_ffff;
