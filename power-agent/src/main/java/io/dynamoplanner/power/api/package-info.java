/**
 * A small client of the Kubernetes API: where the server is, as whom it is asked, and requests over HTTP/1.1. A general client
 * would do more and take a third of the agent's memory.
 */
package io.dynamoplanner.power.api;
