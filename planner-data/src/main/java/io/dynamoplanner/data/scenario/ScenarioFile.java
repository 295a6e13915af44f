package io.dynamoplanner.data.scenario;

import io.dynamoplanner.data.config.BudgetFields;
import io.dynamoplanner.data.config.ConfigException;
import io.dynamoplanner.data.config.ConfigLoader;
import io.dynamoplanner.data.config.DeploymentFields;
import io.dynamoplanner.data.config.PacingFields;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.config.ServingMode;
import io.dynamoplanner.data.config.type.ChoiceType;
import io.dynamoplanner.data.config.type.DecimalType;
import io.dynamoplanner.data.config.type.IntegerType;
import io.dynamoplanner.data.config.type.Member;
import io.dynamoplanner.data.config.type.Problem;
import io.dynamoplanner.data.config.type.ReadScope;
import io.dynamoplanner.data.config.type.Struct;
import io.dynamoplanner.data.config.type.StructType;
import io.dynamoplanner.data.config.type.TextType;
import io.dynamoplanner.data.document.DocumentReader;
import io.dynamoplanner.data.document.SourceNode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Reads a scenario: a YAML file, or a directory that holds {@code scenario.yaml}. Paths in it are relative to it. */
public final class ScenarioFile {
    /** Name of the file in a scenario directory. */
    public static final String FILE_NAME = "scenario.yaml";

    private static final DecimalType FACTOR = DecimalType.above(0, 1000);
    private static final DecimalType SECONDS = DecimalType.between(0, 604_800).in("s");
    private static final IntegerType GPUS = IntegerType.between(1, 1_000_000).in("GPUs");

    private static final Member<Optional<Scenario.Startup>> STARTUP =
            Member.optional("startup_seconds", new StartupType(), "Time from a write until an engine serves.");
    private static final Member<Double> DRAIN =
            Member.of("drain_seconds", SECONDS, 120.0, "Longest time that a stopping engine finishes its requests.");
    private static final Member<Optional<Integer>> PREFILL_GPUS =
            Member.optional("prefill_gpus", GPUS, "GPUs of a prefill engine.");
    private static final Member<Optional<Integer>> DECODE_GPUS =
            Member.optional("decode_gpus", GPUS, "GPUs of a decode or aggregated engine.");
    private static final Member<Optional<Integer>> MAX_BATCH =
            Member.optional("max_batch", IntegerType.between(1, 1_000_000), "Most requests at once in an engine.");
    private static final Member<Double> STRAGGLERS =
            Member.of("stragglers", DecimalType.between(0, 1), 0.0, "Share of the starts that take longer.");
    private static final Member<Double> STRAGGLER_FACTOR = Member.of(
            "straggler_factor", DecimalType.between(1, 1000), 3.0, "By what the time of a straggler is multiplied.");
    private static final StructType ENGINES_TYPE =
            StructType.of(STARTUP, DRAIN, PREFILL_GPUS, DECODE_GPUS, MAX_BATCH, STRAGGLERS, STRAGGLER_FACTOR);

    private static final Member<Double> BASE_MS =
            Member.of("base_ms", DecimalType.between(0, 600_000).in("ms"), 0.0, "Fixed time of a transfer.");
    private static final Member<Optional<Double>> TOKENS_PER_SECOND =
            Member.optional("tokens_per_second", DecimalType.above(0, 1e12), "Rate of a transfer.");
    private static final StructType TRANSFER_TYPE = StructType.of(BASE_MS, TOKENS_PER_SECOND);

    private static final Member<Double> SCRAPE_INTERVAL = Member.of(
            "scrape_interval_seconds", DecimalType.above(0, 86_400).in("s"), 5.0, "Time between two scrapes.");
    private static final Member<Double> DELAY = Member.of("delay_seconds", SECONDS, 0.0, "Age of the newest scrape.");
    private static final StructType METRICS_TYPE = StructType.of(SCRAPE_INTERVAL, DELAY);

