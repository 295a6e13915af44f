package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Service against cost: a point for each policy with its 95 % intervals as a cross, and the same as a table. The share of
 * misses is drawn logarithmically, as the last points are the dear ones. Drawn as SVG here, so it needs no script.
 */
final class ParetoSection {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 320;
    private static final int LEFT = 56;
    private static final int RIGHT = 24;
    private static final int TOP = 14;
    private static final int BOTTOM = 46;

    /** Misses below this are drawn as this. */
    private static final double FEWEST_MISSES = 0.0005;

    private static final double[] SHARES = {0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999};
    private static final int LINE = 13;

    private ParetoSection() {}

    /** How often the misses have been cut to a tenth. */
    private static double nines(double share) {
        return -Math.log10(Math.max(FEWEST_MISSES, 1 - share));
    }

    /** Empty for a single policy, which has nothing to be compared with. */
    static String render(RunRecord run) {
        List<PolicyRun> policies = run.policies();
        if (policies.size() < 2) {
            return "";
        }
        List<Confidence> confidence = Confidence.of(run);
        return "<section aria-labelledby=\"pareto\">\n<h2 id=\"pareto\">Service against cost</h2>\n"
                + plot(policies, confidence)
                + "<p class=\"hint\">Up and to the left is better; the share is drawn by its misses, logarithmically. Crosses and brackets are 95 % intervals, drawn from"
                + " stretches of five minutes of this run (seeded bootstrap); differences are drawn from the same"
                + " stretches.</p>\n"
                + table(policies, confidence)
                + "</section>";
    }

    private static String plot(List<PolicyRun> policies, List<Confidence> confidence) {
        double most = 0;
        double least = 0.9;
        for (int i = 0; i < policies.size(); i++) {
            most = Math.max(
                    most,
                    Math.max(
                            policies.get(i).summary().gpuHours(),
                            high(confidence.get(i).gpuHours())));
            least = Math.min(least, policies.get(i).summary().bothInside());
        }
        var across = new SvgAxis(0, most * 1.05, LEFT, WIDTH - RIGHT);
        double floor = 0;
        for (double share : SHARES) {
            floor = share < least ? share : floor;
        }
        var up = new SvgAxis(nines(floor), nines(1), HEIGHT - BOTTOM, TOP);
        var svg = new StringBuilder();
        svg.append("<svg class=\"plot\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT);
        svg.append(
                "\" role=\"img\" aria-label=\"Share of requests inside both targets against GPU-hours, by policy\">\n");
        for (double tick : across.ticks()) {
            double x = across.at(tick);
            svg.append(SvgAxis.line("grid", x, TOP, x, HEIGHT - BOTTOM));
            svg.append(SvgAxis.text(x, HEIGHT - BOTTOM + 16, "middle", SvgAxis.number(tick)));
        }
        for (double share : SHARES) {
            if (share < floor) {
                continue;
            }
            double y = up.at(nines(share));
            svg.append(SvgAxis.line("grid", LEFT, y, WIDTH - RIGHT, y));
            svg.append(SvgAxis.text(LEFT - 6, y + 4, "end", SvgAxis.number(100 * share)));
        }
        svg.append(SvgAxis.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", "GPU-hours"));
        svg.append("<text transform=\"translate(14 ").append((TOP + HEIGHT - BOTTOM) / 2);
        svg.append(") rotate(-90)\" text-anchor=\"middle\">inside both targets, %</text>\n");
        var labels = new ArrayList<double[]>();
        for (int i = 0; i < policies.size(); i++) {
            svg.append(point(i, policies.get(i), confidence.get(i), across, up));
            svg.append(label(policies.get(i), across, up, labels));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String point(int i, PolicyRun policy, Confidence confidence, SvgAxis across, SvgAxis up) {
        double x = across.at(policy.summary().gpuHours());
        double y = up.at(nines(policy.summary().bothInside()));
        String colour = HtmlText.colour(i);
        double low = across.at(confidence.gpuHours().low());
        double high = across.at(confidence.gpuHours().high());
        return "<g class=\"stroke-" + colour + "\">"
                + SvgAxis.line("", low, y, high, y)
                + SvgAxis.line(
                        "",
                        x,
                        up.at(nines(confidence.inside().low())),
                        x,
                        up.at(nines(confidence.inside().high())))
                + String.format(
                        Locale.ROOT, "<circle class=\"fill-%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/></g>", colour, x, y);
    }

    /** The name beside its point, moved up or down until it covers no other name. */
    private static String label(PolicyRun policy, SvgAxis across, SvgAxis up, List<double[]> placed) {
        double x = across.at(policy.summary().gpuHours());
        double y = up.at(nines(policy.summary().bothInside()));
        double width = 6.5 * policy.label().length();
        boolean right = x + width < WIDTH - RIGHT;
        double from = right ? x + 9 : x - 9 - width;
        double at = y - 7;
        for (int step = 1; step < 12 && covers(placed, from, width, at); step++) {
            at = y - 7 + (step % 2 == 1 ? 1 : -1) * ((step + 1) / 2) * LINE + (step % 2 == 1 ? 9 : 0);
        }
        placed.add(new double[] {from, from + width, at});
        return SvgAxis.text(right ? x + 9 : x - 9, at, right ? "start" : "end", policy.label());
    }

    private static boolean covers(List<double[]> placed, double from, double width, double at) {
        return at < TOP
                || placed.stream()
                        .anyMatch(box -> Math.abs(box[2] - at) < LINE && from < box[1] && box[0] < from + width);
    }

    private static String table(List<PolicyRun> policies, List<Confidence> confidence) {
        var html = new StringBuilder(
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"pareto\">\n"
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
