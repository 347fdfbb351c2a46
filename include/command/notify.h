/* notify: tells the service manager how the service is, by the protocol of sd_notify(3): a datagram
 * to the socket that $NOTIFY_SOCKET names. Without that variable nothing happens. */
#ifndef COMMAND_NOTIFY_H
#define COMMAND_NOTIFY_H

/* "READY=1", "STOPPING=1", "WATCHDOG=1". What cannot be sent is dropped: there is nobody to tell.
 */
void notify(const char *state);

#endif
