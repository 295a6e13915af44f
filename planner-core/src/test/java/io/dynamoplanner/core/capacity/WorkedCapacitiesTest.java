package io.dynamoplanner.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.forwardpass.PassTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worked examples of an engine whose passes take 5 ms + 20 us a prompt token, or 4 ms + 20 us a sequence + 10 ns a KV token. */
class WorkedCapacitiesTest {
    private static final PassTime PREFILL = (tokens, n, k) -> 5 + 0.02 * tokens;
    private static final PassTime DECODE = (tokens, n, k) -> 4 + 0.02 * n + 1e-5 * k;
    private static final PassTime MIXED = (tokens, n, k) -> 4 + 0.02 * tokens + 0.02 * n + 1e-5 * k;
    private static final EngineLimits LIMITS = new EngineLimits(8192, 512, 2_000_000);

    private static OperatingPoint point(EngineCapacity engine, Work work) {
        Capacity capacity = engine.of(work, 1);
        assertThat(capacity).isInstanceOf(Capacity.Found.class);
        return ((Capacity.Found) capacity).point();
    }

    @ParameterizedTest
    @CsvSource({
        "3000, 200, 0,   true,  2,  125,    16",
        "3000, 100, 0,   true,  1,  65,     15.384615384615383",
        "3000, 50,  0,   false, 2,  125,    16",
        "3000, 100, 0.3, true,  2,  89,     22.47191011235955",
        "20000, 1000, 0, true,  1,  415,    2.4096385542168672",
        "3000, 200, 1.7, true,  54, 168.08, 321.2755830556878",
    })
    void prefill(int isl, double target, double hit, boolean eligible, int batch, double ttftMs, double perSecond) {
        var point =
                point(new PrefillCapacity(PREFILL, LIMITS, target, BatchSearch.REFERENCE), new Work(isl, 150, hit, 1));

        assertThat(point.eligible()).isEqualTo(eligible);
        assertThat(point.batch()).isEqualTo(batch);
        assertThat(point.ttftMs().orElseThrow()).isCloseTo(ttftMs, within(1e-9));
        assertThat(point.requestsPerSecond()).isCloseTo(perSecond, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 1,   true,  117, 9.93775, 78.48859148197529",
        "50, 1,   true,  512, 29.984,  113.83849163998576",
        "4,  1,   false, 512, 29.984,  113.83849163998576",
        "10, 1.8, true,  274, 9.9475,  183.63072798860685",
    })
    void decode(double target, double accepted, boolean eligible, int batch, double itlMs, double perSecond) {
        var point = point(
                new DecodeCapacity(DECODE, LIMITS, target, BatchSearch.REFERENCE), new Work(3000, 150, 0, accepted));

        assertThat(point.eligible()).isEqualTo(eligible);
        assertThat(point.batch()).isEqualTo(batch);
        assertThat(point.itlMs().orElseThrow()).isCloseTo(itlMs, within(1e-9));
        assertThat(point.requestsPerSecond()).isCloseTo(perSecond, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "500, 50, 101, 109.52575, 49.52575, 13.595621133114253",
        "500, 10, 13,  69.85975,  9.85975,  8.789945654470616",
        "80,  20, 33,  78.87475,  18.87475, 11.655783520311525",
    })
    void aggregated(double ttft, double itl, int batch, double ttftMs, double itlMs, double perSecond) {
        var point = point(new AggregatedCapacity(MIXED, LIMITS, ttft, itl, BatchSearch.REFERENCE), Work.of(3000, 150));

        assertThat(point.batch()).isEqualTo(batch);
        assertThat(point.ttftMs().orElseThrow()).isCloseTo(ttftMs, within(1e-9));
        assertThat(point.itlMs().orElseThrow()).isCloseTo(itlMs, within(1e-9));
        assertThat(point.requestsPerSecond()).isCloseTo(perSecond, within(1e-9));
    }

    @Test
    void withoutABatchInsideTheTargetOursTakesOneThatIsNearIt() {
        var engine = new DecodeCapacity(DECODE, LIMITS, 4, BatchSearch.OURS);

        var point = point(engine, Work.of(3000, 150));

        double alone = 4 + 0.02 + 1e-5 * 3075;
        assertThat(point.eligible()).isFalse();
        assertThat(point.itlMs().orElseThrow()).isBetween(1.4 * alone, 1.5 * alone);
    }

    @Test
    void theFirstReleaseCountsOnePromptAfterTheOther() {
        var engine = new SinglePromptCapacity(PREFILL, LIMITS, 200);

        assertThat(point(engine, Work.of(3000, 150)).requestsPerSecond()).isCloseTo(1000 / 65.0, within(1e-9));
        // 8192 + 8192 + 3616 tokens
        assertThat(point(engine, Work.of(20_000, 150)).ttftMs().orElseThrow())
                .isCloseTo(2 * (5 + 0.02 * 8192) + 5 + 0.02 * 3616, within(1e-9));
    }

    @Test
    void theFirstReleaseTakesTheLargestBatchInsideTheItlTarget() {
        var point = point(new LargestBatchCapacity(DECODE, LIMITS, 10), Work.of(3000, 150));
        var missed = point(new LargestBatchCapacity(DECODE, LIMITS, 4), Work.of(3000, 150));

        assertThat(point.batch()).isEqualTo(118);
        assertThat(point.itlMs().orElseThrow()).isCloseTo(4 + 118 * (0.02 + 1e-5 * 3075), within(1e-9));
        assertThat(missed.batch()).isEqualTo(1);
        assertThat(missed.eligible()).isFalse();
    }

    @Test
    void theFirstReleaseStopsAtTheFirstBatchThatMissesATarget() {
        var point = point(new SteppedAggregatedCapacity(MIXED, LIMITS, 500, 10), Work.of(3000, 150));
        var missed = point(new SteppedAggregatedCapacity(MIXED, LIMITS, 50, 10), Work.of(3000, 150));

        assertThat(point.batch()).isEqualTo(13);
        assertThat(point.itlMs().orElseThrow()).isCloseTo(9.85975, within(1e-9));
        assertThat(missed.batch()).isEqualTo(1);
        assertThat(missed.eligible()).isFalse();
    }
}
