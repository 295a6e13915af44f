package io.dynamoplanner.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.engine.EngineProfile.Decode;
import io.dynamoplanner.core.engine.EngineProfile.DecodeSample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * How well the two decode models predict ITL that they were not shown, as relative error. Over the 26 valid profiles,
 * one point held out: grid 2.6 % in the median and 11.8 % in the mean, monotone 1.6 % and 4.6 %; a whole row held out:
 * 5.6 % and 13.7 % against 1.1 % and 3.6 %.
 */
class HeldOutPointsTest {

    private static double error(DecodePerformance model, DecodeSample s) {
        double concurrency = s.kvUsage() * model.maxKvTokens() / s.contextLength();
        return Math.abs(model.itlMs(concurrency, s.contextLength()) / s.itlMs() - 1);
    }

    private static List<Double> withoutEachPoint(Decode profile, Function<Decode, DecodePerformance> fit) {
        var errors = new ArrayList<Double>();
        for (int i = 0; i < profile.samples().size(); i++) {
            var rest = new ArrayList<>(profile.samples());
            DecodeSample held = rest.remove(i);
            errors.add(error(fit.apply(new Decode(rest, profile.maxKvTokens())), held));
        }
        return errors;
    }

    private static List<Double> withoutEachInnerRow(Decode profile, Function<Decode, DecodePerformance> fit) {
        List<Double> contexts = profile.samples().stream()
                .map(DecodeSample::contextLength)
                .distinct()
                .sorted()
                .toList();
        var errors = new ArrayList<Double>();
        for (double context : contexts.subList(1, contexts.size() - 1)) {
            var rest = profile.samples().stream()
                    .filter(s -> s.contextLength() != context)
                    .toList();
            var model = fit.apply(new Decode(rest, profile.maxKvTokens()));
            profile.samples().stream()
                    .filter(s -> s.contextLength() == context)
                    .forEach(s -> errors.add(error(model, s)));
        }
        return errors;
    }

    private static double median(List<Double> errors) {
        List<Double> sorted = errors.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static double mean(List<Double> errors) {
        return errors.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static Stream<Decode> measured() {
        return Stream.of(TestProfiles.H200, TestProfiles.H100_TP2, TestProfiles.H100_TP8)
                .map(TestProfiles::decode);
    }

    @Test
    void theMonotoneModelPredictsAHeldOutPointBetterThanTheGridOnTheWhole() {
        var grid = new ArrayList<Double>();
        var monotone = new ArrayList<Double>();
        measured().forEach(profile -> {
            List<Double> gridErrors = withoutEachPoint(profile, DecodeGrid::new);
            List<Double> monotoneErrors = withoutEachPoint(profile, MonotoneDecode::new);
            assertThat(mean(monotoneErrors)).isLessThan(mean(gridErrors) / 2);
            grid.addAll(gridErrors);
            monotone.addAll(monotoneErrors);
        });
        assertThat(median(monotone)).isLessThan(median(grid));
    }

    @Test
    void theMonotoneModelPredictsAHeldOutContextLengthBetterThanTheGridOnEachMeasuredProfile() {
        measured().forEach(profile -> {
            List<Double> grid = withoutEachInnerRow(profile, DecodeGrid::new);
            List<Double> monotone = withoutEachInnerRow(profile, MonotoneDecode::new);
            assertThat(median(monotone)).isLessThan(median(grid) / 2);
            assertThat(mean(monotone)).isLessThan(mean(grid) / 2);
        });
    }
}
