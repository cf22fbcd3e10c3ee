/*
 * Events from C: a callback of the system, a driver, a library, on whichever thread it comes.
 *
 * The library of an app whose core has Larder's features `uniffi` and `tokio` exports what is declared here. The app starts the
 * bridge in Swift, Kotlin or Python (`EventBridge.start`) and hands its number on (`nativeNumber`).
 */
#ifndef LARDER_H
#define LARDER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What became of an event. Those after the first were not accepted. */
enum larder_event_outcome {
    LARDER_EVENT_ACCEPTED = 0,
    /* As many events wait as may. */
    LARDER_EVENT_FULL = 1,
    /* The bridge is finished, gone, or never was. */
    LARDER_EVENT_CLOSED = 2,
    /* The bytes are no UTF-8. */
    LARDER_EVENT_NOT_UNICODE = 3,
    /* The bridge is durable, and the event could not be written. */
    LARDER_EVENT_NOT_KEPT = 4,
    /* The core has a fault. */
    LARDER_EVENT_PANICKED = 5
};

/*
 * Sends an event to the bridge with this number: `length` bytes of UTF-8, without a zero at the end, which are copied.
 *
 * Any thread may call, and several at once. It waits for nothing, but where the bridge is durable, which writes the event first.
 * With a length of zero `event` may be null. Gives one of `larder_event_outcome`.
 */
int32_t larder_event_submit(uint64_t bridge, const uint8_t *event, size_t length);

#ifdef __cplusplus
}
#endif

#endif
