package io.dynamoplanner.power.kube;

import io.dynamoplanner.power.cap.CapText;
import io.dynamoplanner.power.cap.Emergency;
import java.util.Set;

/** Keys that the agent looks for in objects of the cluster. */
final class Names {
    /** The hash of a static pod's manifest; its processes run under this in place of the UID. */
    static final String MANIFEST_HASH = "kubernetes.io/config.hash";
    /** The same on the mirror of a static pod. */
    static final String MANIFEST_MIRROR = "kubernetes.io/config.mirror";

    static final Set<String> ANNOTATIONS =
            Set.of(CapText.ANNOTATION, Emergency.ANNOTATION, MANIFEST_HASH, MANIFEST_MIRROR);

    static final Set<String> DATA = Set.of(ControlMap.EMERGENCY, ControlMap.UNINSTALL);

    private Names() {}
}
