package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import java.util.List;
import java.util.Locale;

/**
 * Service against cost: a point for each policy with its 95 % intervals as a cross, and the same as a table. Drawn as SVG
 * here, so it needs no script.
 */
final class ParetoSection {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 320;
    private static final int LEFT = 56;
    private static final int RIGHT = 24;
    private static final int TOP = 14;
    private static final int BOTTOM = 46;

    private ParetoSection() {}

    /** Empty for a single policy, which has nothing to be compared with. */
    static String render(RunRecord run) {
        List<PolicyRun> policies = run.policies();
        if (policies.size() < 2) {
            return "";
        }
        List<Confidence> confidence = Confidence.of(run);
        return "<section aria-labelledby=\"pareto\">\n<h2 id=\"pareto\">Service against cost</h2>\n"
                + plot(policies, confidence)
                + "<p class=\"hint\">Up and to the left is better. Crosses and brackets are 95 % intervals, drawn from"
                + " stretches of five minutes of this run (seeded bootstrap); differences are drawn from the same"
                + " stretches.</p>\n"
                + table(policies, confidence)
                + "</section>";
    }

    private static String plot(List<PolicyRun> policies, List<Confidence> confidence) {
        double most = 0;
        double least = 1;
        for (int i = 0; i < policies.size(); i++) {
            most = Math.max(most, Math.max(policies.get(i).summary().gpuHours(), high(confidence.get(i).gpuHours())));
            least = Math.min(least, policies.get(i).summary().bothInside());
        }
        var across = new SvgAxis(0, most * 1.05, LEFT, WIDTH - RIGHT);
        var up = new SvgAxis(Math.max(0, Math.floor((least - 0.05) * 10) / 10), 1, HEIGHT - BOTTOM, TOP);
        var svg = new StringBuilder();
        svg.append("<svg class=\"plot\" viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
        svg.append("\" role=\"img\" aria-label=\"Share of requests inside both targets against GPU-hours, by policy\">\n");
        for (double tick : across.ticks()) {
            double x = across.at(tick);
            svg.append(SvgAxis.line("grid", x, TOP, x, HEIGHT - BOTTOM));
            svg.append(SvgAxis.text(x, HEIGHT - BOTTOM + 16, "middle", SvgAxis.number(tick)));
        }
        for (double tick : up.ticks()) {
            double y = up.at(tick);
            svg.append(SvgAxis.line("grid", LEFT, y, WIDTH - RIGHT, y));
            svg.append(SvgAxis.text(LEFT - 6, y + 4, "end", SvgAxis.number(100 * tick)));
        }
        svg.append(SvgAxis.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", "GPU-hours"));
        svg.append("<text transform=\"translate(14 ").append((TOP + HEIGHT - BOTTOM) / 2);
        svg.append(") rotate(-90)\" text-anchor=\"middle\">inside both targets, %</text>\n");
        for (int i = 0; i < policies.size(); i++) {
            svg.append(point(i, policies.get(i), confidence.get(i), across, up));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String point(int i, PolicyRun policy, Confidence confidence, SvgAxis across, SvgAxis up) {
        double x = across.at(policy.summary().gpuHours());
        double y = up.at(policy.summary().bothInside());
        String colour = HtmlText.colour(i);
        boolean right = x < LEFT + 0.75 * (WIDTH - LEFT - RIGHT);
        return "<g class=\"stroke-" + colour + "\">"
                + SvgAxis.line(
                        "", across.at(confidence.gpuHours().low()), y, across.at(confidence.gpuHours().high()), y)
                + SvgAxis.line("", x, up.at(confidence.inside().low()), x, up.at(confidence.inside().high()))
                + String.format(Locale.ROOT, "<circle class=\"fill-%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/></g>", colour, x, y)
                + SvgAxis.text(right ? x + 9 : x - 9, y - 7, right ? "start" : "end", policy.label());
    }

    private static String table(List<PolicyRun> policies, List<Confidence> confidence) {
        var html = new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"pareto\">\n"
                + "<table class=\"result\"><thead><tr><th scope=\"col\">Policy</th>"
                + "<th scope=\"col\" class=\"num\">Inside both, %</th><th scope=\"col\" class=\"num\">GPU-hours</th>");
        String first = HtmlText.of(policies.get(0).label());
        html.append("<th scope=\"col\" class=\"num\">Points against ").append(first);
        html.append("</th><th scope=\"col\" class=\"num\">GPU-hours against ").append(first);
        html.append("</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < policies.size(); i++) {
            Confidence c = confidence.get(i);
            var own = policies.get(i).summary();
            var reference = policies.get(0).summary();
            html.append("<tr><th scope=\"row\">").append(HtmlText.swatch(i));
            html.append(HtmlText.of(policies.get(i).label())).append("</th>");
            html.append(cell("%.1f", 100 * own.bothInside(), 100, c.inside(), ""));
            html.append(cell("%.1f", own.gpuHours(), 1, c.gpuHours(), ""));
            if (i == 0) {
                html.append("<td class=\"num\"></td><td class=\"num\"></td>");
            } else {
                double points = 100 * (own.bothInside() - reference.bothInside());
                double hours = 100 * (own.gpuHours() / reference.gpuHours() - 1);
                html.append(cell("%+.1f", points, 100, c.insideAgainstFirst(), ""));
                html.append(cell("%+.1f", hours, 100, c.gpuHoursAgainstFirst(), " %"));
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private static String cell(String format, double value, double scale, Bootstrap.Interval interval, String unit) {
        String between = Double.isNaN(interval.low())
                ? ""
                : String.format(
                        Locale.ROOT,
                        " <span class=\"unit\">[" + format + ", " + format + "]</span>",
                        scale * interval.low(),
                        scale * interval.high());
        String number = Double.isFinite(value) ? String.format(Locale.ROOT, format, value) + unit : "";
        return "<td class=\"num\">" + number + between + "</td>";
    }

    private static double high(Bootstrap.Interval interval) {
        return Double.isNaN(interval.high()) ? 0 : interval.high();
    }
}
