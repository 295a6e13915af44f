package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What those who see every request of a graph say about one window. */
sealed interface RequestSignals permits FrontendSignals, RouterSignals {
    /** What is read. */
    List<Signal> SIGNALS = List.of(
            Signal.REQUESTS,
            Signal.ISL,
            Signal.OSL,
            Signal.TTFT,
            Signal.ITL,
            Signal.TTFT_INSIDE,
            Signal.ITL_INSIDE,
            Signal.REQUEST_DURATION);

    Coverage coverage();

    /** A reading for each of {@link #SIGNALS} of the window that ends then. */
    Map<Signal, Reading> read(Instant end);

    /** What the latency targets have to say about the bounds of the histograms then; empty if these are not known. */
    Optional<List<Finding>> bounds(Instant end);

    /** Whether requests were counted when they were completed, because some counter of admitted ones is missing. */
    boolean countsCompleted(Instant end);
}
