/* farewell: the last answer on a connection that nginx would keep. Closing it after END_REQUEST
 * could meet the next request on its way. But nginx does not keep a connection, and closes it
 * itself, if octets follow that record in the same read (ngx_http_fastcgi_module.c, 1.22: "f->pos +
 * f->padding < f->last"). So the answer is collected, and goes out in one write with an empty
 * record of management behind it, which means nothing. */
#ifndef HTTP_FAREWELL_H
#define HTTP_FAREWELL_H

#include <fcgiapp.h>
#include <stdbool.h>

/* To be called when the request is read: from here on libfcgi writes into memory. false: no memory,
 * nothing has changed. */
bool farewell_begin(FCGX_Request *fcgi);

/* Instead of FCGX_Finish_r: sends what was collected to fd, which stays the caller's. */
void farewell_end(FCGX_Request *fcgi, int fd);

#endif
