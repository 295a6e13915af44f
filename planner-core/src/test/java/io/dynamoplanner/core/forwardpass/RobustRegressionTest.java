package io.dynamoplanner.core.forwardpass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.engine.TestProfiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RobustRegressionTest {
    private final RobustRegression regression = new RobustRegression(5);

    private FittedLine fit(Workload workload, List<ForwardPass> passes) {
        Fit fit = regression.fit(workload, passes);
        assertThat(fit).isInstanceOf(Fit.Fitted.class);
        return ((Fit.Fitted) fit).line();
    }

    private static List<ForwardPass> decodePasses(Random random, int count) {
        var passes = new ArrayList<ForwardPass>();
        for (int i = 0; i < count; i++) {
            double n = 1 + random.nextInt(200);
            double k = n * (500 + random.nextInt(4000));
            passes.add(ForwardPass.decode(n, k, (4 + 0.02 * n + 3e-5 * k) * (1 + 0.01 * random.nextGaussian())));
        }
        return passes;
    }

    @RepeatedTest(5)
    void aFewPassesThatTookManyTimesAsLongAreNotBelieved(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        List<ForwardPass> clean = decodePasses(random, 60);
        var disturbed = new ArrayList<ForwardPass>(clean);
        for (int i = 0; i < 6; i++) {
            ForwardPass p = clean.get(random.nextInt(clean.size()));
            disturbed.add(ForwardPass.decode(p.decodeRequests(), p.decodeKvTokens(), p.wallMs() * 20));
        }

        FittedLine line = fit(Workload.DECODE, disturbed);

        for (ForwardPass p : clean) {
            double truth = 4 + 0.02 * p.decodeRequests() + 3e-5 * p.decodeKvTokens();
            assertThat(line.ms(p)).isCloseTo(truth, within(0.05 * truth));
        }
    }

    @Test
    void theOrderOfThePassesDoesNotMatter() {
        List<ForwardPass> passes = decodePasses(new Random(7), 50);
        var shuffled = new ArrayList<ForwardPass>(passes);
        Collections.shuffle(shuffled, new Random(8));

        assertThat(regression.fit(Workload.DECODE, shuffled)).isEqualTo(regression.fit(Workload.DECODE, passes));
    }

    @RepeatedTest(20)
    void moreWorkNeverTakesLessTimeHoweverOddThePasses(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        for (Workload workload : Workload.values()) {
            var passes = new ArrayList<ForwardPass>();
            for (int i = 0; i < 5 + random.nextInt(40); i++) {
                double ms = 0.01 + 1000 * random.nextDouble();
                double tokens = workload == Workload.DECODE ? 0 : 1 + random.nextInt(20_000);
                double n = workload == Workload.PREFILL ? 0 : 1 + random.nextInt(100);
                passes.add(new ForwardPass(1, tokens, 0, n, n * 1000 * random.nextDouble(), ms));
            }
            if (regression.fit(workload, passes) instanceof Fit.Fitted fitted) {
                double last = 0;
                for (int load = 0; load < 200; load++) {
                    double ms = fitted.line().ms(load * 100, load, load * 1000);
                    assertThat(ms).isPositive().isFinite().isGreaterThanOrEqualTo(last);
                    last = ms;
                }
            }
        }
    }

    @Test
    void onMeasuredProfilesItIsNearerToThePointsThanTheReference() {
        double ours = 0;
        double reference = 0;
        for (String name : List.of(
                TestProfiles.H200,
                "h100_llama3.3-70b-fp8_tp8_measured",
                "a100_llama2-70b_tp4_splitwise",
                "b200_llama3.1-70b-bf16_tp4_estimated")) {
            List<ForwardPass> passes =
                    ProfilePasses.of(TestProfiles.named(name)).passes();
            ours += medianError(regression, passes);
            reference += medianError(new SegmentedRegression(5), passes);
        }
        assertThat(ours).isLessThan(reference);
    }

    private static double medianError(PassRegression regression, List<ForwardPass> passes) {
        PassModel model = PassModel.learn(regression, new PassModel.Retention(64, 16), passes);
        double[] off = passes.stream()
                .mapToDouble(p -> {
                    PassTime time = model.time(p.workload().orElseThrow()).orElseThrow();
                    return Math.abs(
                            time.ms(p.prefillTokens(), p.decodeRequests(), p.decodeKvTokens()) / p.wallMs() - 1);
                })
                .sorted()
                .toArray();
        return off[off.length / 2];
    }
}
