package io.dynamoplanner.data.config;

/** Subjects by which fields are listed, in the order of the documentation. */
public enum Group {
    DEPLOYMENT("Deployment"),
    TARGETS("Targets"),
    BUDGET("Budgets and floors"),
    PACING("Pace of scaling"),
    FORECAST("Load forecast"),
    ENGINE_MODEL("Engine model"),
    METRICS("Metrics"),
    RELIABILITY("Reliability"),
    LOAD_SCALING("Load scaling"),
    REPORTING("Reports"),
    PLUGINS("Scheduling and plugins"),
    COMPATIBILITY("Compatibility and retired fields");

    private final String title;

    Group(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
