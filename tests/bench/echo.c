/* echo: the ceiling. What nginx and libfcgi can do at most: threads that read a request to its end
 * and thank for it at once, with nothing between.
 *
 *     echo SOCKET THREADS */
#include <fcgiapp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define BACKLOG 4096
#define STACK_BYTES (256 * 1024)

static const char answer[] =
    "Status: 303 See Other\r\nContent-Length: 0\r\n"
    "Location: /f/cargo/thanks?lang=ru&receipt=00000000-0000-7000-8000-000000000000\r\n\r\n";

static void *serve(void *arg) {
    FCGX_Request request;
    char body[4096];
    FCGX_InitRequest(&request, *(int *)arg, 0);
    while (FCGX_Accept_r(&request) == 0) {
        while (FCGX_GetStr(body, sizeof body, request.in) > 0)
            ;
        FCGX_PutStr(answer, sizeof answer - 1, request.out);
        FCGX_Finish_r(&request);
    }
    return NULL;
}

int main(int argc, char **argv) {
    if (argc != 3 || FCGX_Init() != 0) {
        fputs("usage: echo SOCKET THREADS\n", stderr);
        return 64;
    }
    signal(SIGPIPE, SIG_IGN);
    umask(0117);
    int listening = FCGX_OpenSocket(argv[1], BACKLOG);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    for (int i = atoi(argv[2]); i > 1; i--) {
        pthread_t thread;
        if (pthread_create(&thread, &attributes, serve, &listening) != 0)
            return 1;
    }
    serve(&listening);
    return 0;
}
