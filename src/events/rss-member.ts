const members = ['MM_FILEPAGES', 'MM_ANONPAGES', 'MM_SWAPENTS', 'MM_SHMEMPAGES'];

/** Number of an rss counter in the kernel's order; -1 for text that names none. */
export const rssMember = (type: string): number => members.indexOf(type);
