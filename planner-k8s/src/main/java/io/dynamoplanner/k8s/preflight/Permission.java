package io.dynamoplanner.k8s.preflight;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One thing that the planner asks the API server for.
 *
 * @param verb as RBAC knows it
 * @param group API group; empty for the core group
 * @param resource plural name
 * @param subresource empty if none
 * @param name the one object that it is about; empty for any
 * @param why what it is for
 * @param need what is lost without it
 */
public record Permission(
        String verb, String group, String resource, String subresource, Optional<String> name, String why, Need need) {

    /** What is lost without a permission. */
    public enum Need {
        /** Nothing can be written, or not safely. */
        ESSENTIAL,
        /** Something is told or seen less well. */
        USEFUL
    }

    /** {@code dynamographdeploymentscalingadapters/scale.nvidia.com}. */
    public String target() {
        return resource + (subresource.isEmpty() ? "" : "/" + subresource) + (group.isEmpty() ? "" : "." + group);
    }

    /** The same for whichever verb, so that what belongs together can be told together. */
    Permission anyVerb() {
        return new Permission("", group, resource, subresource, Optional.empty(), why, need);
    }

    /** The rule that grants these verbs, as it would stand in a Role. */
    public String rule(List<String> verbs) {
        String quoted = verbs.stream().map(verb -> '"' + verb + '"').collect(Collectors.joining(", "));
        return "{apiGroups: [\"" + group + "\"], resources: [\"" + resource
                + (subresource.isEmpty() ? "" : "/" + subresource) + "\"], verbs: [" + quoted + "]}";
    }
}