    private static final Member<String> TITLE = Member.of("title", TextType.text(), "", "For people.");
    private static final Member<String> TRACE =
            Member.required("trace", TextType.nonEmpty(), "path of a request trace");
    private static final Member<String> PROFILE =
            Member.required("profile", TextType.nonEmpty(), "path of an engine profile");
    private static final Member<Optional<String>> TRUTH_PROFILE =
            Member.optional("truth_profile", TextType.nonEmpty(), "Profile that the simulated engines follow.");
    private static final Member<Double> SPEED_FACTOR =
            Member.of("speed_factor", FACTOR, 1.0, "How much faster than their profile the engines are.");
    private static final Member<Double> TIME_SCALE = Member.of("time_scale", FACTOR, 1.0, "Factor on the time axis.");
    private static final Member<Double> RATE_SCALE = Member.of("rate_scale", FACTOR, 1.0, "Factor on the requests.");
    private static final Member<Integer> SEED =
            Member.of("seed", IntegerType.between(0, Integer.MAX_VALUE), 1, "Of everything random.");
    private static final Member<Struct> ENGINES =
            Member.of("engines", ENGINES_TYPE, ENGINES_TYPE.defaults(), "Start, end and size of engines.");
    private static final Member<Struct> TRANSFER =
            Member.of("transfer", TRANSFER_TYPE, TRANSFER_TYPE.defaults(), "Moving the KV cache.");
    private static final Member<Optional<Integer>> CLUSTER_GPUS = Member.optional("gpus", GPUS, "GPUs of the cluster.");
    private static final Member<Struct> METRICS =
            Member.of("metrics", METRICS_TYPE, METRICS_TYPE.defaults(), "How the planner sees the traffic.");
    private static final Member<Scenario.Faults> FAULTS =
            Member.of("faults", new FaultsType(), Scenario.Faults.NONE, "What goes wrong.");
    private static final Member<Optional<ServingMode>> MODE =
            Member.optional("mode", ChoiceType.of(ServingMode.class), "Roles of the fleet.");
    private static final Member<Optional<SourceNode>> CONFIG =
            Member.optional("config", new PathOrMappingType(), "Path of a planner configuration, or its fields.");

    private static final StructType TYPE = StructType.of(
            TITLE,
            TRACE,
            PROFILE,
            TRUTH_PROFILE,
            CONFIG,
            SPEED_FACTOR,
            TIME_SCALE,
            RATE_SCALE,
            SEED,
            ENGINES,
            TRANSFER,
            CLUSTER_GPUS,
            METRICS,
            FAULTS,
            MODE);

    private final Path file;
    private final SourceNode.Mapping document;
    private final List<Problem> problems = new ArrayList<>();
    private final ReadScope scope = ReadScope.root(problems);

    private ScenarioFile(Path file, SourceNode.Mapping document) {
        this.file = file;
        this.document = document;
    }

    /**
     * Reads a scenario. A simulation must not depend on the machine it runs on, so no variable plays a part.
     *
     * @param argument the file or its directory
     * @param flags planner flags that beat the scenario's configuration, as in {@link ConfigLoader#load}
     * @throws ConfigException with all problems, of the scenario and of its configuration
     * @throws io.dynamoplanner.data.document.DocumentException if a document cannot be read at all
     */
    public static Scenario read(Path argument, Map<String, String> flags) {
        Path file = Files.isDirectory(argument) ? argument.resolve(FILE_NAME) : argument;
        SourceNode document = DocumentReader.read(file);
        if (document instanceof SourceNode.Mapping mapping) {
            return new ScenarioFile(file, mapping).scenario(flags);
        }
        List<Problem> problems = new ArrayList<>();
        ReadScope.root(problems)
                .member("(scenario)")
                .problem(document, "must be a mapping of fields", "write lines such as 'trace: trace.jsonl'");
        throw new ConfigException(problems);
    }

    private Scenario scenario(Map<String, String> flags) {
        Optional<Struct> read = TYPE.read(document, scope);
        Optional<PlannerConfig> config = config(flags, read.flatMap(values -> values.get(MODE)));
        if (read.isEmpty() || config.isEmpty()) {
            throw new ConfigException(problems);
        }
        Struct values = read.get();
        Path trace = existing(TRACE.name(), values.get(TRACE));
        Path profile = existing(PROFILE.name(), values.get(PROFILE));
        Path truth = values.get(TRUTH_PROFILE)
                .map(path -> existing(TRUTH_PROFILE.name(), path))
                .orElse(profile);
        ServingMode mode = mode(values, config.get());
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Scenario(
                title(values),
                trace,
                profile,
                truth,
                config.get(),
                mode,
                values.get(SPEED_FACTOR),
                values.get(TIME_SCALE),
                values.get(RATE_SCALE),
                values.get(SEED),
                engines(values.get(ENGINES), config.get()),
                transfer(values.get(TRANSFER)),
                gpus(values, config.get()),
                new Scenario.Metrics(
                        values.get(METRICS).get(SCRAPE_INTERVAL),
                        values.get(METRICS).get(DELAY)),
                values.get(FAULTS));
    }

