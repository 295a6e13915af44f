/** Requests per second that one engine serves inside its latency targets, from how long its forward passes take. */
package io.dynamoplanner.core.capacity;
