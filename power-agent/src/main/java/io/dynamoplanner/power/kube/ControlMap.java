package io.dynamoplanner.power.kube;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The config map that holds the switches for all nodes. */
@Group("")
@Version("v1")
@Kind("ConfigMap")
@Plural("configmaps")
public final class ControlMap extends Slim implements Namespaced {
    /** Key of the switch that lowers all managed boards. */
    public static final String EMERGENCY = "emergency";
    /** Key of the switch that gives all boards back; {@code true} is on. */
    public static final String UNINSTALL = "uninstall";

    private Map<String, String> data = Map.of();

    public Map<String, String> getData() {
        return data;
    }

    public void setData(@Nullable Map<String, String> data) {
        this.data = data == null ? Map.of() : new HashMap<>(data);
    }
}
