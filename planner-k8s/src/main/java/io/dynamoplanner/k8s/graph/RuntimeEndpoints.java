package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.TrafficScope;
import java.util.Optional;

/** Where the engines of a role are registered in the runtime: as they say themselves, or else as is usual. */
public final class RuntimeEndpoints {
    private static final String USUAL_ENDPOINT = "generate";

    private RuntimeEndpoints() {}

    /**
     * The endpoint of a role.
     *
     * @param backend {@code vllm} for instance
     */
    public static TrafficScope.Endpoint of(GraphSnapshot seen, Role role, Component component, String backend) {
        Optional<ModelCard> card = Cards.ofRole(seen, role, component).stream()
                .filter(c -> !c.component().isEmpty() && !c.endpoint().isEmpty())
                .findFirst();
        String registered = card.map(ModelCard::component)
                .or(() -> Cards.registeredAs(seen.graph(), component))
                .orElseGet(() -> BackendNames.of(backend).runtimeComponent(role));
        String endpoint = card.map(ModelCard::endpoint)
                .or(() -> component.endpoint().map(text -> text.split("\\.", -1)[2]))
                .orElse(USUAL_ENDPOINT);
        return new TrafficScope.Endpoint(backend, registered, endpoint);
    }
}
