package io.dynamoplanner.power.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** A pod: its metadata, and whether it has ended. */
@Group("")
@Version("v1")
@Kind("Pod")
@Plural("pods")
public final class PodMeta extends Slim implements Namespaced {
    private boolean ended;

    /** Whether nothing of it runs any more. */
    boolean ended() {
        return ended;
    }

    /** Called when an answer of the API server is read. */
    public void setStatus(@Nullable JsonNode status) {
        String phase = status == null ? "" : status.path("phase").asText();
        ended = phase.equals("Succeeded") || phase.equals("Failed");
    }
}
