/* errcode: what a function that can fail in the world's way returns. The visitor's mistakes are
 * data in the submission, ours are assertions. */
#ifndef BASE_ERRCODE_H
#define BASE_ERRCODE_H

#define MUST_CHECK __attribute__((warn_unused_result))

enum errcode {
    OK = 0,
    ERR_TOO_LARGE,   /* a bound of bounds.h, or the arena, is used up */
    ERR_TOO_MANY,    /* fields, parts, nodes */
    ERR_SYNTAX,      /* not what its type says it is */
    ERR_TYPE,        /* a content type or charset that is not taken */
    ERR_NOT_FOUND,   /* a form, a key, a place */
    ERR_INCOMPLETE,  /* the peer went away or stopped in the middle */
    ERR_TIMEOUT,     /* a deadline of ours passed */
    ERR_UNAVAILABLE, /* database away, queue full: the same again later may succeed */
    ERR_REFUSED,     /* the database refused this very record */
    ERR_CONFIG,      /* definitions or settings are wrong; the list of errors tells */
    ERR_IO,
    ERR__MAX
};

/* A lower-case word for logs; static. */
const char *errcode_name(enum errcode e);

#endif
