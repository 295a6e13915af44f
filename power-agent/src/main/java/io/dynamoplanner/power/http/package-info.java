/** The ports for Prometheus and probes. */
package io.dynamoplanner.power.http;
