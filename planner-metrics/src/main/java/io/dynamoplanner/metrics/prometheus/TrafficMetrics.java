package io.dynamoplanner.metrics.prometheus;

/** Whose metrics tell the traffic. */
public enum TrafficMetrics {
    /** The HTTP frontends: what users see. */
    FRONTEND,
    /** The KV routers: without a frontend of Dynamo in front of them. */
    ROUTER
}
