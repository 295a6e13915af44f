package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.Change;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import java.util.TreeSet;

/**
 * Filters and table of all changes. The markers in the charts take their text from these rows, so that it stands in the
 * page once. The roles are spelt out because a phone shows the rows as cards, and a browser then forgets that they were
 * a table.
 */
final class ChangesSection {
    private ChangesSection() {}

    static String render(RunRecord run) {
        var rows = new StringBuilder();
        int count = 0;
        for (int i = 0; i < run.policies().size(); i++) {
            for (Change change : run.policies().get(i).changes()) {
                rows.append(row(i, run.policies().get(i), change));
                count++;
            }
        }
        if (count == 0) {
            return "<p>No policy changed anything.</p>";
        }
        return filters(run) + "<table class=\"changes\" role=\"table\">\n<caption class=\"vh\">Every change of a role's"
                + " target</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">"
                + head("Time") + head("Policy") + head("Role") + head("Replicas") + head("Bound by") + head("Reason")
                + "</tr></thead>\n<tbody role=\"rowgroup\">\n" + rows + "</tbody></table>";
    }

    private static String filters(RunRecord run) {
        var roles = new TreeSet<String>();
        var html = new StringBuilder("<form class=\"filters\" id=\"filters\" hidden>\n");
        html.append("<label>Policy <select name=\"policy\"><option value=\"\">all</option>");
        for (int i = 0; i < run.policies().size(); i++) {
            PolicyRun policy = run.policies().get(i);
            policy.changes().forEach(change -> roles.add(change.role().name()));
            html.append("<option value=\"").append(i).append("\">");
            html.append(HtmlText.of(policy.label())).append("</option>");
        }
        html.append("</select></label>\n<label>Role <select name=\"role\"><option value=\"\">all</option>");
        for (String role : roles) {
            html.append("<option>").append(HtmlText.of(role)).append("</option>");
        }
        html.append("</select></label>\n<label>Direction <select name=\"direction\"><option value=\"\">both</option>"
                + "<option value=\"up\">up</option><option value=\"down\">down</option></select></label>\n"
                + "<label>Contains <input type=\"search\" name=\"text\" autocomplete=\"off\"></label>\n"
                + "<output aria-live=\"polite\"></output>\n</form>\n");
        return html.toString();
    }

    private static String row(int index, PolicyRun policy, Change change) {
        boolean up = change.to() > change.from();
        var html = new StringBuilder("<tr role=\"row\" data-policy=\"").append(index);
        html.append("\" data-role=\"").append(HtmlText.of(change.role().name()));
        html.append("\" data-at=\"").append(Figures.shortest(change.atS()));
        html.append("\" data-from=\"")
                .append(change.from())
                .append("\" data-to=\"")
                .append(change.to());
        html.append("\"><td role=\"cell\" class=\"at\">").append(Figures.clock(change.atS()));
        html.append("</td><td role=\"cell\" class=\"policy\">").append(HtmlText.of(policy.label()));
        html.append("</td><td role=\"cell\" class=\"role\">")
                .append(HtmlText.of(change.role().name()));
        html.append("</td><td role=\"cell\" class=\"replicas ")
                .append(up ? "up" : "down")
                .append("\">");
        html.append(change.from()).append(" → ").append(change.to());
        html.append("</td><td role=\"cell\" class=\"binding\">").append(HtmlText.of(change.binding()));
        html.append("</td><td role=\"cell\" class=\"why\"><span class=\"reason\">");
        html.append(HtmlText.of(change.reason())).append("</span>");
        if (!change.derivation().isEmpty()) {
            html.append("<details><summary>derivation</summary><ol>");
            for (String line : change.derivation()) {
                html.append("<li>").append(HtmlText.of(line)).append("</li>");
            }
            html.append("</ol></details>");
        }
        return html.append("</td></tr>\n").toString();
    }

    private static String head(String name) {
        return "<th scope=\"col\" role=\"columnheader\">" + name + "</th>";
    }
}
