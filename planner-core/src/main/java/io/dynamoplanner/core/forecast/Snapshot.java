package io.dynamoplanner.core.forecast;

import java.util.List;

/**
 * A predictor's whole state as plain numbers, so that it can be stored, compared and handed over.
 *
 * @param family name of the {@link PredictorFamily} that can restore it
 * @param numbers state in the order the family defines; doubles survive a round trip bit for bit
 */
public record Snapshot(String family, List<Double> numbers) {
    public Snapshot {
        numbers = List.copyOf(numbers);
    }
}
