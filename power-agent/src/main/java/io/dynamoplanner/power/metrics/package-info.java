/** Metrics and log lines of what the agent does. */
package io.dynamoplanner.power.metrics;
