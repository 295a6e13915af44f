package io.dynamoplanner.k8s.graph;

/** The served versions of the {@code nvidia.com} kinds, preferred first. */
public enum GraphApi {
    V1BETA1("v1beta1"),
    V1ALPHA1("v1alpha1");

    public static final String GROUP = "nvidia.com";

    private final String version;

    GraphApi(String version) {
        this.version = version;
    }

    public String version() {
        return version;
    }

    /** {@code nvidia.com/v1beta1}. */
    public String apiVersion() {
        return GROUP + "/" + version;
    }
}
