#include "CHeap.h"

#include <malloc.h>

void flowlanes_heap_settle(void) {
#ifdef __GLIBC__
  // Pieces of the table come from the kernel and go back to it; batches of flows are far smaller.
  mallopt(M_MMAP_THRESHOLD, 512 << 10);
  mallopt(M_TRIM_THRESHOLD, 2 << 20);
  mallopt(M_ARENA_MAX, 2);
#endif
}
