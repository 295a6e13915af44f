package io.dynamoplanner.k8s.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which resources of a container are GPUs.
 *
 * @param names of resources; one that ends in {@code *} stands for all that begin so, {@code nvidia.com/mig-*} for
 *     instance. A container that asks for several of them holds them all.
 */
public record GpuResources(List<String> names) {
    public static final String NVIDIA = "nvidia.com/gpu";

    public static final GpuResources STANDARD = new GpuResources(List.of(NVIDIA));

    public GpuResources {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("no resource counts as a GPU: name at least one, " + NVIDIA + " say");
        }
    }

    boolean contains(String resource) {
        return names.stream()
                .anyMatch(name -> name.endsWith("*")
                        ? resource.startsWith(name.substring(0, name.length() - 1))
                        : resource.equals(name));
    }

    /** GPUs of a pod: those that it is limited to, or else those that it requests. Empty if it does not say. */
    OptionalInt perPod(
            Map<String, JsonNode> limits, Map<String, JsonNode> requests, String component, Problems problems) {
        for (Map<String, JsonNode> resources : List.of(limits, requests)) {
            int sum = 0;
            for (var resource : resources.entrySet()) {
                // A plain zero is how templates say "none here"; anything else has to be a count.
                if (!contains(resource.getKey()) || isPlainZero(resource.getValue())) {
                    continue;
                }
                OptionalLong count = Part.whole(resource.getValue());
                if (count.isEmpty() || count.getAsLong() < 1 || count.getAsLong() > Part.MOST_REPLICAS) {
                    problems.warning(
                            "gpu-count-invalid",
                            "Invalid GPU count '" + resource.getValue().asText() + "' for component '" + component
                                    + "'. GPU count must be a positive integer.",
                            "correct " + resource.getKey() + " in the resources of its container");
                    return OptionalInt.empty();
                }
                sum += (int) count.getAsLong();
            }
            if (sum > 0) {
                return OptionalInt.of(sum);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isPlainZero(JsonNode value) {
        return value.isNull() || (value.isNumber() && value.doubleValue() == 0);
    }
}
