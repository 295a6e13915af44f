package io.dynamoplanner.core.sizing;

import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.util.Optional;
import java.util.OptionalDouble;

/** The values of several signals of one window, when all of them are known. */
final class Observed {
    private final double[] values;

    private Observed(double[] values) {
        this.values = values;
    }

    static Optional<Observed> of(TrafficWindow window, Signal... signals) {
        var values = new double[signals.length];
        for (int i = 0; i < signals.length; i++) {
            OptionalDouble value = window.get(signals[i]).value();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values[i] = value.getAsDouble();
        }
        return Optional.of(new Observed(values));
    }

    /** The value of the signal at this place in the list that was asked for. */
    double get(int index) {
        return values[index];
    }
}
