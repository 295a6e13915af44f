package io.dynamoplanner.power.kube;

/** Keys of the config map that holds the switches for all nodes. */
public final class ControlMap {
    /** Key of the switch that lowers all managed boards. */
    public static final String EMERGENCY = "emergency";
    /** Key of the switch that gives all boards back; {@code true} is on. */
    public static final String UNINSTALL = "uninstall";

    private ControlMap() {}
}
