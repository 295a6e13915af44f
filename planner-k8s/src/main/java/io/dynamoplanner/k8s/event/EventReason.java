package io.dynamoplanner.k8s.event;

/**
 * Why an Event was written. The names are part of what users and their alerts rely on.
 *
 * <p>In advisory mode Events are still written: they report, they change nothing. What would have been done is told by
 * {@link #WOULD_SCALE_UP} and {@link #WOULD_SCALE_DOWN}, never by the reasons of real writes.
 */
public enum EventReason {
    SCALED_UP("ScaledUp", false),
    SCALED_DOWN("ScaledDown", false),
    WOULD_SCALE_UP("WouldScaleUp", false),
    WOULD_SCALE_DOWN("WouldScaleDown", false),
    SCALE_DEFERRED("ScaleDeferred", false),
    SCALE_REJECTED("ScaleRejected", true),
    SCALE_FAILED("ScaleFailed", true),
    RESOURCE_CONSTRAINED("ResourceConstrained", true),
    METRICS_UNAVAILABLE("MetricsUnavailable", true),
    METRICS_RECOVERED("MetricsRecovered", false),
    GRAPH_NOT_READY("GraphNotReady", true),
    FOREIGN_WRITER("ForeignWriter", true),
    PERMISSION_MISSING("PermissionMissing", true),
    CONFIG_REJECTED("ConfigRejected", true),
    PAUSED("Paused", false),
    RESUMED("Resumed", false),
    LEADER_ELECTED("LeaderElected", false);

    private final String label;
    private final boolean warning;

    EventReason(String label, boolean warning) {
        this.label = label;
        this.warning = warning;
    }

    /** As it stands in the Event. */
    public String label() {
        return label;
    }

    /** {@code Warning} or {@code Normal}. */
    public String type() {
        return warning ? "Warning" : "Normal";
    }
}
