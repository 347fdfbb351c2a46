/* log: lines of `time level event key=value ...` on standard error, one event a line, in UTC. The
 * journal is also told the level in its own way, so that `journalctl -p err` finds what it should.
 * Never a field's value: names, lengths and ids only. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_DEBUG = 0, LOG_INFO, LOG_WARN, LOG_ERROR, LOG__MAX };

/* Looks whether standard error is the journal's; before threads start. Without it: no. */
void log_begin(void);

void log_level_set(enum log_level lowest); /* before threads start; LOG_INFO at first */

/* event is one word; format makes the ` key=value` pairs and may be "". Thread-safe: one write a
 * line. Control characters in the result are escaped, so no value can forge a line. */
void log_line(enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, but at most one line a second for this place; the next line that passes carries
 * ` repeats=N` of those left out. gate is static at the place of the call. */
struct log_gate {
    _Atomic long long next_ms;
    _Atomic unsigned left_out;
};
void log_limited(struct log_gate *gate, enum log_level level, const char *event, const char *format,
                 ...) __attribute__((format(printf, 4, 5)));

#endif
