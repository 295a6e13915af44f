package io.dynamoplanner.app.simulate;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.data.config.ConfigField;
import io.dynamoplanner.data.config.PacingFields;
import io.dynamoplanner.data.config.TargetFields;
import io.dynamoplanner.data.scenario.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Something about a scenario that is varied: {@code startup=30s,60s}. A value changes planner flags, the scenario, or both.
 *
 * @param values as they were given, in order
 */
record SweepAxis(Subject subject, List<String> values) {

    /** What can be varied; named in lower case. */
    enum Subject {
        /** Start-up time of the engines, which the planner is told. */
        STARTUP,
        /** Share of the requests that should be inside the latency targets. */
        TARGET,
        TTFT,
        ITL,
        INTERVAL,
        /** Factor on the number of requests. */
        RATE,
        /** Speed factor of the engines. */
        SPEED,
        /** Age of the newest metrics, s. */
        DELAY,
        SEED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads {@code name=value,value}. */
    static SweepAxis parse(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        Subject subject = Arrays.stream(Subject.values())
                .filter(known -> known.text().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInput("--sweep " + text + ": '" + name + "' cannot be varied; there are "
                        + Arrays.stream(Subject.values()).map(Subject::text).collect(Collectors.joining(", "))));
        List<String> values = equals < 0
                ? List.of()
                : Arrays.stream(text.substring(equals + 1).split(","))
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .toList();
        if (values.isEmpty()) {
            throw new BadInput("--sweep " + text + " names no values; write it like --sweep startup=30s,60s,120s");
        }
        return new SweepAxis(subject, values);
    }

    /** The planner flags of a value. */
    Map<String, String> flags(String value) {
        return switch (subject) {
            case STARTUP -> {
                Scenario.Startup startup = FaultFlags.startup(value);
                double expected = startup.mode().orElse((startup.min() + startup.max()) / 2);
                yield flag(PacingFields.STARTUP_SECONDS, Double.toString(expected));
            }
            case TARGET -> flag(TargetFields.ATTAINMENT, value);
            case TTFT -> flag(TargetFields.TTFT_MS, without(value, "ms"));
            case ITL -> flag(TargetFields.ITL_MS, without(value, "ms"));
            case INTERVAL -> flag(PacingFields.THROUGHPUT_ADJUSTMENT_INTERVAL_SECONDS, without(value, "s"));
            case RATE, SPEED, DELAY, SEED -> Map.of();
        };
    }

    /** The scenario with a value. */
    Scenario applied(Scenario base, String value) {
        return switch (subject) {
            case STARTUP -> base.withEngines(base.engines().withStartup(FaultFlags.startup(value)));
            case RATE -> base.withScales(base.speedFactor(), number(value, 1000), base.seed());
            case SPEED -> base.withScales(number(value, 1000), base.rateScale(), base.seed());
            case SEED -> base.withScales(base.speedFactor(), base.rateScale(), Math.round(number(value, 1e9)));
            case DELAY ->
                base.withMetrics(new Scenario.Metrics(
                        base.metrics().scrapeIntervalSeconds(), number(without(value, "s"), 604_800)));
            case TARGET, TTFT, ITL, INTERVAL -> base;
        };
    }

    private double number(String text, double most) {
        try {
            double value = Double.parseDouble(text);
            if ((value > 0 && value <= most) || (value == 0 && subject == Subject.DELAY)) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        throw new BadInput("--sweep " + subject.text() + "=" + text + " must be a number above 0 and at most " + most
                + "; correct the value");
    }

    private static Map<String, String> flag(ConfigField<?> field, String value) {
        return Map.of(field.flags().get(0).name(), value);
    }

    private static String without(String value, String unit) {
        return value.endsWith(unit) ? value.substring(0, value.length() - unit.length()) : value;
    }
}
