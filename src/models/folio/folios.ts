import { defineModel } from '../define.ts';

/** Physical pages as the allocator and GUP show them. */
export const folios = defineModel({
  name: 'folio',
  on: {
    folio_alloc(world, { pfn, order }) {
      world.folios.alloc(pfn, order);
    },
    folio_free(world, { pfn, order }) {
      world.folios.free(pfn, order);
      if (world.ksmPages.size > 0) world.ksmPages.delete(pfn);
    },
    gup_pin(world, { pfn, nr }) {
      world.folios.pin(pfn, nr);
    },
    gup_unpin(world, { pfn, nr }) {
      world.folios.unpin(pfn, nr);
    },
  },
});
