package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Choice;

/** Whose metrics tell the traffic. */
public enum MetricsSource implements Choice {
    /** The HTTP frontend. */
    FRONTEND,
    /** The KV router. */
    ROUTER
}
