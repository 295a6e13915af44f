package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord.Timeline;
import java.util.List;
import java.util.function.Function;

/**
 * A list of numbers in a timeline and its names in the files.
 *
 * @param jsonName key in JSON
 * @param csvName heading in CSV, unit included
 */
record TimelineColumn(String jsonName, String csvName, Function<Timeline, List<Double>> values) {
    static final List<TimelineColumn> ALL = List.of(
            new TimelineColumn("offeredRps", "offered_rps", Timeline::offeredRps),
            new TimelineColumn("forecastRps", "forecast_rps", Timeline::forecastRps),
            new TimelineColumn("isl", "isl_tokens", Timeline::isl),
            new TimelineColumn("osl", "osl_tokens", Timeline::osl),
            new TimelineColumn("ttftP50Ms", "ttft_p50_ms", Timeline::ttftP50Ms),
            new TimelineColumn("ttftP95Ms", "ttft_p95_ms", Timeline::ttftP95Ms),
            new TimelineColumn("itlP50Ms", "itl_p50_ms", Timeline::itlP50Ms),
            new TimelineColumn("itlP95Ms", "itl_p95_ms", Timeline::itlP95Ms),
            new TimelineColumn("inside", "inside_both_share", Timeline::inside),
            new TimelineColumn("gpus", "gpus", Timeline::gpus),
            new TimelineColumn("gpuHours", "gpu_hours", Timeline::gpuHours));
}
