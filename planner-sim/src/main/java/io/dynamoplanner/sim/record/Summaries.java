package io.dynamoplanner.sim.record;

import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.Percentiles;
import io.dynamoplanner.sim.fleet.Cluster;
import io.dynamoplanner.sim.request.RequestOutcomes;
import io.dynamoplanner.sim.request.Requests;

/** The result row of a run. */
public final class Summaries {
    private Summaries() {}

    /**
     * Percentiles are exact. They are taken over the requests that have the number: a first token for TTFT, completion
     * and at least two tokens for ITL.
     *
     * @param fromS requests that arrived before are warm-up and not counted, s
     */
    public static RunRecord.Summary of(
            Requests requests,
            RequestOutcomes outcomes,
            double ttftTargetMs,
            double itlTargetMs,
            double fromS,
            Cluster cluster,
            RunLog log) {
        int first = 0;
        while (first < requests.size() && requests.arrivalS(first) < fromS) {
            first++;
        }
        int n = requests.size() - first;
        var ttft = new Quantiles(n);
        var itl = new Quantiles(n);
        int ttftMet = 0;
        int itlMet = 0;
        int bothMet = 0;
        int completed = 0;
        for (int i = first; i < requests.size(); i++) {
            completed += outcomes.isComplete(i) ? 1 : 0;
            ttft.add(outcomes.ttftMs(i));
            itl.add(outcomes.itlMs(i));
            boolean ttftInside = outcomes.isComplete(i) && outcomes.ttftInside(i, ttftTargetMs);
            boolean itlInside = outcomes.itlInside(i, itlTargetMs);
            ttftMet += ttftInside ? 1 : 0;
            itlMet += itlInside ? 1 : 0;
            bothMet += ttftInside && itlInside ? 1 : 0;
        }
        return new RunRecord.Summary(
                n,
                completed,
                share(ttftMet, n),
                share(itlMet, n),
                share(bothMet, n),
                percentiles(ttft),
                percentiles(itl),
                cluster.gpuHours(requests.durationS()),
                cluster.peak(),
                log.countedChanges(),
                log.directionChanges(),
                cluster.violations());
    }

    private static Percentiles percentiles(Quantiles quantiles) {
        return new Percentiles(quantiles.at(0.50), quantiles.at(0.95), quantiles.at(0.99));
    }

    /** A run without requests missed nothing. */
    private static double share(int met, int of) {
        return of == 0 ? 1 : met / (double) of;
    }
}
