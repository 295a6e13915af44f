package io.dynamoplanner.core.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.capacity.AggregatedCapacity;
import io.dynamoplanner.core.capacity.BatchSearch;
import io.dynamoplanner.core.capacity.DecodeCapacity;
import io.dynamoplanner.core.capacity.EngineCapacity;
import io.dynamoplanner.core.capacity.EngineLimits;
import io.dynamoplanner.core.capacity.LargestBatchCapacity;
import io.dynamoplanner.core.capacity.NoCapacity;
import io.dynamoplanner.core.capacity.PrefillCapacity;
import io.dynamoplanner.core.capacity.SinglePromptCapacity;
import io.dynamoplanner.core.capacity.SteppedAggregatedCapacity;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.demand.Reuse;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.engine.EngineProfile.DecodeSample;
import io.dynamoplanner.core.engine.EngineProfile.PrefillSample;
import io.dynamoplanner.core.forwardpass.PassModel;
import io.dynamoplanner.core.forwardpass.PassTime;
import io.dynamoplanner.core.forwardpass.ProfilePasses;
import io.dynamoplanner.core.forwardpass.RobustRegression;
import io.dynamoplanner.core.forwardpass.Workload;
import io.dynamoplanner.core.role.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What must hold for every engine and every load, on random ones. */
class ByEngineCapacityTest {
    private static final double Z = 1.645;

    /** An engine that nobody measured, with times that are noisy by up to a fifth. */
    private static PassModel randomEngine(Random random) {
        double fixed = 1 + 20 * random.nextDouble();
        double perToken = 0.002 + 0.05 * random.nextDouble();
        double perKv = 1e-6 + 5e-5 * random.nextDouble();
        var prefill = new ArrayList<PrefillSample>();
        var decode = new ArrayList<DecodeSample>();
        for (int i = 1; i <= 12; i++) {
            double noise = 1 + 0.2 * (random.nextDouble() - 0.5);
            prefill.add(new PrefillSample(i * 1000, (fixed + perToken * i * 1000) * noise, 1));
            double usage = i / 12.0;
            decode.add(new DecodeSample(usage, 500.0 * i, (fixed / 2 + perKv * usage * 500_000) * noise, 1));
        }
        var profile = new EngineProfile(
                "random",
                Optional.of(new EngineProfile.Prefill(prefill)),
                Optional.of(new EngineProfile.Decode(decode, 500_000)));
        return PassModel.learn(
                new RobustRegression(5),
                new PassModel.Retention(64, 16),
                ProfilePasses.of(profile).passes());
    }

    private static List<EngineCapacity> engines(PassModel model, double ttftMs, double itlMs) {
        var limits = new EngineLimits(8192, 256, 500_000);
        PassTime prefill = model.time(Workload.PREFILL).orElseThrow();
        PassTime decode = model.time(Workload.DECODE).orElseThrow();
        PassTime mixed = model.time(Workload.MIXED).orElseThrow();
        return List.of(
                new PrefillCapacity(prefill, limits, ttftMs, BatchSearch.OURS),
                new DecodeCapacity(decode, limits, itlMs, BatchSearch.OURS),
                new AggregatedCapacity(mixed, limits, ttftMs, itlMs, BatchSearch.OURS),
                new SinglePromptCapacity(prefill, limits, ttftMs),
                new LargestBatchCapacity(decode, limits, itlMs),
                new SteppedAggregatedCapacity(mixed, limits, ttftMs, itlMs));
    }

    private static Sizing size(EngineCapacity engine, double perSecond, double isl, double osl) {
        return new ByEngineCapacity(engine, Z, 0).size(Demand.of(perSecond * 60, isl, osl, 60), 1);
    }

    @RepeatedTest(30)
    void moreLoadNeverNeedsFewerReplicas(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        double isl = 1 + 10_000 * random.nextDouble();
        double osl = 1 + 1000 * random.nextDouble();
        for (EngineCapacity engine : engines(randomEngine(random), 1000 * random.nextDouble(), 50)) {
            int last = 0;
            for (double perSecond = 0; perSecond < 200; perSecond += 7.3) {
                int replicas = size(engine, perSecond, isl, osl).bestEffortReplicas();
                assertThat(replicas).isGreaterThanOrEqualTo(last);
                last = replicas;
            }
        }
    }

