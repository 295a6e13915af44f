package io.dynamoplanner.k8s.resource;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/** The kinds that the planner reads, for the client that reads them. */
public final class PlannerKinds {
    private static final List<Class<? extends NamedResource>> READ = List.of(
            GraphDeploymentV1beta1.class,
            GraphDeploymentV1alpha1.class,
            ScalingAdapterV1beta1.class,
            ScalingAdapterV1alpha1.class,
            WorkerMetadata.class,
            PodMeta.class);

    private PlannerKinds() {}

    /**
     * What a client has to be built with, so that watches hand out the classes of this package. Classes of the client's
     * own model are not searched for; those that are asked for by class are read all the same.
     */
    public static KubernetesSerialization serialization() {
        var serialization = new KubernetesSerialization(new ObjectMapper(), false);
        READ.forEach(serialization::registerKubernetesResource);
        // How a watch learns that its version is gone and that it has to list again. Unknown, it would try for ever.
        serialization.registerKubernetesResource(Status.class);
        return serialization;
    }
}
