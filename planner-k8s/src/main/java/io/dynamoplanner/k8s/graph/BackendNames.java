package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.core.role.Role;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Names by which the components of a backend go where their types do not tell them apart.
 *
 * @param components names of components in the graph for each role, the usual one first
 * @param runtimeComponents for each role, the name of the component in the runtime. It is another space of names: the one
 *     addresses writes, the other what workers register and report.
 */
public record BackendNames(Map<Role, List<String>> components, Map<Role, String> runtimeComponents) {
    private static final Map<Role, String> RUNTIME =
            Map.of(Role.PREFILL, "prefill", Role.DECODE, "backend", Role.AGGREGATED, "backend");

    public BackendNames {
        components = Map.copyOf(components);
        runtimeComponents = Map.copyOf(runtimeComponents);
    }

    /** Names for a backend: those of the newest release of the reference planner first, then those of older ones. */
    public static BackendNames of(String backend) {
        return switch (backend) {
            case "vllm" ->
                named(
                        List.of("prefill", "VllmPrefillWorker"),
                        List.of("decode", "VllmDecodeWorker"),
                        List.of("worker", "VllmWorker"));
            case "trtllm" ->
                named(
                        List.of("prefill", "TRTLLMPrefillWorker"),
                        List.of("decode", "TRTLLMDecodeWorker"),
                        List.of("worker"));
            default -> named(List.of("prefill"), List.of("decode"), List.of("worker"));
        };
    }

    private static BackendNames named(List<String> prefill, List<String> decode, List<String> aggregated) {
        return new BackendNames(
                Map.of(Role.PREFILL, prefill, Role.DECODE, decode, Role.AGGREGATED, aggregated), RUNTIME);
    }

    List<String> components(Role role) {
        return Objects.requireNonNullElse(components.get(role), List.of());
    }

    /** Name of the component in the runtime; {@code backend} for roles that no backend knows. */
    public String runtimeComponent(Role role) {
        return Objects.requireNonNullElse(runtimeComponents.get(role), "backend");
    }
}
