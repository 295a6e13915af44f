package io.dynamoplanner.app;

/** The version of the build, from the manifest of the program's jar. */
public final class PlannerVersion {
    private PlannerVersion() {}

    /** {@code 0.1.0}, or {@code (development)} where there is no jar. */
    public static String text() {
        String version = PlannerVersion.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }
}
