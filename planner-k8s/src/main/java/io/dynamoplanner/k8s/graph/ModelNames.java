package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Name of the model that a graph serves: as its workers report it, or else the operator, or else the graph itself, or
 * else the settings. Names are compared whatever their case, and kept as they are spelled, because metrics carry them so.
 *
 * @param model empty if nobody names it
 * @param findings names that contradict each other; none of them stops anything
 */
public record ModelNames(Optional<String> model, List<Finding> findings) {
    public ModelNames {
        findings = List.copyOf(findings);
    }

    /** Names of one role, by who says so. */
    private record Named(Optional<String> card, Optional<String> status, Optional<String> graph) {
        Optional<String> best() {
            return card.or(() -> status).or(() -> graph);
        }
    }

    /**
     * Finds the name.
     *
     * @param roles components of the managed roles
     * @param configured name in the settings; empty if none
     */
    public static ModelNames of(GraphSnapshot seen, PerRole<Component> roles, Optional<String> configured) {
        String subject = "graph " + seen.graph().id();
        var findings = new ArrayList<Finding>();
        var named = new LinkedHashMap<Role, Named>();
        for (var entry : roles) {
            named.put(entry.role(), named(seen, entry.role(), entry.value(), subject, findings));
        }
        findings.addAll(mismatch(named, subject));
        // Decode engines speak for the graph, except in its text, where the reference reads prefill first.
        Optional<String> found = Stream.of(
                        inOrder(named, false).map(Named::card),
                        inOrder(named, false).map(Named::status),
                        inOrder(named, true).map(Named::graph))
                .flatMap(names -> names)
                .flatMap(Optional::stream)
                .findFirst();
        if (found.isPresent() && configured.isPresent() && !found.get().equalsIgnoreCase(configured.get())) {
            findings.add(Finding.warning(
                    "model-unexpected",
                    subject,
                    "Model name " + found.get() + " does not match expected model name " + configured.get(),
                    "correct the model name in the settings, or leave it out; " + found.get() + " is used"));
        }
        Optional<String> model = found.or(() -> configured);
        if (model.isEmpty()) {
            findings.add(Finding.warning(
                    "model-unknown",
                    subject,
                    "Model name not found in DynamoGraphDeployment",
                    "name the model in the arguments of the engines (--served-model-name) or in the settings"));
        }
        return new ModelNames(model, findings);
    }

    private static Stream<Named> inOrder(Map<Role, Named> named, boolean prefillFirst) {
        var ordered = new TreeMap<Role, Named>((a, b) -> prefillFirst ? a.compareTo(b) : b.compareTo(a));
        ordered.putAll(named);
        return ordered.values().stream();
    }

    private static Named named(
            GraphSnapshot seen, Role role, Component component, String subject, List<Finding> findings) {
        var cards = new TreeMap<String, String>();
        Cards.ofRole(seen, role, component).stream()
                .flatMap(card -> card.model().stream())
                .sorted()
                .forEach(name -> cards.putIfAbsent(name.toLowerCase(Locale.ROOT), name));
        if (cards.size() > 1) {
            findings.add(Finding.warning(
                    "model-cards-differ",
                    subject,
                    "workers of component '" + component.name() + "' report several models: "
                            + String.join(", ", cards.values()),
                    "serve one model per graph; the first is used"));
        }
        return new Named(
                cards.values().stream().findFirst(),
                seen.graph().status(component.name()).flatMap(ComponentStatus::model),
                component.model());
    }

    private static List<Finding> mismatch(Map<Role, Named> named, String subject) {
        Optional<String> prefill = Optional.ofNullable(named.get(Role.PREFILL)).flatMap(Named::best);
        Optional<String> decode = Optional.ofNullable(named.get(Role.DECODE)).flatMap(Named::best);
        if (prefill.isEmpty() || decode.isEmpty() || prefill.get().equalsIgnoreCase(decode.get())) {
            return List.of();
        }
        return List.of(Finding.warning(
                "model-mismatch",
                subject,
                "Model name mismatch in DynamoGraphDeployment: prefill model name " + prefill.get()
                        + " != decode model name " + decode.get(),
                "let both roles serve one model under one name"));
    }
}
