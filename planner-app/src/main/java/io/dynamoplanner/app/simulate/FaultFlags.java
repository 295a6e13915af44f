package io.dynamoplanner.app.simulate;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.data.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Start-up times, metric delays and faults of a scenario from the command line. A list given here replaces that of the file. */
public final class FaultFlags {
    private static final String NUMBER = "([0-9]+(?:\\.[0-9]+)?)";
    private static final Pattern RANGE = Pattern.compile(NUMBER + "-" + NUMBER);
    private static final Pattern STRAGGLERS = Pattern.compile(NUMBER + "x" + NUMBER);
    private static final Pattern LOSS = Pattern.compile("(prefill|decode|agg):([0-9]{1,6})@" + NUMBER);

    @Option(
            names = "--startup",
            paramLabel = "S[-S]",
            description = "Start-up time of the engines, s: fixed, or the ends of a range.")
    private Optional<String> startup = Optional.empty();

    @Option(
            names = "--stragglers",
            paramLabel = "SHARExFACTOR",
            description = "Starts that take longer: 0.1x3 makes one in ten take three times as long.")
    private Optional<String> stragglers = Optional.empty();

    @Option(names = "--metric-delay", paramLabel = "S", description = "Age of the newest metrics, s.")
    private Optional<Double> delay = Optional.empty();

    @Option(names = "--scrape-loss", paramLabel = "SHARE", description = "Share of the scrapes that are lost.")
    private Optional<Double> scrapeLoss = Optional.empty();

    @Option(names = "--outage", paramLabel = "FROM-TO", description = "No metrics in this time, s; repeatable.")
    private List<String> outages = new ArrayList<>();

    @Option(
            names = "--worker-loss",
            paramLabel = "ROLE:N@S",
            description = "N engines are lost at second S: decode:2@600; repeatable.")
    private List<String> losses = new ArrayList<>();

    @Option(
            names = "--worker-loss-rate",
            paramLabel = "X",
            description = "Losses of an engine at random, per hour that it serves.")
    private Optional<Double> lossRate = Optional.empty();

    Scenario apply(Scenario base) {
        Scenario.Engines engines = base.engines();
        if (startup.isPresent()) {
            engines = engines.withStartup(startup(startup.get()));
        }
        if (stragglers.isPresent()) {
            Matcher parts = parse("--stragglers", STRAGGLERS, stragglers.get(), "0.1x3");
            engines = engines.withStragglers(new Scenario.Stragglers(
                    within("--stragglers", number(parts, 1), 0, 1), within("--stragglers", number(parts, 2), 1, 1000)));
        }
        Scenario.Faults faults = base.faults();
        return base.withEngines(engines)
                .withMetrics(new Scenario.Metrics(
                        base.metrics().scrapeIntervalSeconds(),
                        within("--metric-delay", delay.orElse(base.metrics().delaySeconds()), 0, 604_800)))
                .withFaults(new Scenario.Faults(
                        within("--scrape-loss", scrapeLoss.orElse(faults.scrapeLoss()), 0, 0.99),
                        outages.isEmpty()
                                ? faults.outages()
                                : outages.stream().map(FaultFlags::outage).toList(),
                        losses.isEmpty()
                                ? faults.workerLosses()
                                : losses.stream().map(FaultFlags::loss).toList(),
                        within("--worker-loss-rate", lossRate.orElse(faults.workerLossPerEngineHour()), 0, 3600)));
    }

    /** A start-up time as it is written in flags and sweeps: {@code 60}, {@code 60s} or {@code 30-90}. */
    static Scenario.Startup startup(String text) {
        String seconds = text.endsWith("s") ? text.substring(0, text.length() - 1) : text;
        Matcher fixed = Pattern.compile(NUMBER).matcher(seconds);
        if (fixed.matches()) {
            return Scenario.Startup.fixed(number(fixed, 1));
        }
        Matcher range = parse("--startup", RANGE, seconds, "60 or 30-90");
        if (number(range, 1) > number(range, 2)) {
            throw new BadInput("--startup = " + text + " must go from the shorter to the longer time; swap the two");
        }
        return new Scenario.Startup(number(range, 1), OptionalDouble.empty(), number(range, 2));
    }

    private static Scenario.Outage outage(String text) {
        Matcher range = parse("--outage", RANGE, text, "600-1200");
        if (number(range, 1) >= number(range, 2)) {
            throw new BadInput("--outage = " + text + " must end after it starts; swap the two");
        }
        return new Scenario.Outage(number(range, 1), number(range, 2));
    }

    private static Scenario.WorkerLoss loss(String text) {
        Matcher parts = parse("--worker-loss", LOSS, text, "decode:2@600");
        int engines = (int) within("--worker-loss", number(parts, 2), 1, 999_999);
        return new Scenario.WorkerLoss(number(parts, 3), new Role(parts.group(1)), engines);
    }

    private static Matcher parse(String flag, Pattern pattern, String text, String example) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new BadInput(flag + " = " + text + " cannot be read; write it like " + flag + " " + example);
        }
        return matcher;
    }

    private static double number(Matcher matcher, int group) {
        return Double.parseDouble(matcher.group(group));
    }

    private static double within(String flag, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new BadInput(
                    flag + " = " + value + " must be between " + min + " and " + max + "; correct the value");
        }
        return value;
    }
}
