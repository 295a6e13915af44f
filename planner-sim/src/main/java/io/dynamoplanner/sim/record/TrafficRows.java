package io.dynamoplanner.sim.record;

import io.dynamoplanner.sim.request.RequestOutcomes;
import io.dynamoplanner.sim.request.Requests;
import java.util.ArrayList;
import java.util.List;

/** The columns of a timeline that tell about requests. Requests are in order of arrival, so a row is a run of them. */
final class TrafficRows {
    final List<Double> offeredRps = new ArrayList<>();
    final List<Double> isl = new ArrayList<>();
    final List<Double> osl = new ArrayList<>();
    final List<Double> ttftP50Ms = new ArrayList<>();
    final List<Double> ttftP95Ms = new ArrayList<>();
    final List<Double> itlP50Ms = new ArrayList<>();
    final List<Double> itlP95Ms = new ArrayList<>();
    final List<Double> inside = new ArrayList<>();

    private final Requests requests;
    private final RequestOutcomes outcomes;
    private final double ttftTargetMs;
    private final double itlTargetMs;
    private final Quantiles ttft;
    private final Quantiles itl;
    private int next;

    TrafficRows(Requests requests, RequestOutcomes outcomes, double ttftTargetMs, double itlTargetMs) {
        this.requests = requests;
        this.outcomes = outcomes;
        this.ttftTargetMs = ttftTargetMs;
        this.itlTargetMs = itlTargetMs;
        this.ttft = new Quantiles(requests.size());
        this.itl = new Quantiles(requests.size());
    }

    /** Adds the row of the requests that arrived before {@code endS} and are in no row yet. */
    void add(double endS, double lengthS) {
        ttft.clear();
        itl.clear();
        int first = next;
        long islSum = 0;
        long oslSum = 0;
        int met = 0;
        for (; next < requests.size() && requests.arrivalS(next) < endS; next++) {
            islSum += requests.isl(next);
            oslSum += requests.osl(next);
            ttft.add(outcomes.ttftMs(next));
            itl.add(outcomes.itlMs(next));
            if (outcomes.ttftInside(next, ttftTargetMs) && outcomes.itlInside(next, itlTargetMs)) {
                met++;
            }
        }
        // In a row without requests the means are 0/0: no value.
        double count = next - first;
        offeredRps.add(count / lengthS);
        isl.add(islSum / count);
        osl.add(oslSum / count);
        inside.add(met / count);
        ttftP50Ms.add(ttft.at(0.50));
        ttftP95Ms.add(ttft.at(0.95));
        itlP50Ms.add(itl.at(0.50));
        itlP95Ms.add(itl.at(0.95));
    }
}
