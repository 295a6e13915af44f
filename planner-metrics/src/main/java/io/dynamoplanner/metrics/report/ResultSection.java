package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import java.util.List;

/**
 * The result table of the page: a line per number and a column per policy, so that one line compares all and a phone
 * shows it. The last column says how the first policy stands against the best of the others.
 */
final class ResultSection {
    private ResultSection() {}

    static String render(RunRecord run) {
        List<PolicyRun> policies = run.policies();
        boolean compared = policies.size() > 1;
        var html = new StringBuilder("<thead><tr><th scope=\"col\">Result</th>");
        for (int i = 0; i < policies.size(); i++) {
            html.append("<th scope=\"col\" class=\"num\">").append(HtmlText.swatch(i));
            html.append(HtmlText.of(policies.get(i).label())).append("</th>");
        }
        if (compared) {
            html.append("<th scope=\"col\" class=\"verdict\">");
            html.append(HtmlText.of(policies.get(0).label())).append(" against the best other</th>");
        }
        html.append("</tr></thead>\n");
        String group = "";
        for (ResultMetric metric : ResultMetric.ALL) {
            if (!metric.group().equals(group)) {
                html.append(group.isEmpty() ? "<tbody>\n" : "</tbody>\n<tbody>\n");
                group = metric.group();
                html.append("<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"")
                        .append(policies.size() + (compared ? 2 : 1))
                        .append("\">")
                        .append(group)
                        .append("</th></tr>\n");
            }
            html.append(row(metric, policies, compared));
        }
        return html.append("</tbody>").toString();
    }

    private static String row(ResultMetric metric, List<PolicyRun> policies, boolean compared) {
        var html = new StringBuilder("<tr><th scope=\"row\">").append(metric.name());
        if (!metric.unit().isEmpty()) {
            html.append(" <span class=\"unit\">").append(metric.unit()).append("</span>");
        }
        html.append("</th>");
        for (PolicyRun policy : policies) {
            boolean best = metric.isBest(policy, policies);
            html.append(best ? "<td class=\"num best\">" : "<td class=\"num\">");
            html.append(Figures.grouped(metric.text(policy)));
            html.append(best ? "<span class=\"vh\"> best</span></td>" : "</td>");
        }
        if (compared) {
            html.append(verdict(Verdict.of(metric, policies)));
        }
        return html.append("</tr>\n").toString();
    }

    private static String verdict(Verdict verdict) {
        String kind = switch (verdict.standing()) {
            case BETTER -> "better";
            case LEVEL -> "level";
            case WORSE -> "worse";
            case OPEN -> "open";
        };
        return "<td class=\"verdict " + kind + "\">" + HtmlText.of(verdict.text()) + "</td>";
    }
}
