package io.dynamoplanner.app.run;

import io.dynamoplanner.app.assembly.PlannerAssembly;
import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.app.assembly.SettingsFactory;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.data.config.BudgetFields;
import io.dynamoplanner.data.config.ConfigException;
import io.dynamoplanner.data.config.ConfigField;
import io.dynamoplanner.data.config.ConfigLoader;
import io.dynamoplanner.data.config.DeploymentFields;
import io.dynamoplanner.data.config.EngineModelFields;
import io.dynamoplanner.data.config.ForecastFields;
import io.dynamoplanner.data.config.LoadScalingFields;
import io.dynamoplanner.data.config.MetricsFields;
import io.dynamoplanner.data.config.OptimizationTarget;
import io.dynamoplanner.data.config.PacingFields;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.config.ReliabilityFields;
import io.dynamoplanner.data.config.TargetFields;
import io.dynamoplanner.data.document.DocumentException;
import io.dynamoplanner.data.profile.ProfileReader;
import io.dynamoplanner.data.trace.TraceException;
import io.dynamoplanner.data.trace.TraceReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The policy of this process: configuration and engine profile, read again when their files change. What cannot be read
 * leaves the policy as it was and is told as a finding. Safe for use by several threads; {@link #refresh} by one.
 */
public final class PolicySource {
    /** What is wired once; a change of these needs a new process. */
    private static final List<ConfigField<?>> WIRED = List.of(
            DeploymentFields.ENVIRONMENT,
            DeploymentFields.NAMESPACE,
            DeploymentFields.BACKEND,
            DeploymentFields.MODE,
            DeploymentFields.MODEL_NAME,
            DeploymentFields.PREFILL_COMPONENT,
            DeploymentFields.DECODE_COMPONENT,
            DeploymentFields.GPU_RESOURCE_NAMES,
            BudgetFields.PREFILL_ENGINE_NUM_GPU,
            BudgetFields.DECODE_ENGINE_NUM_GPU,
            ReliabilityFields.STUCK_AFTER_SECONDS,
            ForecastFields.HISTORY_SECONDS,
            DeploymentFields.LEADER_ELECTION,
            DeploymentFields.LOG_DIR,
            PacingFields.THROUGHPUT_ADJUSTMENT_INTERVAL_SECONDS,
            MetricsFields.PROMETHEUS_ENDPOINT,
            MetricsFields.PROMETHEUS_TOKEN,
            MetricsFields.PROMETHEUS_TOKEN_FILE,
            MetricsFields.PROMETHEUS_SSL_VERIFY,
            MetricsFields.PROMETHEUS_CA_BUNDLE,
            MetricsFields.PROMETHEUS_EXTRA_QUERY_PARAMS,
            MetricsFields.PROMETHEUS_REQUEST_TIMEOUT_SECONDS,
            MetricsFields.REPORTING_PORT,
            MetricsFields.THROUGHPUT_METRICS_SOURCE,
            MetricsFields.NAMESPACE_LABEL);

    private final Optional<String> argument;
    private final Map<String, String> flags;
    private final Map<String, String> environment;
    private volatile PlannerConfig config;
    private volatile @Nullable Policy policy;
    private volatile List<Finding> findings = List.of();
    private List<Finding> rejected = List.of();
    private List<Finding> engineFindings = List.of();
    private int version;
    private String document;
    private String profileStamp = "";

    /**
     * Reads the configuration; the profile is read by the first {@link #refresh}.
     *
     * @param argument path of a YAML or JSON file, or JSON in place
     * @throws ConfigException if the configuration is wrong
     * @throws DocumentException if it cannot be read at all
     */
    public PolicySource(Optional<String> argument, Map<String, String> flags, Map<String, String> environment) {
        this.argument = argument;
        this.flags = Map.copyOf(flags);
        this.environment = Map.copyOf(environment);
        this.document = document();
        this.config = ConfigLoader.load(argument, flags, environment);
    }

    public PlannerConfig config() {
        return config;
    }

    /** Empty until a profile could be read. */
    public Optional<Policy> policy() {
        return Optional.ofNullable(policy);
    }

    /** What is worth knowing about configuration and profile. */
    public List<Finding> findings() {
        return findings;
    }

    /** Reads what has changed. Returns whether the policy is another one now. */
    public boolean refresh() {
        boolean changed = reloadConfig();
        List<Finding> problems = new ArrayList<>(rejected);
        boolean failed = findings.stream().anyMatch(f -> f.code().endsWith("-unreadable"));
        String stamp = profileStamp();
        if (changed || failed || policy == null || !stamp.equals(profileStamp)) {
            profileStamp = stamp;
            try {
                policy = read();
                changed = true;
            } catch (TraceException problem) {
                changed = false;
                problems.add(Finding.blocking(
                        "trace-unreadable",
                        ForecastFields.LOAD_PREDICTOR_WARMUP_TRACE.name(),
                        first(problem),
                        "correct the trace, or leave the field out: recorded traffic is learned from in any case"));
            } catch (RuntimeException problem) {
                changed = false;
                problems.add(profileFinding(problem));
            }
        }
        if (policy != null && problems.stream().noneMatch(f -> f.code().equals("profile-unreadable"))) {
            problems.add(Finding.ok("profile", "profile_results_dir", "engine profile read from " + profilePath()));
        }
        problems.addAll(engineFindings);
        problems.addAll(observeOnly(config));
        problems.addAll(told(config));
        findings = List.copyOf(problems);
        return changed;
    }

    private Policy read() {
        PlannerSettings settings = SettingsFactory.of(config);
        EngineProfile profile = ProfileReader.read(profilePath());
        // tells now whether the two fit, not at the first decision
        engineFindings = new PlannerAssembly(settings, profile).findings();
        return new Policy(++version, config, settings, profile, warmUp(settings));
    }

    private List<TrafficSample> warmUp(PlannerSettings settings) {
        return config.get(ForecastFields.LOAD_PREDICTOR_WARMUP_TRACE)
                .map(file -> TraceReader.read(file)
                        .trace()
                        .windows(settings.window().toMillis() / 1000.0)
                        .samples())
                .orElse(List.of());
    }

    private boolean reloadConfig() {
        String now = document();
        if (now.equals(document)) {
            return false;
        }
        document = now;
        PlannerConfig next;
        try {
            next = ConfigLoader.load(argument, flags, environment);
        } catch (ConfigException | DocumentException problem) {
            rejected = List.of(Finding.warning(
                    "config-rejected",
                    argument.orElse("configuration"),
                    first(problem),
                    "correct it; the one before stays in force"));
            return false;
        }
        List<String> wired = WIRED.stream()
                .filter(field -> !Objects.equals(next.get(field), config.get(field)))
                .map(ConfigField::name)
                .collect(Collectors.toCollection(ArrayList::new));
        if (config.get(DeploymentFields.ADVISORY) && !next.get(DeploymentFields.ADVISORY)) {
            wired.add(DeploymentFields.ADVISORY.name()); // who only advised has not contended for the Lease
        }
        if (!wired.isEmpty()) {
            rejected = List.of(Finding.warning(
                    "config-needs-restart",
                    argument.orElse("configuration"),
                    "a change of " + String.join(", ", wired) + " takes a new process",
                    "restart the planner; the configuration before stays in force until then"));
            return false;
        }
        rejected = List.of();
        config = next;
        return true;
    }

    /** The text of the document, to notice a change; empty if it is not a file. */
    private String document() {
        return argument.flatMap(PolicySource::path)
                .map(path -> {
                    try {
                        return Files.readString(path);
                    } catch (IOException e) {
                        return "unreadable: " + e;
                    }
                })
                .orElse("");
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text)).filter(Files::isRegularFile);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** A profile directory in a configuration file is relative to that file if it is there, else to the working directory. */
    private Path profilePath() {
        Path named = Path.of(config.get(EngineModelFields.PROFILE_RESULTS_DIR));
        return argument.flatMap(PolicySource::path)
                .map(file -> file.toAbsolutePath().resolveSibling(named))
                .filter(Files::exists)
                .orElse(named);
    }

    /** Names and times of the files of the profile: a mounted ConfigMap changes them all at once. */
    private String profileStamp() {
        try (var files = Files.walk(profilePath().toRealPath(), 3)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file + "@" + file.toFile().lastModified() + "#"
                            + file.toFile().length())
                    .sorted()
                    .toList()
                    .toString();
        } catch (IOException | UncheckedIOException | InvalidPathException e) {
            return "none";
        }
    }

    private static String first(RuntimeException problem) {
        return String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
    }

    private Finding profileFinding(RuntimeException problem) {
        return Finding.blocking(
                "profile-unreadable",
                "profile_results_dir",
                first(problem),
                "mount the engine profile there, or name its folder with profile_results_dir; it is looked for again"
                        + " every few seconds");
    }

    /** What this release cannot act on yet: it is said, and nothing is written. */
    private static List<Finding> observeOnly(PlannerConfig config) {
        List<Finding> findings = new ArrayList<>();
        OptimizationTarget target = config.get(TargetFields.OPTIMIZATION_TARGET);
        boolean latencies = config.origin(TargetFields.TTFT_MS).isGiven()
                || config.origin(TargetFields.ITL_MS).isGiven();
        boolean assumed = !config.origin(TargetFields.OPTIMIZATION_TARGET).isGiven() && latencies;
        if (target != OptimizationTarget.SLA && !assumed) {
            findings.add(Finding.blocking(
                    "target-not-supported",
                    "optimization_target",
                    "'" + target.spelling()
                            + "' needs load scaling, which this release does not have; it only observes",
                    "set optimization_target: sla with ttft_ms and itl_ms"));
        } else if (assumed) {
            findings.add(Finding.info(
                    "target-assumed", "optimization_target", "not given; sla, since a TTFT or ITL target is given"));
        }
        if (!config.get(LoadScalingFields.ENABLE_THROUGHPUT_SCALING)) {
            findings.add(Finding.blocking(
                    "scaling-off",
                    "enable_throughput_scaling",
                    "is off, and load scaling does not exist in this release; it only observes",
                    "set enable_throughput_scaling: true"));
        }
        return findings;
    }

    private static List<Finding> told(PlannerConfig config) {
        return config.findings().stream()
                .filter(f -> !f.field().equals(TargetFields.OPTIMIZATION_TARGET.name())
                        && !f.field().equals(LoadScalingFields.ENABLE_THROUGHPUT_SCALING.name()))
                .map(f -> f.severity() == io.dynamoplanner.data.config.Finding.Severity.WARNING
                        ? Finding.warning("config", f.field(), f.text() + " (" + f.origin() + ")", "")
                        : Finding.info("config", f.field(), f.text() + " (" + f.origin() + ")"))
                .toList();
    }
}
