/**
 * Single requests to the API server with typed answers. Used where the client library would read before it writes, repeat a
 * write by itself, or hide how long the server asks to wait.
 */
package io.dynamoplanner.k8s.call;
