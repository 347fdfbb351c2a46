/* arena: a bump allocator with a hard cap. The first chunk is small and kept for the thread's
 * life, since most requests need no more; larger requests borrow chunks from the heap until the
 * reset, so that 64 idle threads do not hold 64 times the worst case. What was not given out is
 * poisoned, so that AddressSanitizer sees an overrun inside a chunk as it does one of malloc. */
#include "base/arena.h"

#include <assert.h>
#include <sanitizer/asan_interface.h> /* the macros are empty without -fsanitize=address */
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#define CHUNK_BYTES ((size_t)32 * 1024)

struct chunk {
    struct chunk *next; /* older chunk */
    size_t capacity, used;
    alignas(max_align_t) char bytes[];
};

struct arena {
    struct chunk *newest; /* the list ends with the first chunk */
    size_t bytes_max;
    size_t bytes_used;
};

static struct chunk *chunk_new(size_t capacity) {
    struct chunk *c = malloc(sizeof *c + capacity);
    if (c == NULL)
        return NULL;
    *c = (struct chunk){.capacity = capacity};
    ASAN_POISON_MEMORY_REGION(c->bytes, capacity);
    return c;
}

struct arena *arena_new(size_t bytes_max) {
    struct arena *a = xmalloc(sizeof *a);
    size_t first = bytes_max < CHUNK_BYTES ? bytes_max : CHUNK_BYTES;
    *a = (struct arena){.newest = chunk_new(first), .bytes_max = bytes_max};
    if (a->newest == NULL)
        xalloc_fail();
    return a;
}

static void drop_borrowed(struct arena *a) {
    while (a->newest->next != NULL) {
        struct chunk *older = a->newest->next;
        free(a->newest);
        a->newest = older;
    }
}

void arena_free(struct arena *a) {
    if (a == NULL)
        return;
    drop_borrowed(a);
    free(a->newest);
    free(a);
}

void arena_reset(struct arena *a) {
    drop_borrowed(a);
    a->newest->used = 0;
    a->bytes_used = 0;
    ASAN_POISON_MEMORY_REGION(a->newest->bytes, a->newest->capacity);
}

/* A request larger than a chunk gets a chunk of its own size. */
static bool borrow(struct arena *a, size_t need) {
    struct chunk *c = chunk_new(need > CHUNK_BYTES ? need : CHUNK_BYTES);
    if (c == NULL)
        return false;
    c->next = a->newest;
    a->newest = c;
    return true;
}

void *arena_alloc(struct arena *a, size_t n) {
    const size_t align = alignof(max_align_t);
    assert(n > 0);
    if (n > a->bytes_max - a->bytes_used)
        return NULL;
    size_t need = (n + align - 1) & ~(align - 1);
    if (need > a->bytes_max - a->bytes_used)
        return NULL;
    if (need > a->newest->capacity - a->newest->used && !borrow(a, need))
        return NULL;
    void *p = a->newest->bytes + a->newest->used;
    ASAN_UNPOISON_MEMORY_REGION(p, n);
    a->newest->used += need;
    a->bytes_used += need;
    return p;
}

void *arena_calloc(struct arena *a, size_t count, size_t size) {
    size_t n;
    if (__builtin_mul_overflow(count, size, &n))
        return NULL;
    void *p = arena_alloc(a, n);
    if (p != NULL)
        memset(p, 0, n);
    return p;
}

enum errcode arena_copy(struct arena *a, struct slice s, struct slice *out) {
    if (s.ptr == NULL) {
        *out = SLICE_NONE;
        return OK;
    }
    char *p = arena_alloc(a, s.len + 1);
    if (p == NULL)
        return ERR_TOO_LARGE;
    memcpy(p, s.ptr, s.len);
    p[s.len] = '\0';
    *out = (struct slice){p, s.len};
    return OK;
}

enum errcode slice_cstr(struct arena *a, struct slice s, const char **out) {
    if (s.len > 0 && memchr(s.ptr, '\0', s.len) != NULL)
        return ERR_SYNTAX;
    struct slice copy;
    enum errcode e = arena_copy(a, s.ptr == NULL ? SLICE_LIT("") : s, &copy);
    if (e == OK)
        *out = copy.ptr;
    return e;
}
