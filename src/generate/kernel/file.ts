import type { Folio } from './folio.ts';
import type { Vma } from './vma.ts';

/** A file that processes map: its page cache, and the VMAs that map it (i_mmap). */
export class MappedFile {
  /** Page-cache folios by page index; a large folio stands under each of its indices. */
  readonly cache = new Map<number, Folio>();
  readonly vmas = new Set<Vma>();
  /** Walks through them that hold i_mmap_rwsem for read. */
  walkers = 0;
  readonly name: string;
  readonly inode: number;
  /** Size in pages (i_size). */
  pages: number;
  readonly shmem: boolean;
  /** Pointers (16 digits) of its struct file and its address_space. */
  readonly ptr: string;
  readonly mapping: string;
  /** Order of the folios that a read brings into the cache. */
  readonly folioOrder: number;

  constructor(name: string, inode: number, pages: number, shmem: boolean, ptr: string, mapping: string, folioOrder: number) {
    this.name = name;
    this.inode = inode;
    this.pages = pages;
    this.shmem = shmem;
    this.ptr = ptr;
    this.mapping = mapping;
    this.folioOrder = folioOrder;
  }
}
