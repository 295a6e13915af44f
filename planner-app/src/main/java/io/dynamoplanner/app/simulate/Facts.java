package io.dynamoplanner.app.simulate;

import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.run.RunRecord.Fact;
import io.dynamoplanner.data.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a reader needs to repeat a run. Paths are shown by their names: a report must not depend on where it was made. */
final class Facts {
    private Facts() {}

    static List<Fact> of(Scenario scenario, int requests, PlannerSettings settings, StaticFleets fleets) {
        Scenario.Startup startup = scenario.engines().startupSeconds();
        var facts = new ArrayList<Fact>(List.of(
                new Fact(
                        "Trace",
                        name(scenario.trace()) + ", " + requests + " requests (rate × " + number(scenario.rateScale())
                                + ", time × " + number(scenario.timeScale()) + ")"),
                new Fact("Profile the planner believes", name(scenario.profile())),
                new Fact(
                        "Engines as they are",
                        name(scenario.truthProfile()) + ", speed factor " + number(scenario.speedFactor())),
                new Fact("GPUs per engine", text(settings.gpusPerEngine())),
                new Fact(
                        "GPU budget",
                        settings.grant().ceiling() < 0
                                ? "none"
                                : settings.grant().ceiling() + " GPUs"),
                new Fact(
                        "Targets",
                        "TTFT " + number(settings.ttftMs()) + " ms, ITL " + number(settings.itlMs()) + " ms"),
                new Fact("Planning interval", settings.window().toSeconds() + " s"),
                new Fact("Load predictor", settings.predictors().name()),
                new Fact(
                        "Start-up of an engine",
                        number(startup.min()) + " to " + number(startup.max()) + " s; the planner expects "
                                + number(settings.forecast().startup().toMillis() / 1000.0) + " s"),
                new Fact(
                        "Fleet at the start",
                        text(fleets.mean())
                                + " (sized in hindsight for the mean of the trace), planner and reference alike"),
                new Fact("Seed", Long.toString(scenario.seed()))));
        String faults = faults(scenario);
        if (!faults.isEmpty()) {
            facts.add(new Fact("Faults", faults));
        }
        return List.copyOf(facts);
    }

    /** What goes wrong, in words; empty if nothing does. */
    private static String faults(Scenario scenario) {
        var texts = new ArrayList<String>();
        Scenario.Faults faults = scenario.faults();
        if (scenario.metrics().delaySeconds() > 0) {
            texts.add("metrics are " + number(scenario.metrics().delaySeconds()) + " s old");
        }
        if (faults.scrapeLoss() > 0) {
            texts.add(number(100 * faults.scrapeLoss()) + " % of the scrapes are lost");
        }
        faults.outages()
                .forEach(outage -> texts.add("no metrics from " + number(outage.fromSeconds()) + " to "
                        + number(outage.toSeconds()) + " s"));
        faults.workerLosses()
                .forEach(loss -> texts.add(loss.engines() + " " + loss.role() + " engines are lost at "
                        + number(loss.atSeconds()) + " s"));
        if (faults.workerLossPerEngineHour() > 0) {
            texts.add(number(faults.workerLossPerEngineHour()) + " losses per engine and hour");
        }
        Scenario.Stragglers slow = scenario.engines().stragglers();
        if (slow.share() > 0) {
            texts.add(number(100 * slow.share()) + " % of the starts take " + number(slow.factor()) + " times as long");
        }
        return String.join("; ", texts);
    }

    private static String name(Path path) {
        Path file = path.toAbsolutePath().normalize();
        Path folder = file.getParent();
        return folder == null || folder.getFileName() == null
                ? String.valueOf(file.getFileName())
                : folder.getFileName() + "/" + file.getFileName();
    }

    private static String text(PerRole<Integer> counts) {
        return counts.asMap().entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%s", value);
    }
}
