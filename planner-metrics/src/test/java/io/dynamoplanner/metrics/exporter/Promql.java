package io.dynamoplanner.metrics.exporter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a query asks for; enough of the language for the dashboards and alerts here.
 *
 * @param selectors metrics with what is asked of their labels
 * @param grouping labels that results are grouped or matched by
 */
record Promql(List<Selector> selectors, Set<String> grouping) {
    private static final Pattern CLAUSE =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern SELECTOR =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?:\\{([^}]*)}|(?!\\s*[(a-zA-Z0-9_:]))");
    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)(=~|!~|!=|=)\"([^\"]*)\"");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool");

    record Selector(String metric, List<LabelMatcher> matchers) {}

    record LabelMatcher(String label, String operator, String value) {}

    static Promql of(String query) {
        var grouping = new TreeSet<String>();
        Matcher clause = CLAUSE.matcher(query);
        while (clause.find()) {
            for (String label : clause.group(1).split(",", -1)) {
                grouping.add(label.strip());
            }
        }
        String rest = RANGE.matcher(CLAUSE.matcher(query).replaceAll(" ")).replaceAll("");
        var selectors = new ArrayList<Selector>();
        Matcher selector = SELECTOR.matcher(rest);
        while (selector.find()) {
            if (!WORDS.contains(selector.group(1))) {
                selectors.add(new Selector(selector.group(1), matchers(selector.group(2))));
            }
        }
        return new Promql(selectors, grouping);
    }

    private static List<LabelMatcher> matchers(@Nullable String braces) {
        var matchers = new ArrayList<LabelMatcher>();
        Matcher matcher = MATCHER.matcher(braces == null ? "" : braces);
        while (matcher.find()) {
            matchers.add(new LabelMatcher(matcher.group(1), matcher.group(2), matcher.group(3)));
        }
        return matchers;
    }
}
