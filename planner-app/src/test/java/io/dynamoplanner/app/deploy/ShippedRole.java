package io.dynamoplanner.app.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamoplanner.testing.kube.KubeServer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The Role of {@code deploy/rbac.yaml}. */
public final class ShippedRole {
    private ShippedRole() {}

    /**
     * One right.
     *
     * @param group empty for the core group
     * @param resource with its subresource, if any: {@code deployments/scale}
     */
    public record Right(String group, String resource, String verb) implements Comparable<Right> {
        private static final Comparator<Right> ORDER = Comparator.comparing(Right::group)
                .thenComparing(Right::resource)
                .thenComparing(Right::verb);

        @Override
        public int compareTo(Right other) {
            return ORDER.compare(this, other);
        }
    }

    /** Every right that the Role grants. */
    public static SortedSet<Right> rights() {
        SortedSet<Right> rights = new TreeSet<>();
        for (JsonNode rule : rules()) {
            for (String group : words(rule, "apiGroups")) {
                for (String resource : words(rule, "resources")) {
                    words(rule, "verbs").forEach(verb -> rights.add(new Right(group, resource, verb)));
                }
            }
        }
        return rights;
    }

    /** Gives the rights of the Role, and no others, to a service account. */
    public static void grant(KubeServer kube, String namespace, String account) {
        for (JsonNode rule : rules()) {
            for (String group : words(rule, "apiGroups")) {
                kube.allow(namespace, account, group, words(rule, "resources"), words(rule, "verbs"));
            }
        }
    }

    static List<JsonNode> rules() {
        var rules = new ArrayList<JsonNode>();
        Manifests.read("rbac.yaml", "Role").get("rules").forEach(rules::add);
        return rules;
    }

    static List<String> words(JsonNode rule, String field) {
        var words = new ArrayList<String>();
        rule.get(field).forEach(word -> words.add(word.asText()));
        return words;
    }
}
