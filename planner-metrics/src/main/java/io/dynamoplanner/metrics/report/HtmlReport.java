package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.Fact;
import io.dynamoplanner.core.run.RunRecord.Note;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import java.util.LinkedHashMap;

/**
 * The report of a run as one HTML page that needs nothing else: no server, no network, no other file.
 *
 * <p>Tables and text are in the HTML itself and read without scripts; the charts are drawn by the page. Its content
 * security policy allows only the scripts and styles that were put in, by their hashes, and no request to anywhere.
 */
public final class HtmlReport {
    private HtmlReport() {}

    /** The page, to be written as UTF-8. The same record gives the same page. */
    public static String render(RunRecord run) {
        var page = new Page();
        var parts = new LinkedHashMap<String, String>();
        parts.put("title", HtmlText.of(run.title()));
        parts.put("summary", HtmlText.of(PlainSummary.sentence(run)));
        parts.put("comparisons", comparisons(run));
        parts.put("frame", frame(run));
        parts.put("result", ResultSection.render(run));
        parts.put("policies", policies(run));
        parts.put("pareto", ParetoSection.render(run));
        parts.put("beside", SideBySide.render(run));
        parts.put("selector", selector(run));
        parts.put("changes", ChangesSection.render(run));
        parts.put("notes", notes(run));
        parts.put("facts", facts(run));
        parts.put("data", ChartData.json(run));
        return page.fill(parts);
    }

    private static String comparisons(RunRecord run) {
        var html = new StringBuilder();
        for (String line : PlainSummary.comparisons(run)) {
            html.append("<li>").append(HtmlText.of(line)).append("</li>\n");
        }
        return html.length() == 0 ? "" : "<ul class=\"comparisons\">\n" + html + "</ul>";
    }

    private static String frame(RunRecord run) {
        return definition("TTFT target", Targets.ms(run.ttftTargetMs()))
                + definition("ITL target", Targets.ms(run.itlTargetMs()))
                + definition("GPU ceiling", run.gpuCeiling() < 0 ? "none" : Integer.toString(run.gpuCeiling()))
                + definition("Length", Figures.clock(run.durationS()) + (run.durationS() < 3600 ? " min" : " h"));
    }

    private static String policies(RunRecord run) {
        var html = new StringBuilder();
        for (int i = 0; i < run.policies().size(); i++) {
            PolicyRun policy = run.policies().get(i);
            html.append("<dt>").append(HtmlText.swatch(i)).append(HtmlText.of(policy.label()));
            html.append("</dt><dd>").append(HtmlText.of(policy.description())).append("</dd>\n");
        }
        return html.toString();
    }

    private static String selector(RunRecord run) {
        var html = new StringBuilder();
        for (int i = 0; i < run.policies().size(); i++) {
            html.append("<label class=\"chip\"><input type=\"radio\" name=\"policy\" value=\"")
                    .append(i);
            html.append(i == 0 ? "\" checked>" : "\">").append(HtmlText.swatch(i));
            html.append("<span>")
                    .append(HtmlText.of(run.policies().get(i).label()))
                    .append("</span></label>\n");
        }
        return html.toString();
    }

    private static String notes(RunRecord run) {
        var html = new StringBuilder();
        for (PolicyRun policy : run.policies()) {
            if (policy.notes().isEmpty()) {
                continue;
            }
            html.append("<h3>").append(HtmlText.of(policy.label())).append("</h3>\n<ul class=\"notes\">\n");
            for (Note note : policy.notes()) {
                html.append("<li><span class=\"at\">")
                        .append(Figures.clock(note.atS()))
                        .append("</span> ");
                html.append(HtmlText.of(note.text())).append("</li>\n");
            }
            html.append("</ul>\n");
        }
        return html.length() == 0 ? "<p>None.</p>" : html.toString();
    }

    private static String facts(RunRecord run) {
        var html = new StringBuilder();
        for (Fact fact : run.facts()) {
            html.append(definition(fact.name(), fact.value()));
        }
        return html.length() == 0 ? "" : "<dl class=\"facts\">\n" + html + "</dl>";
    }

    private static String definition(String name, String value) {
        return "<div><dt>" + HtmlText.of(name) + "</dt><dd>" + HtmlText.of(value) + "</dd></div>\n";
    }
}
