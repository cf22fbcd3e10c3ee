/* Threads that C made, each of which sends events to a bridge. */
#include <larder.h>
#include <pthread.h>
#include <stdio.h>

struct sender {
    uint64_t bridge;
    int thread, count, accepted;
};

static void *send_all(void *argument) {
    struct sender *sender = argument;
    for (int at = 0; at < sender->count; at++) {
        char event[32];
        int length = snprintf(event, sizeof event, "%d:%d", sender->thread, at);
        if (larder_event_submit(sender->bridge, (const uint8_t *)event, (size_t)length) == LARDER_EVENT_ACCEPTED)
            sender->accepted++;
    }
    return NULL;
}

/* Sends `count` events on each of four threads; gives how many were accepted. */
int send_from_threads(uint64_t bridge, int count) {
    struct sender senders[4];
    pthread_t threads[4];
    int accepted = 0;
    for (int at = 0; at < 4; at++) {
        senders[at] = (struct sender){bridge, at, count, 0};
        if (pthread_create(&threads[at], NULL, send_all, &senders[at]) != 0)
            return -1;
    }
    for (int at = 0; at < 4; at++) {
        pthread_join(threads[at], NULL);
        accepted += senders[at].accepted;
    }
    return accepted;
}

/* Sends one event and gives what became of it. */
int send_one(uint64_t bridge, const char *event, size_t length) {
    return larder_event_submit(bridge, (const uint8_t *)event, length);
}
