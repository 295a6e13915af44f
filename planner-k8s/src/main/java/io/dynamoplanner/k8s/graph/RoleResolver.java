package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the component that plays each role. The rules are those of the reference planner:
 *
 * <ol>
 *   <li>the one component whose type is that of the role; two of them are an error, even if a name is given
 *   <li>for decode, otherwise: the only component of type {@code worker}, which makes an aggregated graph
 *   <li>otherwise: the component with the name given, or else with the usual name of the backend, if it has no type, the
 *       type {@code worker}, or that of the role
 * </ol>
 *
 * <p>Prefill is never guessed from the only worker. Aggregated engines are looked for as decode engines are.
 */
public final class RoleResolver {
    private static final String GENERIC = "worker";

    private final List<Role> roles;
    private final BackendNames usual;
    private final Map<Role, String> given;

    /**
     * @param roles roles that are managed
     * @param usual names where none is given
     * @param given names that the operator of the planner has stated; spelled as in the graph
     */
    public RoleResolver(List<Role> roles, BackendNames usual, Map<Role, String> given) {
        this.roles = List.copyOf(roles);
        this.usual = usual;
        this.given = Map.copyOf(given);
    }

    /**
     * The components found.
     *
     * @param components may lack roles; each that is lacking has a finding
     */
    public record Resolution(PerRole<Component> components, List<Finding> findings) {
        public Resolution {
            findings = List.copyOf(findings);
        }

        /** Whether each managed role has its component. */
        public boolean isComplete() {
            return findings.isEmpty();
        }
    }

    /** How a component came to its role. */
    private record Match(Component component, boolean guessed) {}

    public Resolution resolve(Graph graph) {
        var found = new LinkedHashMap<Role, Match>();
        var findings = new ArrayList<Finding>();
        for (Role role : roles) {
            List<Component> typed = ofType(graph, type(role));
            if (typed.size() > 1) {
                findings.add(duplicate(graph, role, typed));
                continue;
            }
            Optional<Match> match =
                    typed.isEmpty() ? untyped(graph, role) : Optional.of(new Match(typed.get(0), false));
            match.ifPresentOrElse(m -> found.put(role, m), () -> findings.add(missing(graph, role)));
        }
        var components = new HashMap<Role, Component>();
        found.forEach((role, match) -> {
            // A worker that somebody has named for another role is not free to be guessed.
            if (match.guessed && isTakenByAnother(found, role, match)) {
                findings.add(missing(graph, role));
            } else {
                components.put(role, match.component);
            }
        });
        return new Resolution(PerRole.copyOf(components), findings);
    }

    private Optional<Match> untyped(Graph graph, Role role) {
        List<Component> workers = ofType(graph, GENERIC);
        if (!role.equals(Role.PREFILL) && workers.size() == 1) {
            return Optional.of(new Match(workers.get(0), true));
        }
        List<String> names = given.containsKey(role) ? List.of(given.get(role)) : usual.components(role);
        return names.stream()
                .flatMap(name -> graph.component(name).stream())
                .filter(component -> List.of("", GENERIC, type(role)).contains(component.type()))
                .findFirst()
                .map(component -> new Match(component, false));
    }

    private static boolean isTakenByAnother(Map<Role, Match> found, Role role, Match match) {
        return found.entrySet().stream()
                .anyMatch(other -> !other.getKey().equals(role)
                        && other.getValue().component.name().equals(match.component.name()));
    }

    private static List<Component> ofType(Graph graph, String type) {
        return graph.components().stream()
                .filter(component -> component.type().equals(type))
                .toList();
    }

    private static String type(Role role) {
        return role.equals(Role.AGGREGATED) ? Role.DECODE.name() : role.name();
    }

    private static Finding duplicate(Graph graph, Role role, List<Component> typed) {
        var names = new TreeSet<String>();
        typed.forEach(component -> names.add(component.name()));
        return Finding.blocking(
                "role-duplicate",
                "graph " + graph.id(),
                "DynamoGraphDeployment must contain only one component with type '" + type(role)
                        + "', but found multiple: " + String.join(", ", names),
                "leave the type to one of them");
    }

    private Finding missing(Graph graph, Role role) {
        String named = given.containsKey(role) ? " '" + given.get(role) + "' is not one: give it that type," : "";
        return Finding.blocking(
                "role-missing",
                "graph " + graph.id(),
                "DynamoGraphDeployment must contain a component with type '" + type(role) + "'",
                named.isEmpty()
                        ? "set type: " + type(role) + " on the component of the " + role
                                + " engines, or name that component in the settings of the planner"
                        : "the component" + named + " or correct the name in the settings of the planner");
    }
}
