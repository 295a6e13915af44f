package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import java.util.ArrayList;
import java.util.List;

/** What came out of a run, in plain words, computed from the result table. Losses are said as plainly as wins. */
public final class PlainSummary {
    private PlainSummary() {}

    /**
     * One sentence about the first policy. Its GPU-hours are compared with those of its strongest rival: the other
     * policy that met both targets most often, and among equals the one with the fewest GPU-hours.
     */
    public static String sentence(RunRecord run) {
        if (run.policies().isEmpty()) {
            return "No policy was run.";
        }
        PolicyRun own = run.policies().get(0);
        List<PolicyRun> others = run.policies().subList(1, run.policies().size());
        if (own.summary().requests() == 0) {
            return "No request arrived; " + own.label() + " held " + ResultMetric.GPU_HOURS.text(own) + " GPU-hours.";
        }
        String head = own.label() + " met both targets for " + ResultMetric.BOTH_INSIDE.text(own) + " % of "
                + Figures.grouped(Long.toString(own.summary().requests())) + " requests with ";
        if (others.isEmpty()) {
            return head + ResultMetric.GPU_HOURS.text(own) + " GPU-hours.";
        }
        PolicyRun rival = strongest(others);
        return head + hoursThan(own, rival) + ", which met both for " + ResultMetric.BOTH_INSIDE.text(rival) + " %; "
                + losses(own, others, rival) + ".";
    }

    /** One line for each of the other policies: what the first one saves or costs, and what it gains or loses. */
    public static List<String> comparisons(RunRecord run) {
        var lines = new ArrayList<String>();
        for (int i = 1; i < run.policies().size(); i++) {
            PolicyRun own = run.policies().get(0);
            PolicyRun other = run.policies().get(i);
            lines.add("Against " + other.label() + ": " + hours(own, other) + ", " + both(own, other) + ", "
                    + events(own, other) + ".");
        }
        return List.copyOf(lines);
    }

    private static PolicyRun strongest(List<PolicyRun> others) {
        PolicyRun best = others.get(0);
        for (PolicyRun other : others) {
            double share = ResultMetric.BOTH_INSIDE.shown(other);
            double bestShare = ResultMetric.BOTH_INSIDE.shown(best);
            boolean cheaper = ResultMetric.GPU_HOURS.shown(other) < ResultMetric.GPU_HOURS.shown(best);
            if (Double.isNaN(bestShare) || share > bestShare || (share == bestShare && cheaper)) {
                best = other;
            }
        }
        return best;
    }

    private static String hoursThan(PolicyRun own, PolicyRun rival) {
        boolean same = ResultMetric.GPU_HOURS.shown(own) == ResultMetric.GPU_HOURS.shown(rival);
        return hours(own, rival) + (same ? " as " : " than ") + rival.label();
    }

    private static String hours(PolicyRun own, PolicyRun other) {
        double mine = ResultMetric.GPU_HOURS.shown(own);
        double theirs = ResultMetric.GPU_HOURS.shown(other);
        return mine == theirs
                ? "as many GPU-hours"
                : ResultMetric.GPU_HOURS.distance(mine, theirs) + " " + fewerOrMore(mine, theirs) + " GPU-hours";
    }

    private static String both(PolicyRun own, PolicyRun other) {
        double mine = ResultMetric.BOTH_INSIDE.shown(own);
        double theirs = ResultMetric.BOTH_INSIDE.shown(other);
        if (mine == theirs) {
            return "the same share inside both targets";
        }
        return "share inside both targets " + ResultMetric.BOTH_INSIDE.distance(mine, theirs)
                + (mine < theirs ? " lower" : " higher");
    }

    private static String events(PolicyRun own, PolicyRun other) {
        int mine = own.summary().scaleEvents();
        int theirs = other.summary().scaleEvents();
        return mine == theirs
                ? "as many scale events"
                : Math.abs(mine - theirs) + " " + fewerOrMore(mine, theirs) + " scale events";
    }

    private static String fewerOrMore(double mine, double theirs) {
        return mine < theirs ? "fewer" : "more";
    }

    private static String losses(PolicyRun own, List<PolicyRun> others, PolicyRun rival) {
        List<String> ttft = betterThan(own, others, ResultMetric.TTFT_INSIDE);
        List<String> itl = betterThan(own, others, ResultMetric.ITL_INSIDE);
        // The rival's GPU-hours stand in the first half of the sentence already.
        var cheaper = new ArrayList<String>(betterThan(own, others, ResultMetric.GPU_HOURS));
        cheaper.remove(rival.label());
        var parts = new ArrayList<String>();
        if (!ttft.isEmpty() && ttft.equals(itl)) {
            parts.add("it missed each target more often than " + list(ttft));
        } else if (!ttft.isEmpty()) {
            parts.add("it missed the TTFT target more often than " + list(ttft));
            if (!itl.isEmpty()) {
                parts.add("the ITL target more often than " + list(itl));
            }
        } else if (!itl.isEmpty()) {
            parts.add("it missed the ITL target more often than " + list(itl));
        } else {
            parts.add("no other policy met either target more often");
        }
        return list(parts) + (cheaper.isEmpty() ? "" : "; " + list(cheaper) + " held fewer GPU-hours");
    }

    private static List<String> betterThan(PolicyRun own, List<PolicyRun> others, ResultMetric metric) {
        return others.stream()
                .filter(other -> metric.isBetter(metric.shown(other), metric.shown(own)))
                .map(PolicyRun::label)
                .toList();
    }

    /** "a", "a and b", "a, b and c". */
    private static String list(List<String> parts) {
        int last = parts.size() - 1;
        return last == 0 ? parts.get(0) : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }
}
