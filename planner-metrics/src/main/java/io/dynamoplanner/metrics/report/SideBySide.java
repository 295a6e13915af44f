package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.core.run.RunRecord.Timeline;
import java.util.List;
import java.util.Locale;

/**
 * All policies at a glance: a small drawing for each with the GPUs that it held, and below it when requests missed a target.
 * Same scales everywhere. Drawn as SVG here, so it needs no script.
 */
final class SideBySide {
    private static final int WIDTH = 340;
    private static final int HEIGHT = 170;
    private static final int LEFT = 34;
    private static final int RIGHT = 8;
    private static final int TOP = 8;
    private static final int FLOOR = 118;
    private static final int MISSES_TOP = 124;
    private static final int MISSES_FLOOR = 150;

    private SideBySide() {}

    /** Empty for a single policy. */
    static String render(RunRecord run) {
        if (run.policies().size() < 2) {
            return "";
        }
        double most = 1;
        for (PolicyRun policy : run.policies()) {
            for (double gpus : policy.timeline().gpus()) {
                most = Math.max(most, gpus);
            }
        }
        var html = new StringBuilder("<section aria-labelledby=\"beside\">\n<h2 id=\"beside\">Side by side</h2>\n"
                + "<p class=\"hint\">GPUs held, and below them the share of requests that missed a target. Same scales"
                + " everywhere.</p>\n<div class=\"beside\">\n");
        for (int i = 0; i < run.policies().size(); i++) {
            html.append(panel(i, run.policies().get(i), most, run.durationS()));
        }
        return html.append("</div>\n</section>").toString();
    }

    private static String panel(int i, PolicyRun policy, double most, double durationS) {
        Timeline timeline = policy.timeline();
        var across = new SvgAxis(0, durationS, LEFT, WIDTH - RIGHT);
        var gpus = new SvgAxis(0, most * 1.05, FLOOR, TOP);
        var misses = new SvgAxis(0, 1, MISSES_FLOOR, MISSES_TOP);
        String colour = HtmlText.colour(i);
        var svg = new StringBuilder("<figure><figcaption>").append(HtmlText.swatch(i));
        svg.append(HtmlText.of(policy.label())).append(" <span class=\"unit\">");
        svg.append(String.format(
                Locale.ROOT,
                "%.1f %% at %.1f GPU-hours",
                100 * policy.summary().bothInside(),
                policy.summary().gpuHours()));
        svg.append("</span></figcaption>\n<svg class=\"plot\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT);
        svg.append("\" role=\"img\" aria-label=\"GPUs held and misses over time, ");
        svg.append(HtmlText.of(policy.label())).append("\">\n");
        for (double tick : gpus.ticks()) {
            svg.append(SvgAxis.line("grid", LEFT, gpus.at(tick), WIDTH - RIGHT, gpus.at(tick)));
            svg.append(SvgAxis.text(LEFT - 4, gpus.at(tick) + 4, "end", SvgAxis.number(tick)));
        }
        svg.append(SvgAxis.text(LEFT - 4, MISSES_FLOOR - 8, "end", "miss"));
        svg.append(SvgAxis.line("grid", LEFT, MISSES_FLOOR, WIDTH - RIGHT, MISSES_FLOOR));
        svg.append(SvgAxis.text(LEFT, HEIGHT - 6, "start", "0:00"));
        svg.append(SvgAxis.text(WIDTH - RIGHT, HEIGHT - 6, "end", Figures.clock(durationS)));
        svg.append(area("fill-" + colour, timeline.gpus(), timeline.stepS(), across, gpus, FLOOR));
        List<Double> missed = timeline.inside().stream()
                .map(share -> Double.isNaN(share) ? 0.0 : 1 - share)
                .toList();
        svg.append(area("missed", missed, timeline.stepS(), across, misses, MISSES_FLOOR));
        return svg.append("</svg></figure>\n").toString();
    }

    /** Steps from row to row, filled down to the floor. */
    private static String area(
            String type, List<Double> values, double stepS, SvgAxis across, SvgAxis up, double floor) {
        var path = new StringBuilder(String.format(Locale.ROOT, "M%.1f %.1f", across.at(0), floor));
        for (int row = 0; row < values.size(); row++) {
            path.append(String.format(Locale.ROOT, "V%.1fH%.1f", up.at(values.get(row)), across.at((row + 1) * stepS)));
        }
        path.append(String.format(Locale.ROOT, "V%.1fZ", floor));
        return "<path class=\"" + type + "\" d=\"" + path + "\"/>\n";
    }
}