    @RepeatedTest(30)
    void aTighterTargetThatCanBeMetNeverNeedsFewerReplicas(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        PassModel model = randomEngine(random);
        double isl = 1 + 8000 * random.nextDouble();
        double osl = 1 + 1000 * random.nextDouble();
        int[] last = new int[6];
        for (double target = 1000; target > 1; target *= 0.9) {
            List<EngineCapacity> engines = engines(model, target * 2, target);
            for (int i = 0; i < engines.size(); i++) {
                if (size(engines.get(i), 50, isl, osl) instanceof Sizing.Sized sized) {
                    assertThat(sized.replicas())
                            .as("%s at %s ms", engines.get(i).role(), target)
                            .isGreaterThanOrEqualTo(last[i]);
                    last[i] = sized.replicas();
                }
            }
        }
    }

    @RepeatedTest(30)
    void whateverIsAskedTheAnswerIsACountOrAReason(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        double[] odd = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e-300, 1e300, 1, 1e9, random.nextDouble() * 1e6};
        for (EngineCapacity engine : engines(randomEngine(random), odd[random.nextInt(odd.length)], 20)) {
            for (double isl : odd) {
                for (double osl : odd) {
                    double hits = odd[random.nextInt(odd.length)];
                    Demand demand = Demand.of(odd[random.nextInt(odd.length)], isl, osl, 60)
                            .sparing(new Reuse(hits, odd[random.nextInt(odd.length)]));

                    Sizing sizing = new ByEngineCapacity(engine, Z, random.nextInt(3)).size(demand, 1);

                    assertThat(sizing.bestEffortReplicas()).isNotNegative();
                    assertThat(sizing.derivation()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void theDerivationNamesTheCapacityOfOneEngine() {
        PassTime time = (tokens, n, k) -> 4 + 0.02 * n + 1e-5 * k;
        var engine = new DecodeCapacity(time, new EngineLimits(8192, 512, 2_000_000), 10, BatchSearch.REFERENCE);

        Sizing sizing = new ByEngineCapacity(engine, 0, 1)
                .size(Demand.of(41 * 60, 3000, 150, 60).sparing(new Reuse(0.25, 1.8)), 1);

        assertThat(sizing.derivation())
                .containsExactly(
                        "arrivals = 2460 requests / 60 s = 41 per second, ISL 3000, OSL 150, prefix-cache hit rate"
                                + " 0.250000, 1.8000 tokens per decode pass",
                        "one engine = 183.63 requests/s, 274 at a time, with ITL 9.9475 ms",
                        "replicas = ⌈0.223274⌉ = 1");
    }

    @Test
    void acceptedTokensCountOnlyWhereDraftsAreMadeAndNoMoreThanThese() {
        PassTime time = (tokens, n, k) -> 10;
        var engine = new DecodeCapacity(time, new EngineLimits(8192, 10, 2_000_000), 10, BatchSearch.OURS);
        Demand demand = Demand.of(600, 3000, 100, 60).sparing(new Reuse(0, 7));

        assertThat(new ByEngineCapacity(engine, 0, 0).size(demand, 1))
                .isInstanceOfSatisfying(
                        Sizing.Sized.class, s -> assertThat(s.exact()).isEqualTo(1.0));
        assertThat(new ByEngineCapacity(engine, 0, 1).size(demand, 1))
                .isInstanceOfSatisfying(
                        Sizing.Sized.class, s -> assertThat(s.exact()).isEqualTo(0.5));
    }

    @Test
    void aRoleWithoutAModelIsNotCountedUnlessThereIsNoLoad() {
        var sizer = new ByEngineCapacity(new NoCapacity(Role.DECODE, "2 decode passes, 5 are needed"), 0, 0);

        assertThat(sizer.size(Demand.of(60, 3000, 150, 60), 1))
                .isEqualTo(new Sizing.NotReady("decode: 2 decode passes, 5 are needed"));
        assertThat(sizer.size(Demand.of(0, 3000, 150, 60), 1).bestEffortReplicas())
                .isZero();
    }
}