    /** The planner's configuration; its problems join those of the scenario. */
    private Optional<PlannerConfig> config(Map<String, String> flags, Optional<ServingMode> mode) {
        try {
            Optional<SourceNode> node = document.find(CONFIG.name()).map(SourceNode.Entry::value);
            int before = problems.size();
            if (node.isPresent() && node.get() instanceof SourceNode.Scalar path) {
                boolean absent = path.kind() == SourceNode.Kind.NULL;
                node = absent ? Optional.empty() : Optional.of(path);
                if (path.kind() == SourceNode.Kind.TEXT) {
                    Path resolved = existing(CONFIG.name(), path.text());
                    node = problems.size() > before ? node : Optional.of(DocumentReader.read(resolved));
                }
            }
            return problems.size() > before
                    ? Optional.empty()
                    : Optional.of(ConfigLoader.loadDocument(node, withMode(flags, node, mode), Map.of()));
        } catch (ConfigException refused) {
            problems.addAll(refused.problems());
            return Optional.empty();
        }
    }

    /** The planner plans for the scenario's mode unless it has one of its own. */
    private static Map<String, String> withMode(
            Map<String, String> flags, Optional<SourceNode> node, Optional<ServingMode> mode) {
        String flag = DeploymentFields.MODE.flags().get(0).name();
        boolean own = node.isPresent()
                && node.get() instanceof SourceNode.Mapping mapping
                && mapping.find(DeploymentFields.MODE.name()).isPresent();
        Map<String, String> all = new TreeMap<>(flags);
        if (mode.isPresent() && !own) {
            all.putIfAbsent(flag, mode.get().spelling());
        }
        return all;
    }

    private Path existing(String field, String text) {
        SourceNode node = document.find(field).map(SourceNode.Entry::value).orElse(document);
        try {
            Path resolved = file.toAbsolutePath().resolveSibling(text).normalize();
            if (!Files.exists(resolved)) {
                scope.member(field)
                        .missing(node, "does not exist", "correct the path; it is relative to the scenario file");
            }
            return resolved;
        } catch (InvalidPathException notAPath) {
            scope.member(field).missing(node, "is not a path", "correct it");
            return file;
        }
    }

    private ServingMode mode(Struct values, PlannerConfig config) {
        ServingMode planned = config.get(DeploymentFields.MODE);
        if (values.get(MODE).orElse(planned) != planned) {
            SourceNode node =
                    document.find(MODE.name()).map(SourceNode.Entry::value).orElse(document);
            scope.member(MODE.name())
                    .conflict(
                            node,
                            "the planner's configuration says '" + planned.spelling() + "'",
                            "keep one of the two");
        }
        return planned;
    }

    private String title(Struct values) {
        if (!values.get(TITLE).isBlank()) {
            return values.get(TITLE);
        }
        Path name = file.toAbsolutePath().getParent();
        return name == null || name.getFileName() == null
                ? "scenario"
                : name.getFileName().toString();
    }

    private static Scenario.Engines engines(Struct engines, PlannerConfig config) {
        double expected = config.get(PacingFields.STARTUP_SECONDS);
        return new Scenario.Engines(
                engines.get(STARTUP).orElse(Scenario.Startup.fixed(expected)),
                engines.get(DRAIN),
                engines.get(PREFILL_GPUS)
                        .or(() -> config.get(BudgetFields.PREFILL_ENGINE_NUM_GPU))
                        .orElse(1),
                engines.get(DECODE_GPUS)
                        .or(() -> config.get(BudgetFields.DECODE_ENGINE_NUM_GPU))
                        .orElse(1),
                Scenario.boxed(engines.get(MAX_BATCH)),
                engines.get(STRAGGLERS) > 0
                        ? new Scenario.Stragglers(engines.get(STRAGGLERS), engines.get(STRAGGLER_FACTOR))
                        : Scenario.Stragglers.NONE);
    }

    private static Scenario.Transfer transfer(Struct transfer) {
        return new Scenario.Transfer(transfer.get(BASE_MS), Scenario.boxedDouble(transfer.get(TOKENS_PER_SECOND)));
    }

    /** The cluster is as large as the planner's budget unless the file says otherwise. */
    private static OptionalInt gpus(Struct values, PlannerConfig config) {
        int budget = config.get(BudgetFields.MAX_GPU_BUDGET);
        OptionalInt ofBudget = budget < 0 ? OptionalInt.empty() : OptionalInt.of(budget);
        return values.get(CLUSTER_GPUS).isPresent() ? Scenario.boxed(values.get(CLUSTER_GPUS)) : ofBudget;
    }
}
