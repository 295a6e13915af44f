package io.dynamoplanner.core.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.testing.LastValuePredictor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What margins keep from window to window never shows: they are what sorting all errors anew makes of them. */
class MarginsInOrderTest {
    private static final int WINDOWS = 900;
    private static final List<Quantile> QUANTILES =
            List.of(new Quantile(0.6, 0.2533), new Quantile(0.9, 1.2816), new Quantile(0.99, 2.3263));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void eachNumberIsTheOneThatSortingGivesBitForBit(long seed) {
        var random = new Random(seed);
        var expected = new SortedMargins();
        Margins margins = Margins.fresh();
        Predictor predictor = LastValuePredictor.family(30 * random.nextInt(2)).fresh();
        Quantile quantile = QUANTILES.get(random.nextInt(QUANTILES.size()));
        int ahead = 1 + random.nextInt(6);
        for (int k = 0; k < WINDOWS; k++) {
            if (random.nextInt(200) == 0) {
                quantile = QUANTILES.get(random.nextInt(QUANTILES.size()));
                ahead = 1 + random.nextInt(random.nextInt(5) == 0 ? 80 : 6);
            }
            if (random.nextInt(30) == 0) {
                margins = margins.missed(1);
                expected.miss();
            } else {
                // coarse on one seed in two, so that many errors are equal
                double load = seed % 2 == 0 ? random.nextInt(8) * 100 : 1000 + 300 * random.nextGaussian();
                double weight = random.nextInt(10) == 0 ? 0 : random.nextDouble() * 1000;
                predictor = predictor.observe(load);
                margins = margins.after(load, weight, predictor, ahead, quantile);
                expected.take(load, weight, predictor, ahead, quantile);
            }
            if (random.nextInt(50) == 0) {
                margins = Margins.restore(margins.snapshot());
            }
            assertThat(margins.peak(predictor, ahead, quantile)).isEqualTo(expected.peak(predictor, ahead, quantile));
            assertThat(margins.shift()).isEqualTo(expected.shift());
            assertThat(margins.outcomes().achieved()).isEqualTo(expected.achieved());
        }
    }

    @Test
    void whatFollowsOneStateDoesNotShowInWhatFollowsItOtherwise() {
        var random = new Random(11);
        Quantile quantile = QUANTILES.get(1);
        List<Margins> states = new ArrayList<>();
        List<Margins> copies = new ArrayList<>();
        Predictor predictor = LastValuePredictor.family(0).fresh().observe(500);
        Margins margins = Margins.fresh();
        for (int k = 0; k < 600; k++) {
            // now and then an earlier state goes on once more, with other windows
            if (random.nextInt(20) == 0 && !states.isEmpty()) {
                margins = states.get(random.nextInt(states.size()));
            }
            double load = random.nextInt(1000);
            predictor = predictor.observe(load);
            margins = margins.after(load, 1 + random.nextInt(100), predictor, 3, quantile);
            states.add(margins);
            copies.add(Margins.restore(margins.snapshot()));
        }
        assertThat(states).isEqualTo(copies);
    }
}
